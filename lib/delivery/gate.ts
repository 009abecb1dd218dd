import type { NewNotice } from "@/lib/notices/notice";

/**
 * The circuit breaker of a queue that has opened. While it is open nothing of the queue is claimed and no attempt is used
 * up; at `probeAt` one delivery goes out as a probe (half-open). A queue without a gate is closed: all may go.
 */
export type Gate = {
  queue: string;
  webhookId: string;
  host: string;
  state: "open" | "halfOpen";
  openedAt: Date;
  probeAt: Date;
  /** Probes that failed in a row. */
  probes: number;
  /** For administrators. */
  lastError: string;
};

/** `unreachable`: the breaker opened. `exhausted`: a delivery used up its attempts while the breaker stayed closed. */
export type OutageReason = "unreachable" | "exhausted";

/** A time in which a webhook's partner was not to be had, on one host; told of once when it begins and once when it ends. */
export type Outage = {
  id: string;
  queue: string;
  webhookId: string;
  webhookName: string;
  host: string;
  reason: OutageReason;
  startedAt: Date;
  endedAt: Date | null;
  lastError: string;
};

export type NewOutage = Omit<Outage, "id" | "endedAt">;

/** Each method is one atomic unit. Workers share gates: what one opens, all obey. */
export interface GateStore {
  /** Every breaker that is not closed. */
  list(): Promise<Gate[]>;
  /** Opens the breaker, or keeps it open until its next probe; begins an outage and writes its notice unless one is under way. */
  open(gate: Gate, outage: NewOutage, notice: NewNotice): Promise<void>;
  /** Begins an outage without a breaker, unless one is under way. True when it began. */
  begin(outage: NewOutage, notice: NewNotice): Promise<boolean>;
  /** Closes the breaker and ends the outage, if any; the notice is written only when an outage ended. */
  close(queue: string, at: Date, notice: (outage: Outage) => NewNotice): Promise<void>;
  /** Outages under way first, then the newest. */
  outages(query: { webhookId?: string; limit: number }): Promise<Outage[]>;
  /** Queues with an outage under way. */
  openOutages(): Promise<string[]>;
  /** Forgets breakers and outages of a webhook that is gone or disabled. */
  forget(webhookId: string, at: Date): Promise<void>;
}
