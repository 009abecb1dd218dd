import { statusMeaning } from "@/components/tickets/status-meaning";
import { type PutPreview, previewProposal, previewUndo } from "@/components/tickets/undo-preview";
import type { Principal } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import type { Delivery } from "@/lib/delivery/delivery";
import { notSelected, whyNotFireable } from "@/lib/delivery/fireable";
import { type DeskLists, itemsOf, type ListKind, listKinds } from "@/lib/desk/desk-lists";
import type { HistoryEntry } from "@/lib/desk/history";
import { answersIn, isUndoable, openProposals } from "@/lib/desk/history-state";
import { primaryEmail } from "@/lib/desk/person";
import type { TicketGraph } from "@/lib/desk/ticket";
import { explain } from "@/lib/rules/explain";
import { conditionFields } from "@/lib/rules/fields";
import type { Stores } from "@/lib/runtime/stores";
import type { Fireable, LastResult } from "./actions-menu";
import type { NotListed } from "./not-listed";

export const historyStep = 30;
const longestHistory = 3000;
/** As far back as what waits for a decision is looked for. */
const recentHistory = 100;

/** Everything the page shows of a ticket; undefined when there is none. */
export async function readTicket(stores: Stores, displayId: string, wantedHistory: number) {
  const graph = await stores.tickets.graph(displayId);
  if (!graph) return undefined;
  const pageSize = Number.isSafeInteger(wantedHistory)
    ? Math.min(Math.max(wantedHistory, historyStep), longestHistory)
    : historyStep;
  const [lists, messages, { items, total }] = await Promise.all([
    stores.deskLists.load(),
    stores.tickets.messages(graph.ticket.id),
    stores.tickets.history(graph.ticket.id, { page: 1, pageSize: Math.max(pageSize, recentHistory) }),
  ]);
  return { graph, lists, messages, history: { items: items.slice(0, pageSize), total, ...decisionsOn(graph, items) } };
}

export type TicketHistory = Exclude<Awaited<ReturnType<typeof readTicket>>, undefined>["history"];
export type Proposal = { entry: HistoryEntry; values: PutPreview[] };

/** What was decided about the entries, what waits for a decision, and what can still be taken back. */
function decisionsOn(graph: TicketGraph, entries: readonly HistoryEntry[]) {
  const answers = answersIn(entries);
  const proposals = openProposals(entries).map((entry): Proposal => ({ entry, values: previewProposal(graph, entry) }));
  const undoable = new Map(
    entries
      .filter((entry) => isUndoable(entry) && !answers.has(entry.id))
      .map((entry) => [entry.id, previewUndo(graph, entry)] as const),
  );
  return { answers, proposals, undoable };
}

/** What may be chosen in the properties, and who is chosen. */
export function choicesOf({ ticket, people }: TicketGraph, lists: DeskLists) {
  const person = (id: number | null) => {
    const known = people.get(id ?? 0);
    return known ? { id: known.id, name: known.name, hint: primaryEmail(known) } : null;
  };
  return {
    statuses: lists.statuses.map(({ id, name, vivantioType }) => ({
      id,
      name,
      meaning: statusMeaning({ vivantioType }),
    })),
    lists: Object.fromEntries(
      Object.keys(listKinds).map((kind) => [
        kind,
        itemsOf(lists, kind as ListKind).map(({ id, name }) => ({ id, name })),
      ]),
    ),
    owner: person(ticket.ownerId),
    requester: person(ticket.requesterId),
  };
}

/** The webhooks this person may fire here, how many more there are for this type, and the latest deliveries their partner has not taken. */
export async function firingsOf(stores: Stores, principal: Principal, graph: TicketGraph, now: Date) {
  const { ticket } = graph;
  const [{ items }, latest] = await Promise.all([allWebhooks(stores), stores.deliveries.latestOf(ticket.id)]);
  const fireable = items
    .filter((webhook) => whyNotFireable(webhook, graph, principal.roleId, now) === undefined)
    .map(
      ({ id, name, config }): Fireable => ({
        ...{ id, name, showAsButton: config.showAsButton },
        last: lastResult(latest, id),
      }),
    );
  const waiting = latest
    .filter(({ status, attempts }) => status === "failed" || (status === "pending" && attempts > 0))
    .map((delivery) => ({
      deliveryId: delivery.id,
      webhookId: delivery.webhookId,
      webhookName: delivery.webhookName,
      nextAttemptAt: delivery.nextAttemptAt,
      failedAt: delivery.finishedAt,
    }));
  return { fireable, waiting };
}

/** The webhooks of this type that this person can't fire here, each with the reason, condition by condition where conditions are. */
export async function notListedOf(stores: Stores, principal: Principal, graph: TicketGraph, now: Date) {
  const [{ items }, lists, agents] = await Promise.all([
    allWebhooks(stores),
    stores.deskLists.load(),
    stores.people.list({ ...everything, isAgent: true }),
  ]);
  const fields = conditionFields({ forms: graph.forms, lists, agents: agents.items, withEvent: false });
  const ofType = items.filter(({ ticketTypeId }) => ticketTypeId === graph.ticket.typeId);
  const notListed = ofType.flatMap((webhook): NotListed[] => {
    const { id, name, config } = webhook;
    const reason = whyNotFireable(webhook, graph, principal.roleId, now);
    if (!reason) return [];
    const verdict = reason === notSelected ? explain(config.conditions, { graph, now }, fields) : undefined;
    return [{ id, name, reason, verdict }];
  });
  return { notListed, otherTypes: items.length - ofType.length };
}

const allWebhooks = ({ webhooks }: Stores) => webhooks.list({ ...everything, sort: { key: "name", direction: "asc" } });

function lastResult(latest: readonly Delivery[], webhookId: string): LastResult | undefined {
  const delivery = latest.find((one) => one.webhookId === webhookId);
  return (
    delivery && {
      deliveryId: delivery.id,
      status: delivery.status,
      attempts: delivery.attempts,
      at: delivery.finishedAt ?? delivery.createdAt,
    }
  );
}
