import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Change, NewTicket } from "@/lib/desk/change";
import type { CallOutcome, WebMethod, WebMethodCall, WebMethodInput } from "./web-method";

export const webMethodSortKeys = ["name", "updatedAt", "lastCallAt"] as const;
export type CallQuery = ListQuery<"at"> & { webMethodId?: string; outcome?: CallOutcome; ticketId?: number };

/** A key in clear, once: only its SHA-256 is kept. */
export type NewKey = { webMethod: WebMethod; accessKey: string };

/** What a call does to the desk; exactly one of `create` and `change`, or neither for a change that changes nothing. */
export type CallEffect = { create?: NewTicket; change?: Change };

/** Each method is one atomic unit, audit row included. */
export interface WebMethodStore {
  /** `q` searches name and description. */
  list(
    query: ListQuery<(typeof webMethodSortKeys)[number]> & { ticketTypeId?: number; isEnabled?: boolean },
  ): Promise<Page<WebMethod>>;
  get(id: string): Promise<WebMethod | undefined>;
  /** For the door: by name in any case, with the hash of its key. */
  find(name: string): Promise<{ webMethod: WebMethod; keyHash: string } | undefined>;
  /** AppError("conflict", …, {name}) for a name in use, in whatever case. `accessKey` is made by the caller. */
  create(actor: Actor, input: WebMethodInput, accessKey: string): Promise<WebMethod>;
  /** AppError("conflict") when `expectedVersion` is given and no longer current. */
  update(actor: Actor, id: string, input: WebMethodInput, expectedVersion?: number): Promise<WebMethod>;
  setEnabled(actor: Actor, id: string, isEnabled: boolean): Promise<WebMethod>;
  /** The old key stops working at once. */
  rotateKey(actor: Actor, id: string, accessKey: string): Promise<WebMethod>;
  remove(actor: Actor, id: string): Promise<void>;

  /** Ids of tickets of a type whose matched value equals `value` (text without case and outer blanks); at most two. */
  findTickets(match: { typeId: number; by: WebMethod["match"]["by"]; field: string; value: string }): Promise<number[]>;
  /** The recorded call with this idempotency key, of this web method. */
  repeated(webMethodId: string, idempotencyKey: string): Promise<WebMethodCall | undefined>;
  /**
   * Writes the effect and the call together. `finish` is told the ticket (undefined when nothing was created) and completes the
   * call with the rendered answer; it must not wait for anything. AppError("conflict") when the ticket moved on: decide again.
   * `duplicate` when another call with the same idempotency key came first: nothing is written.
   */
  perform(
    effect: CallEffect,
    finish: (created: { id: number; displayId: string } | undefined) => WebMethodCall,
  ): Promise<{ call: WebMethodCall } | { duplicate: WebMethodCall }>;
  /** Logs a call that had no effect; it counts as the last call all the same. */
  logCall(call: WebMethodCall): Promise<void>;
  calls(query: CallQuery): Promise<Page<WebMethodCall>>;
  call(id: string): Promise<WebMethodCall | undefined>;
}
