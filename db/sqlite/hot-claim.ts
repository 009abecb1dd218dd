import type { Take } from "@/lib/delivery/store";
import type { ClaimedRow } from "../hot-rows";
import { fullAfter, tokensIn } from "../token-bucket";
import type { Statements } from "./hot-statements";

export type StoredRow = ClaimedRow & { request: string; cause: string; isProbe: boolean };

/** How many of a webhook are being sent: its queues begin with its id and a space. */
const sendingOf = (run: Statements, webhookId: string): number =>
  (run.sendingOf.get(`${webhookId} `, `${webhookId}!`) as { number: number }).number;

/** The rows of one take, leased; as many as breaker, token bucket and the webhook's limit let go. Inside the writer's transaction. */
export function claimTake(run: Statements, take: Take, lease: string, now: Date, leaseMs: number): StoredRow[] {
  const { queue, rate, within, probeUntil } = take;
  const gate = run.gate.get(queue) as { probeAt: number } | undefined;
  // A breaker that another worker has opened holds for everybody; without one, or before its time, there is no probe.
  if (probeUntil ? !gate || gate.probeAt > now.getTime() : gate) return [];
  const bucket = rate && (run.bucket.get(rate.webhookId) as { fullAt: number } | undefined);
  const limit = Math.min(
    take.limit,
    probeUntil ? 1 : take.limit,
    rate ? tokensIn(rate, bucket?.fullAt, now) : take.limit,
    within ? within.concurrency - sendingOf(run, within.webhookId) : take.limit,
  );
  if (limit < 1) return [];
  const rows = run.claim.all(lease, now.getTime() + leaseMs, queue, now.getTime(), limit) as StoredRow[];
  if (rows.length === 0) return rows;
  if (probeUntil) run.takeProbe.run(probeUntil.getTime(), now.getTime(), queue);
  if (rate) run.draw.run(rate.webhookId, fullAfter(rate, bucket?.fullAt, now, rows.length));
  for (const row of rows) row.isProbe = probeUntil !== undefined;
  return rows;
}
