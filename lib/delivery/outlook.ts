import type { DeliveryStore, QueueHead } from "./store";

// A look at hundreds of queues costs more than a claim: this much of a busy worker's time goes into it.
const partForLooking = 1 / 50;
const longestRestMs = 250;

/** The queues as a worker knows them; `passOver`: those it leaves to its next look. */
export type Seen = { heads: readonly QueueHead[]; passOver?(queue: string): boolean };

/**
 * Where the queues stand. A busy worker looks now and then and meanwhile goes on with quick queues that still gave what was
 * asked of them: the others wait a few milliseconds more, or until it has run out of those.
 */
export function createOutlook(deliveries: Pick<DeliveryStore, "heads">, isQuick: (queue: string) => boolean) {
  let known = new Map<string, QueueHead>();
  let heads: QueueHead[] = [];
  let restUntil = 0;
  const empty = new Set<string>();
  const passOver = (queue: string) => empty.has(queue) || !isQuick(queue);

  return {
    async look(): Promise<Seen> {
      const since = performance.now();
      heads = await deliveries.heads();
      known = new Map(heads.map((head) => [head.queue, head]));
      empty.clear();
      const now = performance.now();
      restUntil = now + Math.min((now - since) / partForLooking, longestRestMs);
      return { heads };
    },
    /** What the last look showed, with what this worker did since; undefined when it is time to look again. */
    recall: (): Seen | undefined => (performance.now() < restUntil ? { heads, passOver } : undefined),
    claimed(queue: string, asked: number, count: number): void {
      const head = known.get(queue);
      if (head) head.sending += count;
      if (count < asked) empty.add(queue);
    },
    ended(queue: string): void {
      const head = known.get(queue);
      if (head) head.sending = Math.max(0, head.sending - 1);
    },
  };
}
