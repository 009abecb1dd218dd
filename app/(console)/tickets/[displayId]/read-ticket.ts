import { statusMeaning } from "@/components/tickets/status-meaning";
import type { Principal } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import type { Delivery } from "@/lib/delivery/delivery";
import { whyNotFireable } from "@/lib/delivery/fireable";
import { type DeskLists, itemsOf, type ListKind, listKinds } from "@/lib/desk/desk-lists";
import { primaryEmail } from "@/lib/desk/person";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { Stores } from "@/lib/runtime/stores";
import type { Fireable, LastResult, NotListed } from "./actions-menu";

export const historyStep = 30;
const longestHistory = 3000;

/** Everything the page shows of a ticket; undefined when there is none. */
export async function readTicket(stores: Stores, displayId: string, wantedHistory: number) {
  const graph = await stores.tickets.graph(displayId);
  if (!graph) return undefined;
  const pageSize = Number.isSafeInteger(wantedHistory)
    ? Math.min(Math.max(wantedHistory, historyStep), longestHistory)
    : historyStep;
  const [lists, messages, history] = await Promise.all([
    stores.deskLists.load(),
    stores.tickets.messages(graph.ticket.id),
    stores.tickets.history(graph.ticket.id, { page: 1, pageSize }),
  ]);
  return { graph, lists, messages, history };
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

/** The webhooks this person may fire here, the others with the reason, and the latest deliveries their partner has not taken. */
export async function firingsOf(stores: Stores, principal: Principal, graph: TicketGraph, now: Date) {
  const { ticket } = graph;
  const [{ items }, latest] = await Promise.all([
    stores.webhooks.list({ ...everything, sort: { key: "name", direction: "asc" } }),
    stores.deliveries.latestOf(ticket.id),
  ]);
  const fireable: Fireable[] = [];
  const notListed: NotListed[] = [];
  for (const webhook of items) {
    const { id, name, config } = webhook;
    const reason = whyNotFireable(webhook, graph, principal.roleId, now);
    if (reason) notListed.push({ id, name, reason });
    else fireable.push({ id, name, showAsButton: config.showAsButton, last: lastResult(latest, id) });
  }
  const waiting = latest
    .filter(({ status, attempts }) => status === "failed" || (status === "pending" && attempts > 0))
    .map((delivery) => ({
      deliveryId: delivery.id,
      webhookId: delivery.webhookId,
      webhookName: delivery.webhookName,
      nextAttemptAt: delivery.nextAttemptAt,
      failedAt: delivery.finishedAt,
    }));
  return { fireable, notListed, waiting };
}

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
