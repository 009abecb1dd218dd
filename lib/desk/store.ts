import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { CustomForm, CustomFormInput } from "./custom-forms";
import type {
  DeskLists,
  ListItem,
  ListItemInput,
  Status,
  StatusInput,
  TicketType,
  TicketTypeInput,
} from "./desk-lists";
import type { HistoryEntry } from "./history";
import type { Message } from "./message";
import type { Person, PersonInput } from "./person";
import type { TicketGraph, TicketSummary } from "./ticket";

export const ticketSortKeys = ["displayId", "title", "status", "priority", "createdAt", "updatedAt"] as const;
export type TicketQuery = ListQuery<(typeof ticketSortKeys)[number]> & {
  typeId?: number;
  statusId?: number;
  /** 0 finds tickets without an owner. */
  ownerId?: number;
  priorityId?: number;
};

export interface TicketStore {
  /** `q` searches display id, title, description, requester. Default order: newest change first. */
  list(query: TicketQuery): Promise<Page<TicketSummary>>;
  /** By integer id or display id (any case); undefined when there is none. */
  graph(idOrDisplayId: number | string): Promise<TicketGraph | undefined>;
  /** Newest first. */
  history(ticketId: number, query: ListQuery): Promise<Page<HistoryEntry>>;
  /** What happened to the ticket after a delivery was fired, oldest first: who edits a field then is not overwritten unasked. */
  historySinceFiring(ticketId: number, deliveryId: string): Promise<HistoryEntry[]>;
  historyEntry(ticketId: number, entryId: number): Promise<HistoryEntry | undefined>;
  /**
   * Up to `limit` tickets of a type with everything their ids point at: newest first, below id `before`; or, given `after`,
   * oldest first, above it.
   */
  graphs(query: { typeId: number; before?: number; after?: number; limit: number }): Promise<TicketGraph[]>;
  /** Oldest first. */
  messages(ticketId: number): Promise<Message[]>;
  /** How many tickets the desk holds. */
  count(): Promise<number>;
}

export const personSortKeys = ["name", "createdAt"] as const;

/** Saves throw AppError("conflict", …, {emails}) for an address someone else has. */
export interface PersonStore {
  list(query: ListQuery<(typeof personSortKeys)[number]> & { isAgent?: boolean }): Promise<Page<Person>>;
  get(id: number): Promise<Person | undefined>;
  findByEmail(email: string): Promise<Person | undefined>;
  create(actor: Actor, input: PersonInput): Promise<Person>;
  update(actor: Actor, id: number, input: PersonInput): Promise<Person>;
  /** AppError("conflict") while tickets or an account point at the person. */
  remove(actor: Actor, id: number): Promise<void>;
}

/** Saves throw AppError("conflict", …, {name}) for a name another form has or a built-in path uses. */
export interface CustomFormStore {
  list(): Promise<CustomForm[]>;
  get(id: number): Promise<CustomForm | undefined>;
  create(actor: Actor, input: CustomFormInput): Promise<CustomForm>;
  update(actor: Actor, id: number, input: CustomFormInput): Promise<CustomForm>;
  /** Removes the form and its values. AppError("conflict") while webhooks, rules or web methods use it, naming them. */
  remove(actor: Actor, id: number): Promise<void>;
}

/** Ticket types, statuses and the simple lists. Removing one in use is AppError("conflict"). */
export interface DeskListStore {
  load(): Promise<DeskLists>;
  saveType(actor: Actor, input: TicketTypeInput, id?: number): Promise<TicketType>;
  saveStatus(actor: Actor, input: StatusInput, id?: number): Promise<Status>;
  saveItem(actor: Actor, input: ListItemInput, id?: number): Promise<ListItem>;
  removeItem(actor: Actor, id: number): Promise<void>;
}
