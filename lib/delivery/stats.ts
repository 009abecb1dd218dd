import type { Attempt } from "./delivery";
import { addLatency, noLatency } from "./latency";
import type { Queue } from "./queue";

/** Attempts that ended, and how long partners took to answer: counts by bucket of `latencyBounds`. */
export type Sums = { succeeded: number; failed: number; latency: number[] };

/** The attempts of one webhook on one host in one minute (whole minutes since 1970). */
export type StatRow = Sums & { minute: number; webhookId: string; host: string };

/** What happened from `at` on, for as long as the series' step. */
export type StatPoint = Sums & { at: Date };

/** From `from` on and before `to`; a point for every `stepMinutes`. Whole multiples of the step (and of an hour or a day) cost least. */
export type SeriesQuery = { from: Date; to: Date; stepMinutes: number; webhookId?: string; host?: string };

export type TopQuery = { from: Date; to: Date; by: "webhook" | "host"; limit: number };

/** `key`: id of the webhook, or the host. */
export type Failing = { key: string; succeeded: number; failed: number };

export interface DeliveryStatsStore {
  /** Adds to what is counted already; all of it or nothing. */
  add(rows: readonly StatRow[]): Promise<void>;
  /** Every point of the range, oldest first, those without attempts too. */
  series(query: SeriesQuery): Promise<StatPoint[]>;
  /** Those with failures, most failures first. */
  top(query: TopQuery): Promise<Failing[]>;
  /** Sums of whole hours by webhook id, of those that had attempts. */
  totals(query: { webhookIds: readonly string[]; from: Date; to: Date }): Promise<Map<string, Sums>>;
  /** What the newest failure of each of these webhooks was, one per host, among the newest 200 deliveries of each. */
  lastFailures(webhookIds: readonly string[]): Promise<LastFailure[]>;
}

/** `error` is for administrators. */
export type LastFailure = Queue & { webhookName: string; status: number | null; error: string | null };

export const noSums = (): Sums => ({ succeeded: 0, failed: 0, latency: noLatency() });

export function addSums(sums: Sums, more: Sums): void {
  sums.succeeded += more.succeeded;
  sums.failed += more.failed;
  addLatency(sums.latency, more.latency);
}

/** All together. */
export function sumOf(points: readonly Sums[]): Sums {
  const sums = noSums();
  for (const point of points) addSums(sums, point);
  return sums;
}

/** Whether an attempt says how long the partner takes: it answered, or was waited for in vain. */
export const tellsLatency = ({ response, error }: Pick<Attempt, "response" | "error">): boolean =>
  response !== null || error?.kind === "timeout";
