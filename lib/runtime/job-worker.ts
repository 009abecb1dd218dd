import { type Clock, systemClock } from "@/lib/core/clock";
import type { ClaimedJob, JobHold } from "@/lib/delivery/job-store";
import { after, backoffMs, createBell } from "@/lib/delivery/waiting";
import type { Worker } from "@/lib/delivery/worker";
import type { Log } from "@/lib/delivery/worker-ports";
import { createPace } from "./job-pace";
import { type StepContext, stepOf } from "./job-steps";
import type { Stores } from "./stores";

export type JobWorkerOptions = {
  /** Jobs carried out at the same time: a slow rate of one does not stop another. */
  concurrency: number;
  /** How long a job waits for another worker when the process dies. */
  leaseMs: number;
  pollMs: number;
  /** Errors in a row after which a job is given up; a person may resume it. */
  mostFailures: number;
  clock: Clock;
};

const defaults: JobWorkerOptions = {
  concurrency: 8,
  leaseMs: 30_000,
  pollMs: 500,
  mostFailures: 8,
  clock: systemClock,
};

/**
 * Carries out bulk jobs until stopped, a few items per transaction. Items, counts and place are written together, so however
 * many workers run on a database, and whichever of them dies, nothing is taken twice and no count is lost.
 */
export function createJobWorker(stores: Stores, log: Log, given: Partial<JobWorkerOptions> = {}): Worker {
  const options = { ...defaults, ...given };
  const { clock } = options;
  const { jobs } = stores;
  const bell = createBell();
  const underWay = new Set<Promise<void>>();
  /** Ends the waits of all jobs under way. */
  const wakes = new Set<() => void>();
  let running = false;
  let stopping = false;
  let finished: Promise<void> = Promise.resolve();

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      if (ms <= 0 || stopping) return resolve();
      const wake = () => {
        cancel();
        wakes.delete(wake);
        resolve();
      };
      const cancel = after(ms, wake);
      wakes.add(wake);
    });

  /** Never rejects: a job that can't go on now comes back when its lease runs out. */
  async function carryOut(claimed: ClaimedJob): Promise<void> {
    const { lease, job } = claimed;
    const fields = { jobId: job.id, kind: job.input.kind };
    const hold = (): JobHold => {
      const now = clock.now();
      return { id: job.id, lease, now, leaseUntil: new Date(now.getTime() + options.leaseMs) };
    };
    const pace = createPace(job.perSecond, clock);
    const context: StepContext = {
      ...{ stores, hold, stepSize: pace.step },
      async mayGoOn(count) {
        await rest(pace.waitMs(count));
        return !stopping;
      },
    };
    const step = stepOf(context, claimed);
    for (let failures = 0; !stopping; ) {
      try {
        const result = await step();
        failures = 0;
        if (result === "lost") return;
        if (result === "end") return await jobs.finish(hold(), { status: "done" });
      } catch (error) {
        failures += 1;
        log("error", "a step of a bulk job failed and will be tried again", { err: error, failures, ...fields });
        if (failures >= options.mostFailures && (await giveUp(hold(), failures))) return;
        await rest(backoffMs(failures));
      }
    }
    await jobs.letGo({ id: job.id, lease }).catch((error) => {
      log("warn", "a bulk job goes on when its lease runs out", { err: error, ...fields });
    });
  }

  /** False when not even that can be written: then the database is away, and the job waits for it. */
  async function giveUp(hold: JobHold, failures: number): Promise<boolean> {
    const message = `The database refused the next step ${failures} times in a row; the worker's log says why.`;
    return jobs.finish(hold, { status: "failed", message }).then(
      () => true,
      () => false,
    );
  }

  async function begin(): Promise<boolean> {
    const claimed = await jobs.claim({ now: clock.now(), leaseMs: options.leaseMs });
    if (!claimed) return false;
    const work: Promise<void> = carryOut(claimed).finally(() => {
      underWay.delete(work);
      bell.ring();
    });
    underWay.add(work);
    return true;
  }

  async function run(): Promise<void> {
    for (let failures = 0; running; ) {
      try {
        while (running && underWay.size < options.concurrency && (await begin()));
        failures = 0;
      } catch (error) {
        failures += 1;
        log("error", "bulk jobs could not be looked for", { err: error, failures });
      }
      await bell.wait(failures > 0 ? backoffMs(failures) : options.pollMs);
    }
    await Promise.all(underWay);
  }

  return {
    start() {
      if (running) return;
      running = true;
      stopping = false;
      finished = run();
    },
    async stop() {
      running = false;
      stopping = true;
      for (const wake of [...wakes]) wake();
      bell.ring();
      await finished;
    },
    async drainOnce() {
      for (let count = 0; ; count++) {
        if (!(await begin())) return count;
        await Promise.all(underWay);
      }
    },
  };
}
