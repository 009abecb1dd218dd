import { type SQL, sql } from "drizzle-orm";
import { isAppError } from "@/lib/core/errors";
import type { ClaimedDelivery, Settlement, SettleResult } from "@/lib/delivery/store";
import type { Database, Hot, Queries } from "../database";
import {
  type ClaimedRow,
  changesTicket,
  type ExpiredRow,
  endedBy,
  interrupted,
  interruptedText,
  isOutdated,
  mostInterruptions,
  newLease,
  oldestFirst,
  toClaimed,
  unreadable,
  unreadableRequest,
} from "../hot-rows";
import { writeChange } from "../stores/write-change";
import { channel, type PostgresDriver } from "./driver";
import { finishDeliveries, insertAttempts, insertHistory, list, lockTickets, type Run } from "./hot-batches";
import { claimTakes } from "./hot-claim";
import { postgresLanes } from "./hot-lanes";

type Raw = { execute(query: SQL): Promise<{ rows: unknown[] }> };

/** Claims skip rows another worker holds; outcomes are written in batches, a few statements for any number of them. */
export function postgresHot(driver: PostgresDriver, target: Pick<Database, "tables" | "dialect">): Hot {
  const transaction = <T>(work: (run: Run, tx: Queries) => Promise<T>): Promise<T> =>
    driver.db.transaction((tx) => {
      const run = async <Row>(query: SQL) => (await (tx as unknown as Raw).execute(query)).rows as Row[];
      return work(run, tx as unknown as Queries);
    });
  const lanes = postgresLanes(driver, target);
  const notify = (run: Run) => run(sql.raw(`NOTIFY ${channel}`));

  /** Writes what one outcome means for the ticket's fields; false when the ticket has moved on and nothing was written. */
  async function applyChange(tx: Queries, { change }: Settlement): Promise<boolean> {
    try {
      if (change) await writeChange(target, tx, change);
      return true;
    } catch (error) {
      if (isOutdated(error)) return false;
      if (isAppError(error) && error.code === "not_found") return true;
      throw error;
    }
  }

  async function settleAll(run: Run, tx: Queries, settlements: Settlement[]): Promise<SettleResult[]> {
    const deliveryIds = settlements.map(({ deliveryId }) => deliveryId);
    const ids = list(deliveryIds);
    await lockTickets(
      run,
      deliveryIds,
      settlements.flatMap(({ change }) => change?.ticketId ?? []),
    );
    const rows = await run<{ id: string; status: string; lease: string | null }>(
      sql`SELECT id, status, lease FROM deliveries WHERE id = ANY(${ids}::text[]) ORDER BY id FOR UPDATE`,
    );
    const leases = new Map(rows.map(({ id, status, lease }) => [id, status === "sending" ? lease : null]));
    const held = settlements.filter(({ deliveryId, lease }) => leases.get(deliveryId) === lease);
    const conflicts = new Set<Settlement>();
    // In the order of tickets, so that two workers can't wait for each other's.
    const changing = held.filter(changesTicket);
    changing.sort((a, b) => (a.change?.ticketId ?? 0) - (b.change?.ticketId ?? 0));
    for (const settlement of changing) if (!(await applyChange(tx, settlement))) conflicts.add(settlement);
    const settled = held.filter((settlement) => !conflicts.has(settlement));
    await finishDeliveries(run, settled);
    await insertHistory(
      run,
      settled.filter((settlement) => !changesTicket(settlement)),
    );
    await insertAttempts(
      run,
      settled.map(({ attempt }) => attempt),
    );
    await lanes.advance(run, tx, settled.map(endedBy));
    const lost = await recordLost(
      run,
      settlements.filter((settlement) => !held.includes(settlement)),
    );
    await notify(run);
    return settlements.map((settlement) =>
      conflicts.has(settlement) ? "conflict" : lost.has(settlement) ? "lost" : "settled",
    );
  }

  /** Keeps the attempts of leases that ran out. One already there was recorded by a commit whose answer got lost. */
  async function recordLost(run: Run, settlements: Settlement[]): Promise<Set<Settlement>> {
    if (settlements.length === 0) return new Set();
    const attempts = settlements.map(({ attempt }) => attempt);
    const ids = list(attempts.map(({ deliveryId }) => deliveryId));
    const numbers = list(attempts.map(({ number }) => number));
    const inserted = new Set(await insertAttempts(run, attempts));
    const lost = settlements.filter(({ attempt }) => inserted.has(attempt.id));
    if (lost.length > 0)
      await run(sql`
        DELETE FROM attempts WHERE outcome = 'interrupted' AND (delivery_id, number) IN
          (SELECT * FROM unnest(${ids}::text[], ${numbers}::bigint[]))`);
    return new Set(lost);
  }

  async function interruptAll(run: Run, rows: readonly ExpiredRow[], now: Date): Promise<void> {
    const at = now.toISOString();
    await insertAttempts(
      run,
      rows.map((row) => interrupted(row, now)),
    );
    await run(sql`
      UPDATE deliveries SET lease = NULL, lease_until = NULL, last_status = NULL, last_error = ${interruptedText},
        status = CASE WHEN attempts >= ${mostInterruptions}::bigint THEN 'failed' ELSE 'pending' END,
        next_attempt_at = CASE WHEN attempts >= ${mostInterruptions}::bigint THEN NULL ELSE ${at}::timestamptz END,
        finished_at = CASE WHEN attempts >= ${mostInterruptions}::bigint THEN ${at}::timestamptz END
      WHERE id = ANY(${list(rows.map(({ id }) => id))}::text[])`);
  }

  async function giveUp(run: Run, tx: Queries, row: ClaimedRow, lease: string, now: Date) {
    const end = unreadable(row, lease, now, JSON.stringify([row.request, row.cause]));
    await lockTickets(run, [row.id]);
    await insertAttempts(run, [end.attempt]);
    await finishDeliveries(run, [end]);
    await lanes.advance(run, tx, [endedBy(end)]);
    const request = JSON.stringify(unreadableRequest);
    await run(sql`UPDATE deliveries SET request = ${request}::json, cause = '{"depth":0}'::json WHERE id = ${row.id}`);
    await notify(run);
  }

  return {
    async heads() {
      const rows = await driver.query<{ queue: string; due: string | Date; sending: string | number }>(headsSql);
      return rows.map(({ queue, due, sending }) => ({ queue, dueAt: new Date(due), sending: Number(sending) }));
    },

    async claim({ now, leaseMs, takes }) {
      const lease = newLease(now);
      const until = new Date(now.getTime() + leaseMs);
      const rows = await claimTakes(driver, takes, { now, lease, until });
      const claimed: ClaimedDelivery[] = [];
      for (const row of oldestFirst(rows)) {
        for (const key of ["webhookVersion", "ticketId", "ticketVersion", "attempts", "freeAttempts"] as const)
          row[key] = Number(row[key]);
        const readable = toClaimed(row, lease, row.isProbe);
        if (readable) claimed.push(readable);
        else await transaction((run, tx) => giveUp(run, tx, row, lease, now));
      }
      return claimed;
    },

    settle: (settlements) =>
      settlements.length === 0 ? Promise.resolve([]) : transaction((run, tx) => settleAll(run, tx, settlements)),

    // Passing over what is locked: that is being ended.
    async renew(leases, until) {
      await driver.query(
        `UPDATE deliveries d SET lease_until = $3 FROM (
          SELECT r.id FROM deliveries r JOIN unnest($1::text[], $2::text[]) AS held (id, lease) USING (id)
          WHERE r.lease = held.lease AND r.status = 'sending' FOR UPDATE OF r SKIP LOCKED
        ) mine WHERE d.id = mine.id`,
        [leases.map(({ id }) => id), leases.map(({ lease }) => lease), until.toISOString()],
      );
    },

    async recover(now) {
      const halted = await lanes.look(now);
      const at = now.toISOString();
      // Read first: most of the time there is nothing to write.
      const expired = await driver.query<{ id: string }>(
        "SELECT id FROM deliveries WHERE status = 'sending' AND lease_until <= $1::timestamptz",
        [at],
      );
      if (halted.length === 0 && expired.length === 0) return 0;
      return transaction(async (run, tx) => {
        const ids = expired.map(({ id }) => id);
        await lockTickets(
          run,
          ids,
          halted.map(({ ticketId }) => ticketId),
        );
        const found = await run<ExpiredRow>(sql`
          SELECT id, ticket_id AS "ticketId", webhook_id AS "webhookId", attempts, kind, lease FROM deliveries
          WHERE id = ANY(${list(ids)}::text[]) AND status = 'sending' AND lease_until <= ${at}::timestamptz
          ORDER BY id FOR UPDATE`);
        const rows = found.map((row) => ({ ...row, attempts: Number(row.attempts) }));
        if (rows.length > 0) await interruptAll(run, rows, now);
        await lanes.advance(
          run,
          tx,
          rows.map(({ id, attempts }) => ({ id, isBack: attempts < mostInterruptions, at: now })),
        );
        await lanes.restart(tx, halted, now);
        await notify(run);
        return rows.length;
      });
    },

    async nextLeaseEnd() {
      const [row] = await driver.query<{ due: string | Date | null }>(
        "SELECT min(lease_until) AS due FROM deliveries WHERE status = 'sending'",
      );
      return row?.due ? new Date(row.due) : null;
    },
  };
}

// Skips from queue to queue in the index: what one of them holds is never read.
const headsSql = `
  WITH RECURSIVE queues (queue) AS (
    (SELECT queue FROM deliveries WHERE status = 'pending' AND next_attempt_at IS NOT NULL ORDER BY queue LIMIT 1)
    UNION ALL
    SELECT (SELECT d.queue FROM deliveries d WHERE d.status = 'pending' AND d.next_attempt_at IS NOT NULL
      AND d.queue > queues.queue ORDER BY d.queue LIMIT 1) FROM queues WHERE queues.queue IS NOT NULL
  ), sending AS (
    SELECT queue, count(*) AS number FROM deliveries WHERE status = 'sending' GROUP BY queue
  )
  SELECT q.queue, head.due, coalesce(sending.number, 0) AS sending
  FROM queues q
  CROSS JOIN LATERAL (SELECT min(d.next_attempt_at) AS due FROM deliveries d WHERE d.status = 'pending'
    AND d.next_attempt_at IS NOT NULL AND d.queue = q.queue) head
  LEFT JOIN sending ON sending.queue = q.queue
  WHERE q.queue IS NOT NULL AND head.due IS NOT NULL`;
