import { systemActor } from "@/lib/core/actor";
import { groupBy } from "@/lib/core/group-by";
import type { TicketEvent } from "@/lib/desk/events";
import type { HistoryEntry, NewHistoryEntry } from "@/lib/desk/history";
import type { Stores } from "./stores";

/** How often rules may answer, on one ticket and within the window, to what was not done by a person but followed from something. */
export const mostHops = 20;
const windowMs = 600_000;
const lookedAt = 500;

/**
 * Whether an event that rules, webhooks or web methods led to would be one too many: a circle that no chain shows, such as two
 * desks that answer each other (anchors E2). Then rules stop here for a while, and `told` says so, once. Undefined otherwise.
 */
export async function tooManyHops(
  { tickets }: Pick<Stores, "tickets">,
  { ticketId, cause }: TicketEvent,
  now: Date,
): Promise<{ told: NewHistoryEntry[] } | undefined> {
  if (!cause.chain?.length) return undefined;
  const since = now.getTime() - windowMs;
  const { items } = await tickets.history(ticketId, { page: 1, pageSize: lookedAt });
  const recent = items.filter(({ at, origin }) => at.getTime() > since && origin === "rule");
  const hops = recent.filter(({ kind, cause: led }) => kind !== "chain.stopped" && (led?.chain?.length ?? 0) > 1);
  if (answersIn(hops) < mostHops) return undefined;
  const isTold = recent.some(({ kind, summary }) => kind === "chain.stopped" && summary === explanation);
  return { told: isTold ? [] : [entryOf(cause)] };
}

/** What the rules of one event do is written at one moment; that one of their callback functions has run, at another. */
function answersIn(hops: readonly HistoryEntry[]): number {
  const ran = ({ kind, cause }: HistoryEntry) => (kind.startsWith("function.") ? (cause?.functionId ?? "") : undefined);
  const moments = [...groupBy(hops, ran).values()].map(
    (entries) => new Set(entries.map(({ at }) => at.getTime())).size,
  );
  return Math.max(0, ...moments);
}

const explanation = `Trigger rules were not run: on this ticket they already answered ${mostHops} times within ten minutes to what rules, webhooks or web methods did. If another system answers back, exclude its updates with the condition “Update source”.`;

const entryOf = ({ depth, chain }: TicketEvent["cause"]): NewHistoryEntry => ({
  kind: "chain.stopped",
  origin: "rule",
  actorId: systemActor.id,
  actorName: systemActor.name,
  summary: explanation,
  changes: [],
  cause: { depth, chain },
});
