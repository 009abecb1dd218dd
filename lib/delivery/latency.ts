const longestMs = 60_000;

/** Upper bounds of the buckets latencies are counted in, in ms: ten to a decade (each a quarter more), up to a minute. One more bucket holds the rest. */
export const latencyBounds: readonly number[] = [
  ...new Set(Array.from({ length: 48 }, (_, step) => Math.round(10 ** (step / 10)))),
  longestMs,
];

/** Counts by bucket, all 0. */
export const noLatency = (): number[] => new Array<number>(latencyBounds.length + 1).fill(0);

/** The bucket whose bound is the first that is not below `ms`. */
export function bucketOf(ms: number): number {
  let [low, high] = [0, latencyBounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((latencyBounds[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function countLatency(latency: number[], ms: number): void {
  const bucket = bucketOf(ms);
  latency[bucket] = (latency[bucket] ?? 0) + 1;
}

/** Adds the counts of `more` to `latency`. */
export function addLatency(latency: number[], more: readonly number[]): void {
  for (const [bucket, count] of more.entries()) latency[bucket] = (latency[bucket] ?? 0) + count;
}

/**
 * The time that `part` (0.95: 95 %) of what was counted did not exceed, in ms, interpolated within its bucket; at most a
 * minute. Undefined while nothing is counted.
 */
export function percentile(latency: readonly number[], part: number): number | undefined {
  const total = latency.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const wanted = Math.max(part * total, Number.MIN_VALUE);
  let before = 0;
  for (const [bucket, count] of latency.entries()) {
    if (count > 0 && before + count >= wanted) {
      const lower = latencyBounds[bucket - 1] ?? 0;
      const upper = latencyBounds[bucket] ?? lower;
      return lower + ((upper - lower) * (wanted - before)) / count;
    }
    before += count;
  }
  return longestMs;
}
