import type { FormValues } from "./custom-forms";
import type { NewEvent } from "./events";
import type { NewHistoryEntry } from "./history";
import type { NewMessage } from "./message";
import type { NewTicketInput, Ticket, TicketDates, TicketFields } from "./ticket";

/**
 * What an engine decided about one ticket: written whole or not at all.
 * `expectedVersion` guards fields, forms and messages; a change that only adds history or deliveries needs none.
 */
export type Change<Delivery = never> = {
  ticketId: number;
  at: Date;
  expectedVersion?: number;
  fields?: Partial<TicketFields & TicketDates> & { lastModifiedById?: number | null; totalUserWaitingSeconds?: number };
  /** Replaces the rows of each form named here; other forms stay. */
  forms?: FormValues;
  messages?: NewMessage[];
  history: NewHistoryEntry[];
  deliveries?: Delivery[];
  /** What rules will be asked about; stored with the change, handled by a worker. */
  events?: NewEvent[];
};

export type NewTicket = {
  input: NewTicketInput & { statusId: number };
  forms: FormValues;
  dates: TicketDates;
  creationSystem: string;
  accessCode: string;
  lastModifiedById: number | null;
  history: NewHistoryEntry[];
  messages?: NewMessage[];
  events?: NewEvent[];
};

/** Each method is one atomic unit, audit and history included. */
export interface ChangeStore<Delivery = never> {
  /** Creates a ticket with the next display id of its type (IN164). AppError("invalid") for an unknown reference. */
  create(ticket: NewTicket): Promise<Ticket>;
  /** Writes the whole change. Returns the new version; AppError("conflict") when `expectedVersion` is no longer current, "not_found" for an unknown ticket. */
  commit(change: Change<Delivery>): Promise<{ version: number }>;
}
