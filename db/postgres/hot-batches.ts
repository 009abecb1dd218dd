import { type Param, type SQL, sql } from "drizzle-orm";
import type { Attempt } from "@/lib/delivery/delivery";
import type { Settlement } from "@/lib/delivery/store";
import { settledColumns } from "../hot-rows";

/** Runs a statement inside the open transaction and returns its rows. */
export type Run = <Row>(query: SQL) => Promise<Row[]>;

/** One array parameter; drizzle would spread a bare array into a list of parameters. */
export const list = (values: readonly unknown[]): Param => sql.param(values);
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Inserts what isn't there yet, for deliveries that still are; returns the ids inserted. */
export async function insertAttempts(run: Run, attempts: readonly Attempt[]): Promise<string[]> {
  if (attempts.length === 0) return [];
  const column = (pick: (attempt: Attempt) => unknown) => list(attempts.map(pick));
  const rows = await run<{ id: string }>(sql`
    INSERT INTO attempts (id, delivery_id, number, kind, started_at, duration_ms, outcome, sent_headers, response, error,
      timing, remote_address, certificate_expires_at, notes)
    SELECT a.id, a.delivery_id, a.number, a.kind, a.started_at, a.duration_ms, a.outcome, a.sent_headers::json,
      a.response::json, a.error::json, a.timing::json, a.remote_address, a.certificate_expires_at,
      a.notes::json
    FROM unnest(
      ${column((a) => a.id)}::text[], ${column((a) => a.deliveryId)}::text[], ${column((a) => a.number)}::bigint[],
      ${column((a) => a.kind)}::text[], ${column((a) => iso(a.startedAt))}::timestamptz[],
      ${column((a) => a.durationMs)}::bigint[], ${column((a) => a.outcome)}::text[],
      ${column((a) => json(a.sentHeaders))}::text[], ${column((a) => json(a.response))}::text[],
      ${column((a) => json(a.error))}::text[], ${column((a) => json(a.timing))}::text[],
      ${column((a) => a.remoteAddress)}::text[], ${column((a) => iso(a.certificateExpiresAt))}::timestamptz[],
      ${column((a) => json(a.notes))}::text[]
    ) AS a (id, delivery_id, number, kind, started_at, duration_ms, outcome, sent_headers, response, error, timing,
      remote_address, certificate_expires_at, notes)
    JOIN deliveries d ON d.id = a.delivery_id
    ON CONFLICT (id) DO NOTHING RETURNING id`);
  return rows.map(({ id }) => id);
}

/** Ends the lease and sets what the outcome means, for deliveries whose rows are locked. */
export async function finishDeliveries(run: Run, settlements: readonly Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const rows = settlements.map((settlement) => ({
    id: settlement.deliveryId,
    free: settlement.isFree ? 1 : 0,
    ...settledColumns(settlement),
  }));
  const column = (pick: (row: (typeof rows)[number]) => unknown) => list(rows.map(pick));
  await run(sql`
    UPDATE deliveries d SET status = s.status, next_attempt_at = s.next_attempt_at, lease = NULL, lease_until = NULL,
      last_status = s.last_status, last_error = s.last_error, finished_at = s.finished_at,
      free_attempts = d.free_attempts + s.free
    FROM unnest(
      ${column((row) => row.id)}::text[], ${column((row) => row.status)}::text[],
      ${column((row) => iso(row.nextAttemptAt))}::timestamptz[], ${column((row) => row.lastStatus)}::bigint[],
      ${column((row) => row.lastError)}::text[], ${column((row) => iso(row.finishedAt))}::timestamptz[],
      ${column((row) => row.free)}::bigint[]
    ) AS s (id, status, next_attempt_at, last_status, last_error, finished_at, free)
    WHERE d.id = s.id`);
}

/** History of changes that touch nothing else, for tickets that still are. */
export async function insertHistory(run: Run, settlements: readonly Settlement[]): Promise<void> {
  const rows = settlements.flatMap(({ change }) =>
    change ? change.history.map((entry) => ({ ...entry, ticketId: change.ticketId, at: change.at })) : [],
  );
  if (rows.length === 0) return;
  const column = (pick: (row: (typeof rows)[number]) => unknown) => list(rows.map(pick));
  await run(sql`
    INSERT INTO history (ticket_id, at, kind, origin, actor_id, actor_name, summary, changes, cause)
    SELECT h.ticket_id, h.at, h.kind, h.origin, h.actor_id, h.actor_name, h.summary, h.changes::json, h.cause::json
    FROM unnest(
      ${column((row) => row.ticketId)}::bigint[], ${column((row) => iso(row.at))}::timestamptz[],
      ${column((row) => row.kind)}::text[], ${column((row) => row.origin)}::text[],
      ${column((row) => row.actorId)}::text[], ${column((row) => row.actorName)}::text[],
      ${column((row) => row.summary)}::text[], ${column((row) => json(row.changes))}::text[],
      ${column((row) => json(row.cause))}::text[]
    ) AS h (ticket_id, at, kind, origin, actor_id, actor_name, summary, changes, cause)
    JOIN tickets t ON t.id = h.ticket_id`);
}

/** Locks the tickets of these deliveries, and others named, as `Lane` says. */
export async function lockTickets(run: Run, deliveryIds: readonly string[], ticketIds: readonly number[] = []) {
  await run(sql`
    SELECT id FROM tickets WHERE id = ANY(
      ARRAY(SELECT ticket_id FROM deliveries WHERE id = ANY(${list(deliveryIds)}::text[])) || ${list(ticketIds)}::bigint[])
    ORDER BY id FOR NO KEY UPDATE`);
}
