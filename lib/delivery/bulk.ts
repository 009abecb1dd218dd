import type { Actor } from "@/lib/core/actor";
import type { Delivery, DeliveryEvent, DeliveryStatus } from "./delivery";

/** Which deliveries, as the filters of the log say it; without any, all. */
export type DeliveryFilter = { status?: DeliveryStatus; webhookId?: string; ticketId?: number; q?: string };

export const bulkOperations = ["redeliver", "cancel", "release"] as const satisfies DeliveryEvent["type"][];
export type BulkOperation = (typeof bulkOperations)[number];

export const releaseChoices = ["all", "latest", "drop"] as const;
/** What becomes of held deliveries: all are sent; only the latest of each ticket, older ones superseded; none, cancelled. */
export type ReleaseChoice = (typeof releaseChoices)[number];

/** Deliveries one round from the screens takes, one call of the API, and one transaction. */
export const mostInBulk = 5_000;
export const mostPerCall = 1_000;
export const bulkStep = 50;

/** The held deliveries of a webhook, on all tickets or on one. */
export type HeldScope = { webhookId: string; ticketId?: number };
export type Released = { released: number; superseded: number; cancelled: number };

/** Where a round stands: ids after `after` and up to `upTo`, oldest first, so that none is taken twice or came later. */
export type BulkStep = { after?: string; upTo?: string; at: Date; limit: number };
/** `last`: the id to go on after; null when nothing was left to take. */
export type BulkMoved = { moved: number; last: string | null };

/** Acts on many deliveries. Each method is one atomic unit: status, history of the tickets and an audit row. */
export interface BulkDeliveries {
  /** Due at once. AppError("conflict") unless it is held. */
  release(actor: Actor, id: string, at: Date): Promise<Delivery>;
  /** How many are held, and how many of them "latest" would send: those without a later one held, waiting, sent or succeeded. */
  countHeld(scope: HeldScope): Promise<{ held: number; latest: number }>;
  /** When and by whom the webhook was last disabled while deliveries of it were waiting. */
  lastHold(webhookId: string): Promise<{ at: Date; actorName: string } | undefined>;
  /** Decides about the oldest `limit` held ones, due from `at` on in the order they were created; all counts 0 when none is left. */
  releaseHeld(
    actor: Actor,
    scope: HeldScope,
    which: ReleaseChoice,
    step: Pick<BulkStep, "at" | "limit">,
  ): Promise<Released>;
  /** How many the filter finds, and how many of them the operation is allowed for now; `upTo` is the newest of those. */
  countForBulk(
    operation: BulkOperation,
    filter: DeliveryFilter & Pick<BulkStep, "after">,
  ): Promise<{ matched: number; allowed: number; upTo: string | null }>;
  /** Takes the next `limit` that the operation is allowed for; others are passed over. */
  moveMany(actor: Actor, operation: BulkOperation, filter: DeliveryFilter, step: BulkStep): Promise<BulkMoved>;
}
