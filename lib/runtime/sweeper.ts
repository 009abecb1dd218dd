import { type Clock, systemClock } from "@/lib/core/clock";
import {
  allRetentionClasses,
  minutesKeptDays,
  readRetention,
  retentionKey,
  type SweptClass,
} from "@/lib/delivery/retention";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { Stores } from "./stores";

const day = 24 * 3_600_000;
const everyMs = 3_600_000;
/** Deliveries take their attempts and words with them; the others are single rows. */
export const sweepLimits: Record<SweptClass, number> = {
  bodies: 50,
  succeeded: 100,
  failed: 100,
  events: 500,
  calls: 500,
  runs: 500,
  notices: 500,
  stats: 500,
  jobs: 500,
  minutes: 500,
};
/** Of the time, a tenth at most is spent on sweeping: the rest is for those who write. */
const share = 9;
const leastPauseMs = 20;

export type SweeperOptions = { pause(ms: number): Promise<void> };
const options: SweeperOptions = { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** Removes what is older than the settings keep, now and every hour until stopped, a few rows at a time. Any number may run. */
export function createSweeper(
  { retention, settings }: Pick<Stores, "retention" | "settings">,
  log: Log,
  clock: Clock = systemClock,
  { pause }: SweeperOptions = options,
): Pick<Worker, "start" | "stop"> {
  let timer: ReturnType<typeof setInterval> | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function sweepClass(kind: SweptClass, days: number): Promise<void> {
    const before = new Date(clock.now().getTime() - days * day);
    const limit = sweepLimits[kind];
    let count = 0;
    while (!isStopped) {
      const since = performance.now();
      const swept = await retention.sweep(kind, before, limit);
      count += swept;
      if (swept < limit) break;
      await pause(Math.max(leastPauseMs, (performance.now() - since) * share));
    }
    if (count > 0) log("info", "what is older than the retention settings was removed", { kind, days, count });
  }

  async function sweep(): Promise<void> {
    try {
      const kept = readRetention(await settings.read(retentionKey));
      for (const kind of allRetentionClasses) {
        const days = kept[kind];
        if (days !== null && !isStopped) await sweepClass(kind, days);
      }
      if (!isStopped) await sweepClass("minutes", minutesKeptDays);
    } catch (error) {
      log("error", "what is older than the retention settings could not be removed", { err: error });
    }
  }
  return {
    start() {
      underWay = sweep();
      timer = setInterval(() => {
        underWay = underWay.then(sweep);
      }, everyMs);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
