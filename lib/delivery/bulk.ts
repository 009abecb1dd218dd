import { z } from "zod";
import type { Actor } from "@/lib/core/actor";
import { plainText } from "@/lib/core/text";
import { type Delivery, type DeliveryEvent, type DeliveryStatus, deliveryStatuses } from "./delivery";

/** Rows of a list that can be chosen one by one. */
export const mostIds = 5_000;

/**
 * Which deliveries, as the filters of the log say it; without any, all. Jobs keep it as JSON, so moments are ISO texts, and
 * a filter that is not known here is refused: leaving it out would take more deliveries than the person saw.
 */
export const deliveryFilter = z.strictObject({
  status: z.enum(deliveryStatuses).optional(),
  webhookId: plainText.max(200).optional(),
  ticketId: z.number().int().min(0).optional(),
  q: plainText.max(200).optional(),
  ids: z.array(plainText.max(100)).max(mostIds).optional(),
  /** Created from here on, and before `to`. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** The status of the last reply. */
  code: z.number().int().min(100).max(999).optional(),
});
export type DeliveryFilter = z.output<typeof deliveryFilter>;

export const bulkOperations = ["redeliver", "cancel", "release"] as const satisfies DeliveryEvent["type"][];
export type BulkOperation = (typeof bulkOperations)[number];

export const releaseChoices = ["all", "latest", "drop"] as const;
/** What becomes of held deliveries: all are sent; only the latest of each ticket, older ones superseded; none, cancelled. */
export type ReleaseChoice = (typeof releaseChoices)[number];

/** Held deliveries one decision is about, and deliveries one transaction takes. */
export const mostInBulk = 5_000;
export const bulkStep = 50;

/** The held deliveries of a webhook, on all tickets or on one. */
export type HeldScope = { webhookId: string; ticketId?: number };
export type Released = { released: number; superseded: number; cancelled: number };

/**
 * What a filter finds: all, those with one of the wanted statuses, the others by status, and the newest of those wanted, so
 * that what comes later is left alone.
 */
export type BulkCount = {
  matched: number;
  allowed: number;
  refused: Partial<Record<DeliveryStatus, number>>;
  upTo: string | null;
};

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
    step: { at: Date; limit: number },
  ): Promise<Released>;
  /** Counts what a job on this filter would take; changes nothing. */
  countForBulk(wanted: readonly DeliveryStatus[], filter: DeliveryFilter): Promise<BulkCount>;
}
