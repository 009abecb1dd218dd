import { type Clock, systemClock } from "@/lib/core/clock";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import type { Stores } from "./stores";

const day = 24 * 3_600_000;
/** How long calls of web methods are kept, and with them what idempotency keys were used for. */
export const callsKeptMs = 30 * day;
const everyMs = 3_600_000;

/** Removes calls of web methods that are older than thirty days, now and every hour until stopped. */
export function createCallPruner(
  { webMethods }: Pick<Stores, "webMethods">,
  log: Log,
  clock: Clock = systemClock,
): Pick<Worker, "start" | "stop"> {
  let timer: ReturnType<typeof setInterval> | undefined;
  let underWay: Promise<void> = Promise.resolve();

  async function prune(): Promise<void> {
    try {
      const count = await webMethods.pruneCalls(new Date(clock.now().getTime() - callsKeptMs));
      if (count > 0) log("info", "old calls of web methods were removed", { count });
    } catch (error) {
      log("error", "old calls of web methods could not be removed", { err: error });
    }
  }
  return {
    start() {
      underWay = prune();
      timer = setInterval(() => {
        underWay = underWay.then(prune);
      }, everyMs);
    },
    async stop() {
      clearInterval(timer);
      await underWay;
    },
  };
}
