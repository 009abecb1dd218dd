import { whyNotReady } from "@/lib/delivery/beat";
import type { Delivery } from "@/lib/delivery/delivery";
import { queueParts } from "@/lib/delivery/queue";
import type { QueueHead } from "@/lib/delivery/store";
import { type WaitFacts, whyWaiting } from "@/lib/delivery/why-waiting";
import { defaultWorkerOptions } from "@/lib/delivery/worker-ports";
import type { Stores } from "./stores";

/** What a delivery may be waiting for, now; reads nothing but its lane for one that does not wait. */
export async function readWaitFacts(
  stores: Pick<Stores, "deliveries" | "gates" | "webhooks" | "workers">,
  delivery: Delivery,
  now: Date,
): Promise<WaitFacts> {
  const { id, status, nextAttemptAt, queue, webhookId } = delivery;
  const ahead = await stores.deliveries.ahead(id);
  if (status !== "pending" || !nextAttemptAt || nextAttemptAt > now) return { now, delivery, ahead };
  const [gates, limits, heads, workers] = await Promise.all([
    stores.gates.list(),
    stores.webhooks.limits(),
    stores.deliveries.heads(),
    stores.workers.list(),
  ]);
  return {
    now,
    delivery,
    ahead,
    gate: gates.find((gate) => gate.queue === queue),
    limits: limits.get(webhookId),
    sending: countSending(heads, queue),
    stuck: whyNotReady(workers, now),
  };
}

/** In a few words, by id, why deliveries of a list wait for something else than their next attempt. */
export async function waitHints(
  stores: Pick<Stores, "gates">,
  deliveries: readonly Delivery[],
  now: Date,
): Promise<Map<string, string>> {
  const waiting = deliveries.filter(({ status }) => status === "pending" || status === "held");
  if (waiting.length === 0) return new Map();
  const gates = new Map((await stores.gates.list()).map((gate) => [gate.queue, gate]));
  return new Map(
    waiting.flatMap((delivery) => {
      const { status, nextAttemptAt, queue } = delivery;
      const isOwnTime = status === "pending" && nextAttemptAt !== null && (nextAttemptAt > now || !gates.has(queue));
      const why = isOwnTime ? undefined : whyWaiting({ now, delivery, gate: gates.get(queue) });
      return why ? [[delivery.id, why.hint] as const] : [];
    }),
  );
}

function countSending(heads: readonly QueueHead[], queue: string): NonNullable<WaitFacts["sending"]> {
  const own = queueParts(queue);
  const sum = (isCounted: (other: ReturnType<typeof queueParts>) => boolean) =>
    heads.filter((head) => isCounted(queueParts(head.queue))).reduce((total, { sending }) => total + sending, 0);
  return {
    ofWebhook: sum(({ webhookId }) => webhookId === own.webhookId),
    ofHost: sum(({ host }) => host === own.host),
    perHost: defaultWorkerOptions.perHost,
  };
}
