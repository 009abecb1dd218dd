import { AppError } from "@/lib/core/errors";
import type { Job } from "./script-pool-job";

/** One function's part of the pool. */
export type Share = {
  id: string;
  queued: Set<Job>;
  /** In threads, waiting ones included. */
  inFlight: number;
  /** Milliseconds of computing: the longest lately, fading with every shorter run. Null before the first has ended. */
  paceMs: number | null;
};

export type QueueLimits = { total: number; perFunction: number };

const keptShares = 5_000;

/** Runs that wait for a thread, first come first served within a function, and functions in turn. */
export function createQueue({ total, perFunction }: QueueLimits) {
  const shares = new Map<string, Share>();
  /** Those with something queued; whose turn is next comes first. */
  const ring = new Set<Share>();
  let size = 0;

  function shareOf(id: string): Share {
    let share = shares.get(id);
    if (!share) {
      if (shares.size >= keptShares)
        for (const [key, { queued, inFlight }] of shares) if (queued.size + inFlight === 0) shares.delete(key);
      share = { id, queued: new Set(), inFlight: 0, paceMs: null };
      shares.set(id, share);
    }
    return share;
  }

  function remove(job: Job): void {
    if (!job.share.queued.delete(job)) return;
    size -= 1;
    if (job.share.queued.size === 0) ring.delete(job.share);
  }

  return {
    shareOf,
    remove,
    size: () => size,
    jobs: () => [...ring].flatMap(({ queued }) => [...queued]),
    /** AppError("limit") when the queue, or this function's part of it, is full. */
    add(job: Job): void {
      if (job.share.queued.size >= perFunction)
        throw new AppError("limit", "This function is busy: too many calls of it wait already. Try again in a moment.");
      if (size >= total)
        throw new AppError("limit", "Functions are busy: too many calls wait already. Try again in a moment.");
      job.share.queued.add(job);
      ring.add(job.share);
      size += 1;
    },
    /** One that was in a thread before goes ahead of the others. */
    addFirst(job: Job): void {
      job.share.queued = new Set([job, ...job.share.queued]);
      ring.add(job.share);
      size += 1;
    },
    /** Offers the oldest run of each function in turn until no function's is placed any more. */
    spread(place: (job: Job) => boolean): void {
      let misses = 0;
      // A share that was offered goes to the end of the ring, where this loop meets it again.
      for (const share of ring) {
        const [job] = share.queued;
        if (!job) continue;
        if (place(job)) {
          remove(job);
          misses = 0;
        } else misses += 1;
        ring.delete(share);
        if (share.queued.size > 0) ring.add(share);
        if (misses >= ring.size) return;
      }
    },
  };
}
