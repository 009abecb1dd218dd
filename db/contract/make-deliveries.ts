import { newId } from "@/lib/core/id";
import type { Attempt, NewDelivery, Ordering } from "@/lib/delivery/delivery";
import type { ClaimedDelivery, Settlement } from "@/lib/delivery/store";
import type { Stores } from "@/lib/runtime/stores";
import { actor, claimDue, makeDelivery, makeTicket, makeWebhook } from "./make";

export const leaseMs = 60_000;
export const later = (ms: number) => new Date(Date.now() + ms);

/** How an attempt went, told the least. */
export const plainAttempt = (claimed: ClaimedDelivery, outcome: Attempt["outcome"]): Attempt => ({
  id: newId("att"),
  deliveryId: claimed.id,
  number: claimed.attemptNumber,
  kind: claimed.kind,
  startedAt: new Date(),
  durationMs: 1,
  outcome,
  sentHeaders: {},
  response: null,
  error: null,
  timing: null,
  remoteAddress: null,
  certificateExpiresAt: null,
  notes: [],
});

export const plainSettlement = (
  claimed: ClaimedDelivery,
  status: Settlement["status"],
  retryAt = later(5_000),
): Settlement => ({
  deliveryId: claimed.id,
  lease: claimed.lease,
  status,
  nextAttemptAt: status === "pending" ? retryAt : null,
  attempt: plainAttempt(claimed, status === "succeeded" ? "succeeded" : "failed"),
});

/** Ends everything that earlier tests left pending or being sent, so that the next ones see only their own. */
export async function clearDeliveries(stores: Stores): Promise<void> {
  for (let round = 1; ; round++) {
    const now = later(1e9 * (round + 1));
    await stores.deliveries.recover(now);
    const claimed = await claimDue(stores, { now, leaseMs: 1, limit: 1_000 });
    if (claimed.length === 0) return;
    await stores.deliveries.settle(claimed.map((one) => plainSettlement(one, "failed")));
  }
}

/** A lane of its own: a ticket and a webhook, and what is done with its deliveries. */
export async function makeLane(stores: Stores, ordering: Ordering = "event") {
  const { id: ticketId, version } = await makeTicket(stores);
  const webhook = await makeWebhook(stores, { ordering });
  const webhookId = webhook.id;
  const store = stores.deliveries;
  const get = async (id: string) => {
    const found = await store.get(id);
    if (!found) throw new Error("no delivery");
    return found.delivery;
  };
  return {
    ticketId,
    webhookId,
    version,
    queue: `${webhookId} partner.example`,
    get,
    add: async (changed: Partial<NewDelivery> = {}, passesRetries = false) =>
      (await makeDelivery(stores, { ticketId, webhookId, lane: { ordering, passesRetries }, ...changed })).id,
    /** All there are, oldest first, as `status` or `due`, `waiting` and, for retries, `later`. */
    async states() {
      const { items } = await store.list({ page: 1, pageSize: 100, ticketId, webhookId });
      const now = later(100);
      return items
        .sort((a, b) => a.ticketVersion - b.ticketVersion || (a.id < b.id ? -1 : 1))
        .map(({ status, nextAttemptAt: at }) =>
          status === "pending" ? (at === null ? "waiting" : at <= now ? "due" : "later") : status,
        );
    },
    async claim(now = later(1_000), limit = 100) {
      return store.claim({ now, leaseMs, takes: [{ queue: `${webhookId} partner.example`, limit }] });
    },
    settle: async (claimed: ClaimedDelivery, status: Settlement["status"], retryAt?: Date) =>
      (await store.settle([plainSettlement(claimed, status, retryAt)]))[0],
    cancel: (id: string) => store.cancel(actor, id, new Date()),
    release: (id: string) => store.release(actor, id, new Date()),
    redeliver: (id: string) => store.redeliver(actor, id, new Date()),
    enable: (isEnabled: boolean) => stores.webhooks.setEnabled(actor, webhookId, isEnabled),
  };
}
