import { type Clock, systemClock } from "@/lib/core/clock";
import { countLatency } from "@/lib/delivery/latency";
import { queueParts } from "@/lib/delivery/queue";
import { addSums, noSums, type StatRow, tellsLatency } from "@/lib/delivery/stats";
import type { Worker } from "@/lib/delivery/worker";
import type { Log, WorkerPorts } from "@/lib/delivery/worker-ports";
import type { Stores } from "./stores";

const everyMs = 5_000;
const minuteMs = 60_000;
/** Rows written in one transaction, so that a flush holds up no other writer for long. */
const together = 100;
/** Rows kept while the database is away: hours of a busy desk, a few MB. */
const mostRows = 10_000;

export type StatsRecorder = Pick<Worker, "start" | "stop"> & Required<Pick<WorkerPorts, "measured">>;

/**
 * Counts attempts in memory and adds them to the numbers every five seconds and when stopped; stop it after the workers
 * that feed it. What can't be written is kept for the next time. A process that dies takes up to five seconds along.
 */
export function createStatsRecorder(
  { deliveryStats }: Pick<Stores, "deliveryStats">,
  log: Log,
  clock: Clock = systemClock,
): StatsRecorder {
  let counted = new Map<string, StatRow>();
  let leftOut = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let underWay: Promise<void> = Promise.resolve();

  function rowOf(key: string, minute: number, queue: string): StatRow | undefined {
    const known = counted.get(key);
    if (known || counted.size >= mostRows) return known;
    const row = { minute, ...queueParts(queue), ...noSums() };
    counted.set(key, row);
    return row;
  }

  async function flush(): Promise<void> {
    if (leftOut > 0) log("warn", "attempts were left out of the numbers", { count: leftOut });
    leftOut = 0;
    const rows = [...counted];
    counted = new Map();
    for (let start = 0; start < rows.length; start += together) {
      try {
        await deliveryStats.add(rows.slice(start, start + together).map(([, row]) => row));
      } catch (error) {
        log("error", "the numbers of attempts could not be written", { err: error });
        return keep(rows.slice(start));
      }
    }
  }

  function keep(rows: readonly [string, StatRow][]): void {
    for (const [key, row] of rows) {
      const newer = counted.get(key);
      if (newer) addSums(newer, row);
      else if (counted.size < mostRows) counted.set(key, row);
      else leftOut += row.succeeded + row.failed;
    }
  }

  const flushNext = () => {
    underWay = underWay.then(flush);
    return underWay;
  };

  return {
    measured(attempt, { queue }) {
      const minute = Math.floor(clock.now().getTime() / minuteMs);
      const row = rowOf(`${minute} ${queue}`, minute, queue);
      if (!row) {
        leftOut += 1;
        return;
      }
      if (attempt.outcome === "succeeded") row.succeeded += 1;
      else row.failed += 1;
      if (tellsLatency(attempt)) countLatency(row.latency, attempt.durationMs);
    },
    start() {
      timer = setInterval(() => void flushNext(), everyMs);
    },
    async stop() {
      clearInterval(timer);
      await flushNext();
    },
  };
}
