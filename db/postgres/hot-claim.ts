import type { Take } from "@/lib/delivery/store";
import type { ClaimedRow } from "../hot-rows";
import { fullAfter, type Rate, tokensIn } from "../token-bucket";
import type { PostgresDriver } from "./driver";

type Query = PostgresDriver["query"];
type Lease = { now: Date; lease: string; until: Date };
type Row = ClaimedRow & { isProbe: boolean };

/** The rows of all takes, leased; as many as breakers, token buckets and the webhooks' limits let go. */
export async function claimTakes(driver: PostgresDriver, takes: readonly Take[], lease: Lease): Promise<Row[]> {
  const isGated = ({ rate, within, probeUntil }: Take) => [rate, within, probeUntil].some((one) => one !== undefined);
  const plain = takes.filter((take) => !isGated(take));
  const gated = takes.filter(isGated);
  const rows = plain.length > 0 ? await claimRows(driver.query, plain, lease) : [];
  if (gated.length > 0) rows.push(...(await driver.transaction((query) => claimGated(query, gated, lease))));
  return rows;
}

/**
 * Holds the buckets and breakers concerned until what was taken is written to them. Buckets before breakers and each in
 * order, so that two workers don't wait for each other's.
 */
async function claimGated(query: Query, takes: readonly Take[], lease: Lease): Promise<Row[]> {
  const buckets = await lockBuckets(query, takes, lease.now);
  const probes = await lockGates(query, takes, lease.now);
  const places = await countPlaces(query, takes);
  const admitted = takes.flatMap((take) => {
    const { queue, rate, within, probeUntil } = take;
    if (probeUntil && !probes.has(queue)) return [];
    const place = within && places.get(within.webhookId);
    const bucket = rate && buckets.get(rate.webhookId);
    const limit = Math.min(
      take.limit,
      probeUntil ? 1 : take.limit,
      bucket?.left ?? take.limit,
      place?.left ?? take.limit,
    );
    // Queues that share a bucket or a limit: what one might take the next can't.
    for (const shared of [bucket, place]) if (shared) shared.left -= Math.max(0, limit);
    return limit < 1 ? [] : [{ ...take, limit }];
  });
  if (admitted.length === 0) return [];
  const rows = await claimRows(query, admitted, lease);
  const taken = new Map<string, number>();
  for (const { queue } of rows) taken.set(queue, (taken.get(queue) ?? 0) + 1);
  for (const { queue, rate, probeUntil } of admitted) {
    const count = taken.get(queue) ?? 0;
    const bucket = rate && buckets.get(rate.webhookId);
    if (bucket) bucket.taken += count;
    if (probeUntil && count > 0)
      await query("UPDATE gates SET state = 'halfOpen', probe_at = $2, updated_at = $3 WHERE queue = $1", [
        queue,
        probeUntil.toISOString(),
        lease.now.toISOString(),
      ]);
  }
  for (const [webhookId, { rate, fullAt, taken: count }] of buckets)
    if (count > 0)
      await query("UPDATE rates SET full_at = $2 WHERE webhook_id = $1", [
        webhookId,
        fullAfter(rate, fullAt, lease.now, count),
      ]);
  return rows;
}

type Bucket = { rate: Rate; fullAt: number; left: number; taken: number };

async function lockBuckets(query: Query, takes: readonly Take[], now: Date): Promise<Map<string, Bucket>> {
  const rates = new Map(takes.flatMap(({ rate }) => (rate ? [[rate.webhookId, rate] as const] : [])));
  // The row is the lock for counting what is being sent, too.
  const counted = takes.flatMap(({ within }) => (within ? [within.webhookId] : []));
  const webhookIds = [...new Set([...rates.keys(), ...counted])].sort();
  if (webhookIds.length === 0) return new Map();
  const rows = await query<{ webhookId: string; fullAt: string | number }>(
    `INSERT INTO rates (webhook_id, full_at) SELECT id, 0 FROM unnest($1::text[]) AS r (id)
    ON CONFLICT (webhook_id) DO UPDATE SET full_at = rates.full_at
    RETURNING webhook_id AS "webhookId", full_at AS "fullAt"`,
    [webhookIds],
  );
  const found = rows.flatMap(({ webhookId, fullAt }) => {
    const rate = rates.get(webhookId);
    const bucket = rate && { rate, fullAt: Number(fullAt), left: tokensIn(rate, Number(fullAt), now), taken: 0 };
    return bucket ? [[webhookId, bucket] as const] : [];
  });
  return new Map(found);
}

/** How many more of a webhook may be sent. */
async function countPlaces(query: Query, takes: readonly Take[]): Promise<Map<string, { left: number }>> {
  const limits = new Map(
    takes.flatMap(({ within }) => (within ? [[within.webhookId, within.concurrency] as const] : [])),
  );
  if (limits.size === 0) return new Map();
  const rows = await query<{ webhookId: string; number: string | number }>(
    `SELECT webhook_id AS "webhookId", count(*) AS number FROM deliveries
    WHERE status = 'sending' AND webhook_id = ANY($1::text[]) GROUP BY webhook_id`,
    [[...limits.keys()]],
  );
  const sending = new Map(rows.map(({ webhookId, number }) => [webhookId, Number(number)]));
  return new Map([...limits].map(([id, most]) => [id, { left: most - (sending.get(id) ?? 0) }]));
}

/** The queues of which the probe is still to be had. */
async function lockGates(query: Query, takes: readonly Take[], now: Date): Promise<Set<string>> {
  const queues = takes.flatMap(({ queue, probeUntil }) => (probeUntil ? [queue] : []));
  if (queues.length === 0) return new Set();
  const rows = await query<{ queue: string }>(
    "SELECT queue FROM gates WHERE queue = ANY($1::text[]) AND probe_at <= $2 ORDER BY queue FOR UPDATE",
    [queues, now.toISOString()],
  );
  return new Set(rows.map(({ queue }) => queue));
}

async function claimRows(query: Query, takes: readonly Take[], { now, lease, until }: Lease): Promise<Row[]> {
  const rows = await query<ClaimedRow>(claimSql, [
    ...[now.toISOString(), lease, until.toISOString()],
    takes.map(({ queue }) => queue),
    takes.map(({ limit }) => limit),
    takes.map(({ probeUntil }) => probeUntil !== undefined),
  ]);
  const probes = new Set(takes.flatMap(({ queue, probeUntil }) => (probeUntil ? [queue] : [])));
  return rows.map((row) => Object.assign(row, { isProbe: probes.has(row.queue) }));
}

// A breaker that another worker has opened holds for everybody but its probe. An array of ids: joined with them, Postgres
// expects a tenth of the table and reads all of it.
const claimSql = `
  WITH takes AS (
    SELECT * FROM unnest($4::text[], $5::bigint[], $6::boolean[]) AS t (queue, number, is_probe)
    WHERE is_probe OR NOT EXISTS (SELECT 1 FROM gates g WHERE g.queue = t.queue)
  ),
  due AS (
    SELECT found.id FROM takes CROSS JOIN LATERAL (
      SELECT id FROM deliveries
      WHERE status = 'pending' AND next_attempt_at IS NOT NULL AND queue = takes.queue AND next_attempt_at <= $1::timestamptz
      ORDER BY next_attempt_at LIMIT takes.number FOR UPDATE SKIP LOCKED
    ) found
  )
  UPDATE deliveries d SET status = 'sending', attempts = d.attempts + 1, lease = $2, lease_until = $3::timestamptz
  WHERE d.id = ANY(ARRAY(SELECT id FROM due))
  RETURNING d.id, d.webhook_id AS "webhookId", d.webhook_name AS "webhookName", d.webhook_version AS "webhookVersion",
    d.ticket_id AS "ticketId", d.ticket_version AS "ticketVersion", d.request, d.cause, d.attempts,
    d.free_attempts AS "freeAttempts", d.kind, d.queue, d.next_attempt_at AS "nextAttemptAt"`;
