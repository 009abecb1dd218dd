import type { Pace } from "./allot";

/** A queue with more slow exchanges than this drags, whatever else of it ends quickly. */
const mostSlow = 4;
const queuesKept = 10_000;

type Exchange = { queue: string; since: number; counts: boolean; isSlow: boolean };

/**
 * The exchanges under way in a worker. Those that drag on don't count against its concurrency, nor, as long as there are
 * `slowPlaces`, do those of queues that drag or were not tried yet: dead partners must not take the places of live ones.
 */
export function createExchanges({ slowAfterMs, slowPlaces }: { slowAfterMs: number; slowPlaces: number }) {
  /** Oldest first. */
  const underWay = new Map<string, Exchange>();
  const ofQueue = new Map<string, Set<Exchange>>();
  /** Whether the last exchange of a queue ended quickly. */
  const wasQuick = new Map<string, boolean>();
  let counting = 0;

  function count(one: Exchange, counts: boolean): void {
    if (one.counts === counts) return;
    counting += counts ? 1 : -1;
    one.counts = counts;
  }

  function remember(queue: string, isQuick: boolean): void {
    if (wasQuick.get(queue) === isQuick) return;
    if (wasQuick.size >= queuesKept) wasQuick.clear();
    wasQuick.set(queue, isQuick);
    // What was begun as a trial is like any other once the queue is known to be quick.
    if (isQuick) for (const one of ofQueue.get(queue) ?? []) count(one, !one.isSlow);
  }

  function paceOf(queue: string): Pace {
    const quick = wasQuick.get(queue);
    const all = ofQueue.get(queue);
    if (quick !== true) return { isNew: quick === undefined, underWay: all?.size ?? 0 };
    if (!all || all.size <= mostSlow) return "quick";
    let slow = 0;
    for (const { isSlow } of all) if (isSlow) slow += 1;
    return slow > mostSlow ? { isNew: false, underWay: all.size } : "quick";
  }

  return {
    count: () => underWay.size,
    /** Those that count against the worker's concurrency. */
    counting: () => counting,
    paceOf,
    begin(id: string, queue: string): void {
      const pace = paceOf(queue);
      const one: Exchange = { queue, since: performance.now(), counts: false, isSlow: false };
      count(one, pace === "quick" || (pace.underWay === 0 && underWay.size - counting >= slowPlaces));
      underWay.set(id, one);
      const all = ofQueue.get(queue);
      if (all) all.add(one);
      else ofQueue.set(queue, new Set([one]));
    },
    end(id: string): void {
      const one = underWay.get(id);
      if (!one) return;
      const { queue } = one;
      underWay.delete(id);
      count(one, false);
      const all = ofQueue.get(queue);
      all?.delete(one);
      if (all?.size === 0) ofQueue.delete(queue);
      remember(queue, performance.now() - one.since < slowAfterMs);
    },
    /** Finds those that have begun to drag. */
    look(): void {
      const limit = performance.now() - slowAfterMs;
      for (const one of underWay.values()) {
        if (one.since > limit) break;
        if (one.isSlow) continue;
        one.isSlow = true;
        count(one, false);
        remember(one.queue, false);
      }
    },
  };
}
