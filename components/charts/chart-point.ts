/** What happened from `at` (ms since 1970) until the next point; latencies in ms, null where nothing was measured. */
export type ChartPoint = {
  at: number;
  succeeded: number;
  failed: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  /** Where its rows are. */
  href: string;
};
