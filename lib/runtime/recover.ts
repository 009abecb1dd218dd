import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { planFiring } from "@/lib/delivery/fire";
import { whyNotFireable } from "@/lib/delivery/fireable";
import type { FiringJob } from "@/lib/delivery/job";
import { judgeRecovery, type Verdict } from "@/lib/delivery/recovery";
import type { Webhook } from "@/lib/delivery/webhook";
import type { Change } from "@/lib/desk/change";
import type { TicketGraph } from "@/lib/desk/ticket";
import { matches } from "@/lib/rules/evaluate";
import { findTicket, findWebhook } from "./fire";
import type { Stores } from "./stores";

/** A ticket's place in a job: as text it must sort like the number. */
export const positionOf = (ticketId: number): string => String(ticketId).padStart(16, "0");
export const ticketIdAt = (position: string | null): number => Number(position ?? 0);

/** Whether the webhook is to be fired anew on a ticket and why, or why not; undefined where the conditions leave it out. */
export async function judgeTicket(
  { deliveries }: Pick<Stores, "deliveries">,
  webhook: Webhook,
  graph: TicketGraph,
  { conditions, since, which }: Pick<FiringJob, "conditions" | "since" | "which">,
  now: Date,
): Promise<Verdict | undefined> {
  if (!matches(conditions, { graph, now })) return undefined;
  const why = whyNotFireable(webhook, graph, undefined, now);
  if (why) return { isIn: false, why };
  const latest = (await deliveries.latestOf(graph.ticket.id)).find(({ webhookId }) => webhookId === webhook.id);
  return judgeRecovery(latest, new Date(since), which);
}

/** The firing, decided on what is there now; undefined where the ticket no longer needs it. Errors as in planFiring. */
export async function planRecovery(
  stores: Stores,
  actor: Actor,
  input: FiringJob,
  ticketId: number,
  now: Date,
): Promise<Change<NewDelivery> | undefined> {
  const [webhook, graph] = await Promise.all([findWebhook(stores, input.webhookId), findTicket(stores, ticketId)]);
  if (!(await judgeTicket(stores, webhook, graph, input, now))?.isIn) return undefined;
  return planFiring({ webhook, graph, given: {}, actor, now, id: newId("dlv") });
}

export type RecoveredTicket = Verdict & { id: number; displayId: string; title: string };
/** One part of a dry run; `next` is the `after` of the next part, null when all tickets were looked at. */
export type RecoveryCount = {
  looked: number;
  matched: number;
  included: number;
  tickets: RecoveredTicket[];
  next: number | null;
};

const batch = 250;
const budgetMs = 1_500;

/** Looks at tickets of the webhook's type, oldest first, until all are seen or the time is up; fires nothing. */
export async function countRecovery(
  stores: Stores,
  input: FiringJob,
  { after = 0, listed }: { after?: number; listed: number },
  now: Date,
  time: () => number = () => performance.now(),
): Promise<RecoveryCount> {
  const webhook = await findWebhook(stores, input.webhookId);
  const count: RecoveryCount = { looked: 0, matched: 0, included: 0, tickets: [], next: after };
  for (const start = time(); count.next !== null && time() - start < budgetMs; ) {
    const graphs = await stores.tickets.graphs({ typeId: webhook.ticketTypeId, after: count.next, limit: batch });
    for (const graph of graphs) {
      const verdict = await judgeTicket(stores, webhook, graph, input, now);
      if (!verdict) continue;
      count.matched++;
      if (verdict.isIn) count.included++;
      const { id, displayId, title } = graph.ticket;
      if (count.tickets.length < listed) count.tickets.push({ id, displayId, title, ...verdict });
    }
    count.looked += graphs.length;
    // Reads of SQLite never wait, so that others would until the time is up.
    await new Promise((resolve) => setImmediate(resolve));
    count.next = graphs.length < batch ? null : (graphs.at(-1)?.ticket.id ?? null);
  }
  return count;
}
