import { type AllotFacts, type Allotment, allot } from "./allot";
import type { ClaimedDelivery, Take } from "./store";
import type { WorkerOptions } from "./worker-ports";

const longestPauseMs = 250;

/** What a worker remembers from turn to turn: whose turn it was, what it sends, and whose token bucket was empty. */
export function createTurns({
  maxSending,
  perHost,
  probeMs,
}: Pick<WorkerOptions, "maxSending" | "perHost" | "probeMs">) {
  let served = new Map<string, number>();
  const mine = new Map<string, number>();
  const answered = new Map<string, number>();
  const paused = new Map<string, number>();
  /** When a webhook last got something out of its bucket. */
  const drewAt = new Map<string, number>();
  let turn = 0;

  type Known = "served" | "mine" | "answered" | "paused" | "slowPlaces" | "perHost" | "probeMs";

  /** An empty bucket has its next token one interval after the last one, unless other workers draw as well. */
  function pace({ webhookId, perSecond }: NonNullable<Take["rate"]>, count: number, now: number): void {
    if (count > 0) {
      drewAt.set(webhookId, now);
      paused.delete(webhookId);
      return;
    }
    const interval = 1_000 / perSecond;
    const next = (drewAt.get(webhookId) ?? Number.NEGATIVE_INFINITY) + interval;
    // Later than one interval from now only by a clock that was set back.
    const isAhead = next > now && next <= now + interval;
    paused.set(webhookId, isAhead ? next : now + Math.min(interval, longestPauseMs));
  }

  return {
    allot(facts: Omit<AllotFacts, Known>): Allotment {
      turn += 1;
      const remembered = { served, mine, answered, paused, slowPlaces: maxSending / 2, perHost, probeMs };
      const made = allot({ ...facts, ...remembered });
      const known = new Map<string, number>();
      for (const { queue } of facts.heads) {
        const last = served.get(queue);
        if (last !== undefined) known.set(queue, last);
      }
      for (const { queue } of made.takes) known.set(queue, turn);
      served = known;
      return made;
    },
    /** What became of the takes: how many of each queue, and of the probes among them until when they hold, undefined for those not to be had. */
    claimed(takes: readonly Take[], claimed: readonly ClaimedDelivery[], now: Date) {
      const counts = new Map<string, number>();
      for (const { queue } of claimed) {
        counts.set(queue, (counts.get(queue) ?? 0) + 1);
        mine.set(queue, (mine.get(queue) ?? 0) + 1);
      }
      const rates = new Map<string, { rate: NonNullable<Take["rate"]>; count: number }>();
      for (const { queue, rate } of takes) {
        if (!rate) continue;
        const count = (rates.get(rate.webhookId)?.count ?? 0) + (counts.get(queue) ?? 0);
        rates.set(rate.webhookId, { rate, count });
      }
      for (const { rate, count } of rates.values()) pace(rate, count, now.getTime());
      const probes = takes.flatMap(({ queue, probeUntil }) =>
        probeUntil ? [{ queue, until: counts.has(queue) ? probeUntil : undefined }] : [],
      );
      return { counts, probes };
    },
    /** An exchange is over, its outcome not yet written. */
    answered: (queue: string) => void answered.set(queue, (answered.get(queue) ?? 0) + 1),
    ended(queue: string): void {
      for (const counts of [mine, answered]) {
        const left = (counts.get(queue) ?? 1) - 1;
        if (left > 0) counts.set(queue, left);
        else counts.delete(queue);
      }
    },
  };
}
