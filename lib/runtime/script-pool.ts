import { availableParallelism } from "node:os";
import { AppError } from "@/lib/core/errors";
import { defaultLimits } from "@/lib/deluge/options";
import { answerAsked } from "./script-pool-answer";
import { failure, type Job, refuse, type ScriptRequest, type ScriptResult, settle } from "./script-pool-job";
import { isQuick, placeFor } from "./script-pool-place";
import { createQueue } from "./script-pool-queue";
import { type Gone, type ScriptThread, startThread } from "./script-pool-thread";
import { watchThreads } from "./script-pool-watch";
import { decodeValue } from "./script-wire";
import type { Answer, Asked, Ended, FromThread } from "./script-wire-messages";

export type PoolOptions = {
  /** The program of the threads; script-pool-program.ts finds it. */
  program: string | URL;
  /** Threads at most; started when needed. One per core but one, and two at least. */
  size?: number;
  /** Runs that wait for a thread, over all functions (1,000). */
  queueLimit?: number;
  /** Of them, of one function (half). */
  queuePerFunction?: number;
  /** Runs one thread holds at a time; nearly all of them wait for answers (1,000). */
  perThread?: number;
  /** Longest time of a run, whatever limits it comes with (120,000 ms). */
  ceilingMs?: number;
  /** How much longer than its time a run may take before its thread is ended (1,000 ms). */
  graceMs?: number;
  /** Heap of one thread (256 MB). */
  memoryMb?: number;
  /** Compiled functions kept per thread (500). */
  keptPrograms?: number;
  /** Hears of what broke: threads that ended, and answers that failed for an internal reason. */
  onFault?(message: string): void;
};

export type ScriptPool = {
  /**
   * Runs a function in a thread. Rejects with AppError "limit" when the pool is busy, AppError "unexpected" when it is closed
   * or has no threads, and the signal's reason; whatever happens in the script is a result.
   */
  run(request: ScriptRequest): Promise<ScriptResult>;
  stats(): PoolStats;
  /** Takes no more runs, waits `withinMs` (10,000) for those it has, and ends the threads. */
  close(withinMs?: number): Promise<void>;
};

export type PoolStats = { threads: number; queued: number; running: number; waiting: number };

/** Worker threads that run Deluge with hard limits. A run that waits for an answer leaves its thread to others. */
export function createScriptPool(options: PoolOptions): ScriptPool {
  const { ceilingMs = 120_000, graceMs = 1_000, queueLimit = 1_000, onFault = () => undefined } = options;
  const { queuePerFunction = Math.ceil(queueLimit / 2), perThread = 1_000 } = options;
  const { memoryMb = 256, keptPrograms = 500, program } = options;
  const size = options.size ?? Math.max(2, availableParallelism() - 1);
  const queue = createQueue({ total: queueLimit, perFunction: queuePerFunction });
  const threads: (ScriptThread | undefined)[] = Array.from({ length: size }, () => undefined);
  const started = () => threads.filter((thread) => thread !== undefined);
  const watch = watchThreads({ graceMs, threads: started, end: (thread, cause) => void thread.end(cause) });
  let lastId = 0;
  let slowOnesWait = false;
  let slowOneFailed = false;
  let closing: Promise<void> | undefined;
  let onIdle: (() => void) | undefined;

  const isIdle = () => queue.size() === 0 && started().every(({ jobs }) => jobs.size === 0);

  function offer() {
    slowOneFailed = false;
    if (queue.size() > 0) queue.spread(place);
    slowOnesWait = slowOneFailed;
  }

  function pump() {
    const didWait = slowOnesWait;
    offer();
    // Room was kept for a slow one that needs none any more.
    if (didWait && !slowOnesWait) offer();
    if (isIdle()) onIdle?.();
    else watch.begin();
  }

  function place(job: Job): boolean {
    const where = placeFor(job.share, { threads, perThread, slowOnesWait });
    if (!where) {
      slowOneFailed ||= !isQuick(job.share);
      return false;
    }
    const thread = threads[where.index] ?? start(where.index);
    job.thread = thread;
    job.isSlow = where.isSlow;
    job.endsAt = performance.now() + job.budgetMs + graceMs;
    job.wasStopped = false;
    job.share.inFlight += 1;
    thread.jobs.set(job.id, job);
    count(thread, job, 1);
    thread.run(job);
    return true;
  }

  function count(thread: ScriptThread, job: Job, by: 1 | -1) {
    thread.computing += by;
    if (job.isSlow) thread.slow += by;
  }

  function start(index: number): ScriptThread {
    const thread = startThread(index, { program, memoryMb, keptPrograms }, { message: take, gone });
    threads[index] = thread;
    return thread;
  }

  function take(thread: ScriptThread, message: FromThread) {
    if (message.type === "ready") return;
    const job = thread.jobs.get(message.id);
    if (!job) return;
    if (message.type === "asked") ask(thread, job, message.asked);
    else if (message.type === "early") {
      job.endsAt = performance.now() + message.leftMs + graceMs;
      job.wasStopped = false;
    } else {
      if (message.fault !== undefined) onFault(message.fault);
      const { share } = job;
      share.paceMs = Math.max(message.busyMs, (share.paceMs ?? 0) * 0.8);
      leave(thread, job);
      settle(job, resultOf(message.ended));
      pump();
    }
  }

  function leave(thread: ScriptThread, job: Job) {
    thread.jobs.delete(job.id);
    job.share.inFlight -= 1;
    if (!job.isWaiting) count(thread, job, -1);
    job.isWaiting = false;
    job.thread = null;
  }

  function ask(thread: ScriptThread, job: Job, asked: Asked) {
    if (job.isSettled) return thread.post({ type: "stop", id: job.id, isGivenUp: true });
    job.outgoing += 1;
    job.isWaiting = true;
    count(thread, job, -1);
    const transfer: ArrayBuffer[] = [];
    const fault = (error: unknown) => onFault(error instanceof Error ? (error.stack ?? error.message) : String(error));
    job.cancel ??= new AbortController();
    void answerAsked(job.request.port, asked, job.cancel.signal, transfer, fault).then((answer: Answer) => {
      // The thread may be gone, and the run with it.
      if (thread.isGone || thread.jobs.get(job.id) !== job) return;
      job.isWaiting = false;
      count(thread, job, 1);
      thread.post({ type: "answer", id: job.id, answer }, transfer);
    });
    pump();
  }

  function gone(thread: ScriptThread, cause: Gone) {
    const culprit = cause.why === "start" ? undefined : thread.turn()?.id;
    if (threads[thread.index] === thread) threads[thread.index] = undefined;
    if (cause.why !== "closed") onFault(`A script thread ended (${cause.why}): ${cause.message}`);
    for (const job of [...thread.jobs.values()].reverse()) {
      leave(thread, job);
      if (cause.why === "start") refuse(job, new AppError("unexpected", notStarted));
      else if (job.id === culprit) {
        job.share.paceMs = job.budgetMs;
        settle(job, failure("limit", endings[cause.why](job, memoryMb)));
      } else if (job.outgoing > 0 || job.wasRerun) settle(job, failure("stopped", bystander(job)));
      else if (!job.isSettled) {
        job.wasRerun = true;
        queue.addFirst(job);
      }
    }
    if (cause.why === "start")
      for (const job of queue.jobs()) {
        queue.remove(job);
        refuse(job, new AppError("unexpected", notStarted));
      }
    pump();
  }

  function giveUp(job: Job, reason: unknown) {
    queue.remove(job);
    // What computes goes on to its own end: a thread is not thrown away for one who no longer listens.
    if (job.thread && job.isWaiting) job.thread.post({ type: "stop", id: job.id, isGivenUp: true });
    refuse(job, reason);
    pump();
  }

  function run(request: ScriptRequest): Promise<ScriptResult> {
    const { signal, settings } = request;
    return new Promise((resolve, reject) => {
      if (closing) throw new AppError("unexpected", "Hookdesk is stopping and runs no more functions.");
      signal?.throwIfAborted();
      lastId = (lastId % 0x7fffffff) + 1;
      const job: Job = {
        ...{ id: lastId, request, share: queue.shareOf(request.functionId), thread: null, endsAt: 0 },
        ...{ isSlow: false, isWaiting: false, outgoing: 0, wasRerun: false, wasStopped: false, isSettled: false },
        ...{ budgetMs: Math.min(settings?.limits?.timeMs ?? defaultLimits.timeMs, ceilingMs) },
        ...{ cancel: signal ? new AbortController() : null, resolve, reject },
      };
      queue.add(job);
      if (signal) {
        const abort = () => giveUp(job, signal.reason);
        signal.addEventListener("abort", abort, { once: true });
        job.cancel?.signal.addEventListener("abort", () => signal.removeEventListener("abort", abort), { once: true });
      }
      pump();
    });
  }

  async function close(withinMs = 10_000) {
    if (!isIdle())
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    for (const job of [...queue.jobs(), ...started().flatMap(({ jobs }) => [...jobs.values()])]) {
      queue.remove(job);
      refuse(job, new AppError("unexpected", "Hookdesk stopped before the function had ended."));
    }
    watch.rest();
    await Promise.all(started().map((thread) => thread.end({ why: "closed", message: "" })));
  }

  return {
    run,
    stats() {
      const all = started();
      const running = all.reduce((sum, { computing }) => sum + computing, 0);
      const held = all.reduce((sum, { jobs }) => sum + jobs.size, 0);
      return { threads: all.length, queued: queue.size(), running, waiting: held - running };
    },
    close: (withinMs) => (closing ??= close(withinMs)),
  };
}

const resultOf = (ended: Ended): ScriptResult =>
  ended.status === "returned" ? { ...ended, value: decodeValue(ended.value) } : ended;

const notStarted =
  "Functions cannot be run: their threads do not start. An administrator can see why in the server's log.";

const endings = {
  memory: (_job: Job, memoryMb: number) => `The function used more than ${memoryMb} MB of memory and was ended`,
  killed: ({ budgetMs }: Job) => `The function did not end within ${budgetMs} ms and was ended`,
  crash: () => "The function was ended because its thread broke",
  closed: () => "Hookdesk stopped before the function had ended",
};

const bystander = ({ outgoing }: Job) =>
  outgoing > 0
    ? `The function was stopped because another one in the same thread had to be ended. It had already made ${outgoing} outgoing ${outgoing === 1 ? "call" : "calls"}, so it was not run again`
    : "The function was stopped twice because others in the same thread had to be ended";
