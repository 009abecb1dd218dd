import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Change } from "@/lib/desk/change";
import type { NewDelivery } from "./delivery";
import type { Job, JobEvent, JobInput } from "./job";

export type NewJob = { input: JobInput; total: number; upTo: string | null; perSecond: number | null; at: Date };

/** A job a worker has taken: it goes on after `position` and up to `upTo` as long as nobody took it over. */
export type ClaimedJob = { job: Job; position: string | null; upTo: string | null; lease: string };

/** Proves the lease of a step and extends it. */
export type JobHold = { id: string; lease: string; now: Date; leaseUntil: Date };

/** What became of one item. `passed`: nothing was to be done. */
export type JobItem = { position: string } & (
  | { outcome: "done"; change: Change<NewDelivery> }
  | { outcome: "failed"; reason: string }
  | { outcome: "passed" }
);

/**
 * Bulk operations that outlive the page and the process that began them. Each method is one atomic unit, audit row included;
 * a step writes what it did, how far the job is and its counts together, and nothing of it where the lease was lost.
 */
export interface JobStore {
  create(actor: Actor, job: NewJob): Promise<Job>;
  get(id: string): Promise<Job | undefined>;
  /** Those that run or are paused first, then newest first. */
  list(query: ListQuery): Promise<Page<Job>>;
  /** A person's decision. AppError("conflict") when the job is not in a status for it, "not_found". */
  decide(actor: Actor, id: string, event: JobEvent, at: Date): Promise<Job>;

  /** Leases a running job that nobody works on, or whose lease ran out. No two callers get the same one. */
  claim(claim: { now: Date; leaseMs: number }): Promise<ClaimedJob | undefined>;
  /** Moves the next `limit` deliveries the job may take, oldest first. `taken` is 0 when none is left. */
  move(hold: JobHold, limit: number): Promise<{ taken: number } | "lost">;
  /** Ids of the next `limit` deliveries the job is about, for firing anew. */
  upcoming(claimed: Pick<ClaimedJob, "job" | "position" | "upTo">, limit: number): Promise<string[]>;
  /** Writes what became of one item. `conflict`: its ticket moved on, nothing is written, decide again. */
  record(hold: JobHold, item: JobItem): Promise<"recorded" | "conflict" | "lost">;
  /** Ends the job; `message` says why it failed, and raises a notice. */
  finish(hold: JobHold, outcome: { status: "done" } | { status: "failed"; message: string }): Promise<void>;
  /** Gives the lease back, so that another worker need not wait for its end. */
  letGo(hold: Pick<JobHold, "id" | "lease">): Promise<void>;
}
