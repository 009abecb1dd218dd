import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import {
  bulkStep,
  type DeliveryFilter,
  type HeldScope,
  mostInBulk,
  mostPerCall,
  type ReleaseChoice,
  type Released,
} from "@/lib/delivery/bulk";
import type { Stores } from "./stores";

/**
 * Decides about the held deliveries of a webhook, oldest first, a few per transaction and at most `mostInBulk`. `remaining`
 * counts those still held. Stopped half-way it leaves the rest held, to be decided again. AppError("not_found").
 */
export async function releaseHeld(
  { webhooks, deliveries }: Stores,
  actor: Actor,
  scope: HeldScope,
  which: ReleaseChoice,
  now: Date,
): Promise<Released & { remaining: number }> {
  if (!(await webhooks.get(scope.webhookId))) throw new AppError("not_found", "This webhook no longer exists.");
  const sum = { released: 0, superseded: 0, cancelled: 0 };
  for (let done = 0; done < mostInBulk; ) {
    const at = new Date(now.getTime() + done);
    const step = await deliveries.releaseHeld(actor, scope, which, { at, limit: bulkStep });
    const moved = step.released + step.superseded + step.cancelled;
    if (moved === 0) break;
    done += moved;
    sum.released += step.released;
    sum.superseded += step.superseded;
    sum.cancelled += step.cancelled;
  }
  return { ...sum, remaining: (await deliveries.countHeld(scope)).held };
}

export type Redelivered = { matched: number; redelivered: number; skipped: number; next: string | null };

/**
 * The same bytes once more for what the filter finds after the id `after`, oldest first and at most `mostPerCall`.
 * `skipped`: being sent or held, so not allowed now. `next`: the `after` of the next call; null when all were taken.
 */
export async function redeliverMatching(
  { deliveries }: Stores,
  actor: Actor,
  { after, ...filter }: DeliveryFilter & { after?: string },
  now: Date,
): Promise<Redelivered> {
  const { matched, allowed, upTo } = await deliveries.countForBulk("redeliver", { ...filter, after });
  const wanted = Math.min(allowed, mostPerCall);
  let redelivered = 0;
  let last = after;
  while (upTo !== null && redelivered < wanted) {
    const at = new Date(now.getTime() + redelivered);
    const limit = Math.min(bulkStep, wanted - redelivered);
    const step = await deliveries.moveMany(actor, "redeliver", filter, { after: last, upTo, at, limit });
    if (step.last === null) break;
    redelivered += step.moved;
    last = step.last;
  }
  const isAll = allowed <= mostPerCall;
  const skipped = isAll ? matched - redelivered : matched - allowed;
  return { matched, redelivered, skipped, next: isAll ? null : (last ?? null) };
}
