import type { Job } from "./script-pool-job";
import type { Gone, ScriptThread } from "./script-pool-thread";

type Watched = {
  graceMs: number;
  threads(): readonly ScriptThread[];
  end(thread: ScriptThread, cause: Gone): void;
};

/**
 * Looks after what no longer looks after itself, while there is anything to look after. A run whose time is over while it
 * waits is told to end; a thread that is busy with one turn for longer than that run's whole time and the grace is ended.
 */
export function watchThreads({ graceMs, threads, end }: Watched) {
  let timer: NodeJS.Timeout | undefined;

  function look() {
    const now = performance.now();
    if (threads().every(({ jobs }) => jobs.size === 0)) return rest();
    for (const thread of threads()) {
      const turn = thread.turn();
      const busy = turn && thread.jobs.get(turn.id);
      if (busy && turn.forMs > busy.budgetMs + graceMs)
        end(thread, { why: "killed", message: `a run of function ${busy.request.functionId} did not end` });
      else for (const job of thread.jobs.values()) if (now > job.endsAt && !job.wasStopped) stop(thread, job);
    }
  }

  function stop(thread: ScriptThread, job: Job) {
    job.wasStopped = true;
    thread.post({ type: "stop", id: job.id, isGivenUp: false });
  }

  function rest() {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    rest,
    begin() {
      timer ??= setInterval(look, Math.min(100, graceMs)).unref();
    },
  };
}
