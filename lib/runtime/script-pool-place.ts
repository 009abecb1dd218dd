import type { Share } from "./script-pool-queue";
import type { ScriptThread } from "./script-pool-thread";

/** A function that keeps its thread busy for longer than this is slow. */
const slowMs = 5;
/** How many quick runs a thread is given at once, so that it need not wait for the next one. */
const depth = 32;
/** One more thread is started when the others have this many. */
const crowded = 4;

export type Crew = {
  /** Started ones by index. */
  threads: readonly (ScriptThread | undefined)[];
  /** Runs a thread holds at most, waiting ones included. */
  perThread: number;
  /** Slow ones found no idle thread lately: the last one is left to empty for them. */
  slowOnesWait: boolean;
};

export type Place = { index: number; isSlow: boolean };

/**
 * Where a function's next run goes; undefined: nowhere yet. Slow ones compute alone and never in the first thread (when there
 * are several), so quick ones always find one. What has not been measured yet goes where slow ones go, if one is idle.
 */
export function placeFor(share: Share, crew: Crew): Place | undefined {
  const isSlow = !isQuick(share);
  if (isSlow) {
    const index = idleThread(crew);
    if (index !== undefined) return { index, isSlow };
    if (share.paceMs !== null || share.inFlight > 0) return undefined;
  }
  const index = leastBusy(crew);
  return index === undefined ? undefined : { index, isSlow };
}

/** Measured, and quick lately. */
export const isQuick = ({ paceMs }: Share) => paceMs !== null && paceMs < slowMs;

const isFull = (thread: ScriptThread, { perThread }: Crew) => thread.jobs.size >= perThread;

function idleThread(crew: Crew): number | undefined {
  const first = crew.threads.length > 1 ? 1 : 0;
  let unstarted: number | undefined;
  for (let index = first; index < crew.threads.length; index++) {
    const thread = crew.threads[index];
    if (!thread) unstarted ??= index;
    else if (thread.computing === 0 && !isFull(thread, crew)) return index;
  }
  return unstarted;
}

function leastBusy(crew: Crew): number | undefined {
  let best: ScriptThread | undefined;
  let unstarted: number | undefined;
  for (const [index, thread] of crew.threads.entries()) {
    if (crew.slowOnesWait && index === crew.threads.length - 1) break;
    if (!thread) unstarted ??= index;
    else if (thread.slow === 0 && thread.computing < depth && !isFull(thread, crew))
      if (!best || thread.computing < best.computing) best = thread;
  }
  if (unstarted !== undefined && (!best || best.computing >= crowded)) return unstarted;
  return best?.index;
}
