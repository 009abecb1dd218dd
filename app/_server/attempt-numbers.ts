import type { Attempt } from "@/lib/delivery/delivery";

/** Upper bounds in seconds, as Prometheus counts them: each bucket holds the ones below it too. */
export const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts this process's attempts since it started, for the worker's row and so for `/metrics`. */
export function countAttempts() {
  const outcomes = { succeeded: 0, failed: 0, interrupted: 0 };
  const buckets = durationBounds.map(() => 0);
  let seconds = 0;
  return {
    count({ outcome, durationMs }: Pick<Attempt, "outcome" | "durationMs">): void {
      outcomes[outcome] += 1;
      const took = durationMs / 1_000;
      seconds += took;
      for (let i = durationBounds.length - 1; i >= 0 && took <= (durationBounds[i] ?? 0); i--)
        buckets[i] = (buckets[i] ?? 0) + 1;
    },
    numbers(): Record<string, number> {
      return {
        attempts_succeeded: outcomes.succeeded,
        attempts_failed: outcomes.failed,
        duration_sum: seconds,
        duration_count: outcomes.succeeded + outcomes.failed,
        resident_bytes: process.memoryUsage.rss(),
        ...Object.fromEntries(durationBounds.map((bound, i) => [`duration_le_${bound}`, buckets[i] ?? 0])),
      };
    },
  };
}
