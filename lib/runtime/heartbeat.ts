import { hostname } from "node:os";
import { type Clock, systemClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import { beatEveryMs, forgottenMs, type WorkerStore } from "@/lib/delivery/beat";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";

/** When a loop last went round; a loop calls `turned` each time. */
export function createPulse(clock: Clock = systemClock) {
  let at = clock.now();
  return {
    turned: () => {
      at = clock.now();
    },
    at: () => at,
  };
}
export type Pulse = ReturnType<typeof createPulse>;

/** Change notices, and one every two seconds besides, so that a loop that waits for them never rests for longer. */
export const withTicks =
  (onChange: (listener: () => void) => () => void) =>
  (listener: () => void): (() => void) => {
    const stop = onChange(listener);
    const timer = setInterval(listener, beatEveryMs);
    return () => {
      clearInterval(timer);
      stop();
    };
  };

/** Tells, every two seconds until stopped, when the slowest of this process's loops last went round. */
export function createHeartbeat(
  workers: WorkerStore,
  pulses: readonly Pulse[],
  gauges: () => Record<string, number>,
  log: Log,
  clock: Clock = systemClock,
): Pick<Worker, "start" | "stop"> {
  const id = newId("wrk");
  const machine = hostname();
  const startedAt = clock.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  let underWay: Promise<void> | undefined;

  async function beat(): Promise<void> {
    const now = clock.now().getTime();
    const beatAt = new Date(Math.min(now, ...pulses.map((pulse) => pulse.at().getTime())));
    const row = { id, machine, pid: process.pid, startedAt, beatAt, gauges: gauges() };
    try {
      await workers.beat(row, new Date(now - forgottenMs));
    } catch (error) {
      log("error", "the worker could not tell that it is there", { err: error });
    }
  }

  /** Rows of processes of this machine that were killed. */
  async function forgetDead(): Promise<void> {
    try {
      const mine = (await workers.list()).filter((row) => row.machine === machine && !isAlive(row.pid));
      if (mine.length > 0) await workers.leave(mine.map((row) => row.id));
    } catch (error) {
      log("error", "workers that are gone could not be forgotten", { err: error });
    }
  }

  /** One at a time: while the database is away they would pile up. */
  function beatUnlessUnderWay() {
    underWay ??= beat().finally(() => {
      underWay = undefined;
    });
  }

  return {
    start() {
      void forgetDead();
      beatUnlessUnderWay();
      timer = setInterval(beatUnlessUnderWay, beatEveryMs);
    },
    async stop() {
      clearInterval(timer);
      await underWay;
      await workers.leave([id]);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
