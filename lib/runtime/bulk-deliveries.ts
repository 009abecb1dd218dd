import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { bulkStep, type HeldScope, mostInBulk, type ReleaseChoice, type Released } from "@/lib/delivery/bulk";
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
