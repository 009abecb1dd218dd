import { performance } from "node:perf_hooks";
import { type Clock, systemClock } from "@/lib/core/clock";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { Stores } from "./stores";

const batch = 200;
const idleMs = 1_000;
/** What is younger is left to the search itself: transactions under way may still commit before it. */
const lagMs = 2_000;
const revisitEveryMs = 5 * 60_000;
const revisitBackMs = 10 * 60_000;
const fullEveryMs = 24 * 3_600_000;
/** While the process has other work, indexing takes a tenth of the time; otherwise half. */
const busyShare = 9;
const idleShare = 1;
const leastPauseMs = 20;

export type IndexerOptions = {
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** How busy the process was while it paused, 0 to 1. */
  load(): () => number;
};
const options: IndexerOptions = {
  pause: (ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end);
      if (signal.aborted) end();
    }),
  load: () => {
    const before = performance.eventLoopUtilization();
    return () => performance.eventLoopUtilization(before).utilization;
  },
};

/** Keeps the index of the deliveries log up to date until stopped, giving way to whatever else the process does. */
export function createSearchIndexer(
  { searchIndex }: Pick<Stores, "searchIndex">,
  log: Log,
  clock: Clock = systemClock,
  { pause, load }: IndexerOptions = options,
): Pick<Worker, "start" | "stop"> {
  const stopping = new AbortController();
  let underWay: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    let revisitAt = clock.now().getTime() + revisitEveryMs;
    let fullAt = clock.now().getTime() + fullEveryMs;
    let from: Date | undefined;
    let share = busyShare;
    while (!stopping.signal.aborted) {
      const since = performance.now();
      let isIdle = true;
      try {
        const now = clock.now().getTime();
        isIdle = (await searchIndex.indexNext(batch, new Date(now - lagMs))) === 0;
        if (!from && now >= revisitAt) {
          const isFull = now >= fullAt;
          from = new Date(isFull ? 0 : now - revisitBackMs);
          revisitAt = now + revisitEveryMs;
          if (isFull) fullAt = now + fullEveryMs;
        }
        if (isIdle && from) {
          isIdle = false;
          if (await searchIndex.revisit(batch * 5, from, new Date(now - lagMs))) from = undefined;
        }
      } catch (error) {
        log("error", "deliveries could not be indexed for the search", { err: error });
        isIdle = true;
      }
      const loadSince = load();
      const took = performance.now() - since;
      await pause(isIdle ? idleMs : Math.max(leastPauseMs, took * share), stopping.signal);
      share = loadSince() > 0.5 ? busyShare : idleShare;
    }
  }
  return {
    start() {
      underWay = run();
    },
    async stop() {
      stopping.abort();
      await underWay;
    },
  };
}
