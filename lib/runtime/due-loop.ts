import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";

type DueLoop = {
  /** Does what is due while `goOn` says so; its error is logged as `failure` and waited out. */
  work: (goOn: () => boolean) => Promise<unknown>;
  failure: string;
  log: Log;
  everyMs: number;
};

const longestWaitMs = 60_000;
/** What is under way may end when the loop stops; what drags on is left to its lease. */
const graceMs = 8_000;

/** Looks every so often, rather than after each commit, so that busy deliveries are not slowed by it. */
export function createDueLoop({ work, failure, log, everyMs }: DueLoop): Pick<Worker, "start" | "stop"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let isRunning = false;
  let failures = 0;

  async function turn(): Promise<void> {
    try {
      await work(() => isRunning);
      failures = 0;
    } catch (error) {
      failures += 1;
      log("error", failure, { err: error, failures });
    }
    if (isRunning) next(Math.min(everyMs * 2 ** Math.min(failures, 10), Math.max(everyMs, longestWaitMs)));
  }
  function next(ms: number): void {
    timer = setTimeout(() => {
      underWay = turn();
    }, ms);
  }
  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      next(0);
    },
    async stop() {
      isRunning = false;
      clearTimeout(timer);
      let grace: ReturnType<typeof setTimeout> | undefined;
      await Promise.race([underWay, new Promise((resolve) => (grace = setTimeout(resolve, graceMs)))]);
      clearTimeout(grace);
    },
  };
}
