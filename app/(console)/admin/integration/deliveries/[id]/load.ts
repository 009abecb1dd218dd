import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import type { RetryPolicy } from "@/lib/delivery/retry-policy";
import { deepestChain, type FieldChange } from "@/lib/desk/history";
import type { Stores } from "@/lib/runtime/stores";

export type LoadedDelivery = {
  delivery: Delivery;
  /** Newest first. */
  attempts: Attempt[];
  hasWebhook: boolean;
  isWebhookEnabled: boolean;
  /** When and by whom its webhook was last disabled, for a delivery that is held. */
  lastHold: { at: Date; actorName: string } | undefined;
  hasTicket: boolean;
  /** What led to it, nearest first. */
  causes: Pick<Delivery, "id" | "webhookName" | "ticketDisplayId">[];
  /** Fields of the ticket its reply has filled. */
  filled: FieldChange[];
  cancelledBy: string | undefined;
  /** As it was when the request was made; undefined when that can't be read any more. */
  policy: RetryPolicy | undefined;
};

const entriesSearched = 500;

/** Everything the delivery's page tells; undefined when there is no such delivery. */
export async function loadDelivery(stores: Stores, id: string): Promise<LoadedDelivery | undefined> {
  const found = await stores.deliveries.get(id);
  if (!found) return undefined;
  const { delivery } = found;
  const [webhook, config, ticket, history, causes, lastHold] = await Promise.all([
    stores.webhooks.get(delivery.webhookId),
    stores.webhooks.configAt(delivery.webhookId, delivery.webhookVersion),
    stores.tickets.graph(delivery.ticketId),
    stores.tickets.history(delivery.ticketId, { page: 1, pageSize: entriesSearched }),
    causesOf(stores, delivery),
    delivery.status === "held" ? stores.deliveries.lastHold(delivery.webhookId) : undefined,
  ]);
  const own = history.items.filter((entry) => entry.cause?.deliveryId === id);
  return {
    delivery,
    attempts: found.attempts.toReversed(),
    hasWebhook: webhook !== undefined,
    isWebhookEnabled: webhook?.isEnabled ?? false,
    lastHold,
    hasTicket: ticket !== undefined,
    causes,
    filled: own.filter((entry) => entry.kind === "webhook.succeeded").flatMap((entry) => entry.changes),
    cancelledBy: own.find((entry) => entry.kind === "webhook.cancelled")?.actorName,
    policy: config?.retry,
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
