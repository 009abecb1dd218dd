import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Change } from "@/lib/desk/change";
import type { BulkDeliveries, DeliveryFilter } from "./bulk";
import type { Connection, ConnectionInput, OpenConnection } from "./connection";
import type { Attempt, AttemptKind, Delivery, DeliveryStatus, NewDelivery, StoredRequest } from "./delivery";
import type { Webhook, WebhookConfig, WebhookInput } from "./webhook";

export const webhookSortKeys = ["name", "updatedAt"] as const;

/** Each method is one atomic unit, audit row included; no transaction crosses this boundary. */
export interface WebhookStore {
  list(
    query: ListQuery<(typeof webhookSortKeys)[number]> & { ticketTypeId?: number; isEnabled?: boolean },
  ): Promise<Page<Webhook>>;
  get(id: string): Promise<Webhook | undefined>;
  /** The configuration a delivery was made from; versions never change. */
  configAt(id: string, version: number): Promise<WebhookConfig | undefined>;
  /** The limits of today, of webhooks that have any, by id. */
  limits(): Promise<Map<string, WebhookLimits>>;
  /** Every version ever saved, newest first. */
  versions(id: string, query: ListQuery): Promise<Page<WebhookVersion>>;
  /** AppError("invalid", …, {"auth.password"}) when a password is needed and none is given or stored. */
  create(actor: Actor, input: WebhookInput): Promise<Webhook>;
  /** Writes the next version. AppError("conflict") when `expectedVersion` is given and no longer current. */
  update(actor: Actor, id: string, input: WebhookInput, expectedVersion?: number): Promise<Webhook>;
  /** A disabled copy named "… (copy)", stored credentials included. */
  duplicate(actor: Actor, id: string): Promise<Webhook>;
  /** Disabling, here or by `update`, holds the deliveries that wait; enabling leaves them held for a person to decide. */
  setEnabled(actor: Actor, id: string, isEnabled: boolean): Promise<Webhook>;
  setRoles(actor: Actor, id: string, roleIds: string[]): Promise<Webhook>;
  /** Deliveries stay in the log; those still waiting are cancelled. */
  remove(actor: Actor, id: string): Promise<void>;
}

export type WebhookVersion = { version: number; savedAt: Date; savedBy: string };

/** Each method is one atomic unit, audit row included. Lists and reads never hold a secret. */
export interface ConnectionStore {
  /** The credentials in clear, and where they may be sent (hosts; empty: anywhere), for sending only. Undefined when gone. */
  open(id: string): Promise<OpenConnection | undefined>;
  /** The named ones, by name; private connections of webhooks are not listed. */
  list(query: ListQuery<"name" | "updatedAt">): Promise<Page<Connection>>;
  get(id: string): Promise<Connection | undefined>;
  /** AppError("conflict", …, {name}) for a name in use; "invalid" for a missing secret. */
  create(actor: Actor, input: ConnectionInput): Promise<Connection>;
  /** Blank secrets keep the stored ones. */
  update(actor: Actor, id: string, input: ConnectionInput): Promise<Connection>;
  /** AppError("conflict") naming what uses it. */
  remove(actor: Actor, id: string): Promise<void>;
}

export const deliverySortKeys = ["createdAt"] as const;
/** `countTo`: the total is counted no further, and `isCapped` says that there are more; a search stops at 10,000 anyway. */
export type DeliveryQuery = ListQuery<(typeof deliverySortKeys)[number]> & DeliveryFilter & { countTo?: number };

/** What a worker needs to make one attempt. */
export type ClaimedDelivery = {
  id: string;
  webhookId: string;
  webhookName: string;
  webhookVersion: number;
  ticketId: number;
  ticketVersion: number;
  request: StoredRequest;
  cause: Delivery["cause"];
  attemptNumber: number;
  /** How many of the attempts so far cost none of the schedule's. */
  freeAttempts: number;
  queue: string;
  /** This attempt is the probe of a breaker that is open. */
  isProbe: boolean;
  kind: AttemptKind;
  /** Proves the lease when settling. */
  lease: string;
};

/** The outcome of one attempt: recorded together with what it means for the delivery and, maybe, for the ticket. */
export type Settlement = {
  deliveryId: string;
  lease: string;
  attempt: Attempt;
  status: Extract<DeliveryStatus, "succeeded" | "failed" | "pending">;
  nextAttemptAt: Date | null;
  /** The attempt costs none of the schedule's. */
  isFree?: boolean;
  change?: Change<NewDelivery>;
};

/**
 * `settled`: all written. `conflict`: the ticket moved on, nothing written, decide again. `lost`: the lease had expired
 * or the delivery was taken over; the attempt is recorded, the rest is not.
 */
export type SettleResult = "settled" | "conflict" | "lost";

/** Where a queue stands: when its next delivery is due, and how many of it are being sent by all workers together. */
export type QueueHead = { queue: string; dueAt: Date; sending: number };

/**
 * How many to claim of a queue. `rate` takes them out of the webhook's token bucket, which all workers share, and may give
 * fewer, and `within` keeps what all workers send of the webhook below its limit. `probeUntil` claims at most one, and none when another worker has taken the probe of this breaker.
 */
export type Take = {
  queue: string;
  limit: number;
  rate?: { webhookId: string; perSecond: number; burst: number };
  within?: { webhookId: string; concurrency: number };
  probeUntil?: Date;
};

/** What a webhook may ask of its partner; null: no limit of its own. */
export type WebhookLimits = { concurrency: number | null; perSecond: number | null };

export interface DeliveryStore extends BulkDeliveries {
  /** `q` searches words of what was sent, what came back, webhook, ticket and id. Default order: newest first. */
  list(query: DeliveryQuery): Promise<Page<Delivery>>;
  get(id: string): Promise<{ delivery: Delivery; attempts: Attempt[] } | undefined>;
  /** The newest a filter finds, newest first. */
  ids(filter: DeliveryFilter, limit: number): Promise<string[]>;
  /** In the order of the ids; those that are gone are left out. */
  many(ids: readonly string[]): Promise<Delivery[]>;
  /** The first unfinished delivery of its lane that comes before it; undefined when none does. */
  ahead(id: string): Promise<Delivery | undefined>;
  /** With `most`, none is counted further than that: all of them are read otherwise, 50 ms for a million. */
  counts(most?: number): Promise<Record<DeliveryStatus, number>>;
  /** Id of the newest attempt recorded; null when there is none. */
  newestAttempt(): Promise<string | null>;
  /** The newest delivery of each webhook on a ticket. */
  latestOf(ticketId: number): Promise<Delivery[]>;

  /** Every queue in which something is pending and not behind another one of its lane. */
  heads(): Promise<QueueHead[]>;
  /** Leases the oldest due of each queue and counts their attempt. No two callers get the same one. */
  claim(claim: { now: Date; leaseMs: number; takes: readonly Take[] }): Promise<ClaimedDelivery[]>;
  /** Extends leases still held. */
  renew(leases: { id: string; lease: string }[], until: Date): Promise<void>;
  /** One group commit; results in the order given. */
  settle(settlements: Settlement[]): Promise<SettleResult[]>;
  /** Puts deliveries whose lease ran out back to pending and records the interrupted attempt. Returns how many. */
  recover(now: Date): Promise<number>;
  /** When the next lease runs out; null when nothing is being sent. */
  nextLeaseEnd(): Promise<Date | null>;

  /** AppError("conflict") unless it is pending or held. */
  cancel(actor: Actor, id: string, at: Date): Promise<Delivery>;
  /** One more attempt with the same bytes, now. AppError("conflict") while one is under way. */
  redeliver(actor: Actor, id: string, at: Date): Promise<Delivery>;
}
