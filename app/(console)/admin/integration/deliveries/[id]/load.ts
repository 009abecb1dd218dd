import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import { deepestChain, type FieldChange } from "@/lib/desk/history";
import type { Stores } from "@/lib/runtime/stores";

export type LoadedDelivery = {
  delivery: Delivery;
  /** Newest first. */
  attempts: Attempt[];
  hasWebhook: boolean;
  hasTicket: boolean;
  /** What led to it, nearest first. */
  causes: Pick<Delivery, "id" | "webhookName" | "ticketDisplayId">[];
  /** Fields of the ticket its reply has filled. */
  filled: FieldChange[];
  cancelledBy: string | undefined;
};

const entriesSearched = 500;

/** Everything the delivery's page tells; undefined when there is no such delivery. */
export async function loadDelivery(stores: Stores, id: string): Promise<LoadedDelivery | undefined> {
  const found = await stores.deliveries.get(id);
  if (!found) return undefined;
  const { delivery } = found;
  const [webhook, ticket, history, causes] = await Promise.all([
    stores.webhooks.get(delivery.webhookId),
    stores.tickets.graph(delivery.ticketId),
    stores.tickets.history(delivery.ticketId, { page: 1, pageSize: entriesSearched }),
    causesOf(stores, delivery),
  ]);
  const own = history.items.filter((entry) => entry.cause?.deliveryId === id);
  return {
    delivery,
    attempts: found.attempts.toReversed(),
    hasWebhook: webhook !== undefined,
    hasTicket: ticket !== undefined,
    causes,
    filled: own.filter((entry) => entry.kind === "webhook.succeeded").flatMap((entry) => entry.changes),
    cancelledBy: own.find((entry) => entry.kind === "webhook.cancelled")?.actorName,
  };
}

async function causesOf(stores: Stores, delivery: Delivery): Promise<LoadedDelivery["causes"]> {
  const causes: LoadedDelivery["causes"] = [];
  let next = delivery.cause.deliveryId;
  while (next !== undefined && causes.length < deepestChain) {
    const found = await stores.deliveries.get(next);
    if (!found) break;
    causes.push(found.delivery);
    next = found.delivery.cause.deliveryId;
  }
  return causes;
}
