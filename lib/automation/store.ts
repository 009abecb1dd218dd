import type { Actor } from "@/lib/core/actor";
import type { AppError } from "@/lib/core/errors";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Change } from "@/lib/desk/change";
import type { TicketEvent } from "@/lib/desk/events";
import type { NewFunctionCall } from "@/lib/functions/run";
import type { Trigger, TriggerInput } from "./trigger";

export const triggerSortKeys = ["position", "name", "updatedAt", "lastRunAt"] as const;

/** Each method is one atomic unit, audit row included. */
export interface TriggerStore {
  /** `q` searches the name. Default order: ticket type, then position. */
  list(
    query: ListQuery<(typeof triggerSortKeys)[number]> & { ticketTypeId?: number; isEnabled?: boolean },
  ): Promise<Page<Trigger>>;
  get(id: string): Promise<Trigger | undefined>;
  /** The enabled rules of a ticket type in order. */
  enabledOf(ticketTypeId: number): Promise<Trigger[]>;
  /** Placed last. AppError("invalid", …, {"actions.0.webhookId"}) for a webhook that is gone. */
  create(actor: Actor, input: TriggerInput): Promise<Trigger>;
  /** AppError("conflict") when `expectedVersion` is given and no longer current. A changed rule forgets nothing: tickets it ran on stay remembered. */
  update(actor: Actor, id: string, input: TriggerInput, expectedVersion?: number): Promise<Trigger>;
  /** A disabled copy named "… (copy)", placed last. */
  duplicate(actor: Actor, id: string): Promise<Trigger>;
  setEnabled(actor: Actor, id: string, isEnabled: boolean): Promise<Trigger>;
  /** Puts the rules of a type into this order; AppError("conflict") unless `ids` are exactly the rules there are. */
  reorder(actor: Actor, ticketTypeId: number, ids: string[]): Promise<void>;
  remove(actor: Actor, id: string): Promise<void>;
  /** Which of these rules ran on the ticket before (“Ticket first meets condition”). */
  ranOn(ticketId: number, triggerIds: readonly string[]): Promise<Set<string>>;
}

export type ClaimedEvent = TicketEvent & { lease: string; attempts: number };

/** What the rules made of an event. */
export type EventOutcome<Delivery> = {
  eventId: string;
  lease: string;
  at: Date;
  /** Rules that ran; counted, and remembered for the ticket. */
  ran: string[];
  change?: Change<Delivery>;
  /** Callback functions to run, kept until they have run. */
  functionCalls?: NewFunctionCall[];
  /** Why it could not be handled, for the log; the event is done all the same. */
  error?: string;
};

export type FinishResult = "settled" | "conflict" | "lost" | AppError;

export interface EventStore<Delivery = never> {
  /** Leases up to `limit` waiting events, oldest first, at most one per ticket and none whose ticket has an older one open. */
  claim(claim: { now: Date; leaseMs: number; limit: number }): Promise<ClaimedEvent[]>;
  /**
   * Writes changes, what ran, and that the events are done, in one transaction; results in the order given, and what one comes
   * to is nothing to the others. `conflict`: the ticket moved on, nothing written, decide again. `lost`: the lease had expired
   * and someone else has the event. An error: what the change names is gone; nothing written.
   */
  finish(outcomes: readonly EventOutcome<Delivery>[]): Promise<FinishResult[]>;
  /** When the next event is waiting or the next lease runs out; null when none. */
  nextDueAt(): Promise<Date | null>;
  /** Events done before that moment are removed. Returns how many. */
  prune(before: Date): Promise<number>;
}
