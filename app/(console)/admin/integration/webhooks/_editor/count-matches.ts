import type { PickedTicket } from "@/components/tickets/ticket-picker";
import type { TicketStore } from "@/lib/desk/store";
import type { ConditionGroup } from "@/lib/rules/condition";
import { matches } from "@/lib/rules/evaluate";

export const mostLookedAt = 5_000;
const batchSize = 250;
const budgetMs = 1_500;
const sampleSize = 5;

/** How many of the `looked` newest tickets match; `total` is how many there are. `sample` are the newest that match. */
export type MatchCount = { matched: number; looked: number; total: number; sample: PickedTicket[] };

/** Tries conditions on the tickets of a type, newest first, until all or 5,000 are looked at or the time is up. */
export async function countMatches(
  tickets: Pick<TicketStore, "graphs" | "list">,
  { typeId, conditions, now }: { typeId: number; conditions: ConditionGroup; now: Date },
  clock: () => number = () => performance.now(),
): Promise<MatchCount> {
  const start = clock();
  const { total } = await tickets.list({ page: 1, pageSize: 1, typeId });
  const count: MatchCount = { matched: 0, looked: 0, total, sample: [] };
  let before: number | undefined;
  while (count.looked < mostLookedAt && clock() - start < budgetMs) {
    const graphs = await tickets.graphs({ typeId, before, limit: Math.min(batchSize, mostLookedAt - count.looked) });
    for (const graph of graphs) {
      if (!matches(conditions, { graph, now })) continue;
      count.matched++;
      const { id, displayId, title } = graph.ticket;
      if (count.sample.length < sampleSize) count.sample.push({ id, displayId, title });
    }
    count.looked += graphs.length;
    before = graphs.at(-1)?.ticket.id;
    if (graphs.length < batchSize) break;
  }
  // One may have arrived after they were counted.
  return { ...count, total: Math.max(total, count.looked) };
}

const number = (value: number) => value.toLocaleString("en");

/** "Matches 3 of 120 Incident tickets", or how far it looked. */
export function countText({ matched, looked, total }: MatchCount, typeName: string): string {
  const tickets = `${typeName} ${total === 1 ? "ticket" : "tickets"}`;
  if (looked < total)
    return `Matches ${number(matched)} of the newest ${number(looked)} ${tickets} (there are ${number(total)})`;
  return total === 0 ? `There are no ${tickets} yet` : `Matches ${number(matched)} of ${number(total)} ${tickets}`;
}
