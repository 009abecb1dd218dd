import type { Principal } from "@/lib/access/permissions";
import type { Actor } from "@/lib/core/actor";
import { AppError, isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import type { Delivery, NewDelivery, StoredRequest } from "@/lib/delivery/delivery";
import { planFiring, previewFiring } from "@/lib/delivery/fire";
import { whyNotFireable } from "@/lib/delivery/fireable";
import type { Webhook } from "@/lib/delivery/webhook";
import type { Change } from "@/lib/desk/change";
import { nameKey } from "@/lib/desk/custom-forms";
import { commitDecided } from "./commit-decided";
import { findTicket, findWebhook } from "./fire";
import type { Stores } from "./stores";

type Repeated = Pick<Delivery, "id" | "webhookId" | "ticketId" | "parameters">;

/**
 * Firing the same webhook on the same ticket with the same parameters, rendered from both as they are now. Values of
 * parameters that are gone or became read only are left out; roles don't matter. Errors as in planFiring, or "not_found".
 */
export async function planAgain(
  stores: Stores,
  { kind, id: actorId, name, personId }: Actor,
  { id: redeliveryOf, webhookId, ticketId, parameters }: Repeated,
  now: Date,
  id: string,
): Promise<Change<NewDelivery>> {
  const actor = { kind, id: actorId, name, personId };
  const [webhook, graph] = await Promise.all([findWebhook(stores, webhookId), findTicket(stores, ticketId)]);
  const cause = { redeliveryOf, depth: 0 };
  return planFiring({ webhook, graph, given: settable(webhook, parameters), actor, now, id, cause });
}

/** A new delivery in place of an earlier one, as things are now. Whoever may redeliver need not be in the webhook's roles. */
export async function redeliverCurrent(
  stores: Stores,
  principal: Principal,
  deliveryId: string,
  now: Date,
): Promise<{ deliveryId: string }> {
  const delivery = await findDelivery(stores, deliveryId);
  const id = newId("dlv");
  return commitDecided(stores, async () => ({
    change: await planAgain(stores, principal, delivery, now, id),
    result: { deliveryId: id },
  }));
}

type Sent = Pick<StoredRequest, "method" | "url" | "headers" | "body"> & {
  webhookVersion: number;
  ticketVersion: number;
};
/** What was sent and what would be sent now; `problem` says why nothing would. Credentials are in neither. */
export type Comparison = { before: Sent; now: Sent | null; problem: string | null };

/** The request of a delivery beside the one that firing again would make; sends and stores nothing. */
export async function compareRedelivery(stores: Stores, deliveryId: string, at: Date): Promise<Comparison> {
  const delivery = await findDelivery(stores, deliveryId);
  const before = sentOf(delivery.request, delivery.webhookVersion, delivery.ticketVersion);
  try {
    const [webhook, graph] = await Promise.all([
      findWebhook(stores, delivery.webhookId),
      findTicket(stores, delivery.ticketId),
    ]);
    const given = settable(webhook, delivery.parameters);
    const { request } = previewFiring(webhook.config, webhook.connectionId, graph, given, at);
    const problem = whyNotFireable(webhook, graph, undefined, at) ?? null;
    return { before, now: sentOf(request, webhook.version, graph.ticket.version), problem };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { before, now: null, problem: error.message };
  }
}

const sentOf = (
  { method, url, headers, body }: StoredRequest,
  webhookVersion: number,
  ticketVersion: number,
): Sent => ({ method, url, headers, body, webhookVersion, ticketVersion });

async function findDelivery({ deliveries }: Stores, id: string): Promise<Delivery> {
  const found = await deliveries.get(id);
  if (!found) throw new AppError("not_found", "This delivery no longer exists.");
  return found.delivery;
}

/** Values of parameters that still may be given. */
function settable({ config }: Webhook, values: Record<string, string>): Record<string, string> {
  const open = new Set(config.parameters.filter(({ isReadOnly }) => !isReadOnly).map(({ name }) => nameKey(name)));
  return Object.fromEntries(Object.entries(values).filter(([name]) => open.has(nameKey(name))));
}
