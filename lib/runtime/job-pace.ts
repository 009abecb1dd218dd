import type { Clock } from "@/lib/core/clock";
import { bulkStep } from "@/lib/delivery/bulk";

/** Steps a second at most, so that a fast rate is not one transaction per delivery. */
const stepsPerSecond = 10;

/** Spreads work over time: `step` items at once at most, and `waitMs(count)` how long to wait before the next `count`. */
export function createPace(perSecond: number | null, clock: Clock) {
  let nextAt = 0;
  return {
    step: perSecond === null ? bulkStep : Math.min(bulkStep, Math.ceil(perSecond / stepsPerSecond)),
    /** Counts them as begun when the wait is over. What was missed is not caught up on. */
    waitMs(count: number): number {
      if (perSecond === null) return 0;
      const now = clock.now().getTime();
      const at = Math.max(now, nextAt);
      nextAt = at + (count / perSecond) * 1_000;
      return at - now;
    },
  };
}
