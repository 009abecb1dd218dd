import Sqlite from "better-sqlite3";
import { laneFindings } from "./lanes";
import type { Seen } from "./partner";

/** What a run knows besides the database: what consoles said, and what the partner saw. */
export type Witness = {
  fired: ReadonlySet<string>;
  /** Attempts counted when the cancellation was committed. */
  cancelled: ReadonlyMap<string, number>;
  redelivered: ReadonlySet<string>;
  held: ReadonlySet<string>;
  /** Leases that ran out before the outcome was recorded: their attempts are in the log later than they happened. */
  lost: ReadonlySet<string>;
  seen: ReadonlyMap<string, Seen>;
  /** The webhook whose partner never shows the right certificate: its deliveries fail or wait behind a breaker. */
  strandedId: string;
};

export type Row = {
  id: string;
  status: string;
  attempts: number;
  nextAttemptAt: number | null;
  key: string;
  ticketId: number;
  webhookId: string;
  ticketVersion: number;
  actorId: string;
  supersededBy: string | null;
};
export type AttemptRow = { place: number; id: string; number: number; outcome: string; reached: string | null };

/** A sentence about what does not hold, and the deliveries it is about. */
export type Finding = { says: string; ids: string[] };

const withRaw = <T>(file: string, work: (raw: Sqlite.Database) => T): T => {
  const raw = new Sqlite(file, { readonly: true });
  try {
    return work(raw);
  } finally {
    raw.close();
  }
};

/** Deliveries that will still be sent: all that are not final or held, and what a webhook without a partner has under way. */
export const unfinished = (file: string, strandedId: string): number =>
  withRaw(file, (raw) => {
    const { count } = raw
      .prepare(
        "SELECT count(*) AS count FROM deliveries WHERE status = 'sending' OR (status = 'pending' AND webhook_id <> ?)",
      )
      .get(strandedId) as { count: number };
    return count;
  });

/** Must hold at any moment: a lane that has unfinished deliveries has one that is due or under way. */
export const haltedLanes = (file: string): Finding[] =>
  withRaw(file, (raw) => {
    const rows = raw
      .prepare(
        `SELECT min(id) AS id FROM deliveries WHERE status IN ('pending', 'sending')
         GROUP BY ticket_id, webhook_id HAVING sum(status = 'sending' OR next_attempt_at IS NOT NULL) = 0`,
      )
      .all() as { id: string }[];
    return rows.map(({ id }) => ({ says: `${id} and its lane wait for nothing`, ids: [id] }));
  });

/**
 * Everything that must hold once the dust has settled: nothing committed is lost, nothing uncommitted was sent, nothing went
 * out of order or after it was called off, and every delivery, attempt, history entry and ticket version tells the same story.
 */
export function brokenInvariants(file: string, witness: Witness) {
  return withRaw(file, (raw) => {
    const findings: Finding[] = [];
    const expect = (holds: boolean, says: string, ...ids: string[]) => void (holds || findings.push({ says, ids }));
    const all = <T>(sql: string) => raw.prepare(sql).all() as T[];
    expect(JSON.stringify(raw.pragma("integrity_check")).includes("ok"), "the database file is damaged");
    expect((raw.pragma("foreign_key_check") as unknown[]).length === 0, "a row points at nothing");

    const rows = all<Row>(
      `SELECT id, status, attempts, next_attempt_at AS nextAttemptAt, json_extract(parameters, '$.Key') AS key,
         ticket_id AS ticketId, webhook_id AS webhookId, ticket_version AS ticketVersion, actor_id AS actorId,
         superseded_by AS supersededBy
       FROM deliveries ORDER BY ticket_id, webhook_id, ticket_version, id`,
    );
    const made = grouped(
      // Of an address that must not be called it is only noted which one it was.
      all<AttemptRow & { delivery: string }>(
        `SELECT rowid AS place, delivery_id AS delivery, id, number, outcome,
           CASE WHEN coalesce(json_extract(error, '$.kind'), '') <> 'blocked' THEN remote_address END AS reached
         FROM attempts ORDER BY number, rowid`,
      ),
    );
    const told = grouped(
      all<{ delivery: string; kind: string; summary: string }>(
        "SELECT json_extract(cause, '$.deliveryId') AS delivery, kind, summary FROM history WHERE kind LIKE 'webhook.%'",
      ),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const keys = new Set(rows.map(({ key }) => key));
    for (const id of witness.fired) expect(byId.has(id), `${id} was acknowledged and is gone`, id);
    for (const key of witness.seen.keys()) expect(keys.has(key), `${key} was sent and never committed`);
    for (const id of told.keys()) expect(byId.has(id), `history tells of ${id}, which does not exist`, id);

    for (const { id, status, attempts, key, webhookId } of rows) {
      const mine = made.get(id) ?? [];
      const times = (kind: string, begins = "") =>
        (told.get(id) ?? []).filter((one) => one.kind === kind && one.summary.startsWith(begins)).length;
      const { arrivals = [], accepted = [] } = witness.seen.get(key) ?? {};
      const wasRedelivered = witness.redelivered.has(id);
      expect(times("webhook.fired", "Fired") === 1, `${id} has not one entry of its firing`, id);
      expect(new Set(mine.map(({ number }) => number)).size === mine.length, `${id} counts an attempt twice`, id);
      const counted = status === "sending" ? attempts - 1 : attempts;
      expect(mine.length === counted, `${id} counts ${attempts} attempts and has ${mine.length}`, id);
      const isOver = status !== "sending" && status !== "pending";
      // What is tried behind a breaker may be under way when the last worker is killed.
      if (webhookId === witness.strandedId) expect(arrivals.length === 0, `${id} went to the wrong host`, id);
      else expect(isOver, `${id} is left ${status}`, id);
      for (const { reached } of mine)
        expect(reached === null || reached === "127.0.0.1", `${id} went to ${reached}`, id);
      if (status === "succeeded") {
        expect(accepted.length > 0, `${id} counts as delivered and was never accepted`, id);
        expect(
          mine.some(({ outcome }) => outcome === "succeeded"),
          `${id} succeeded without an attempt that did`,
          id,
        );
        expect(wasRedelivered || times("webhook.succeeded") === 1, `${id} has not one entry of its success`, id);
      } else if (!wasRedelivered)
        expect(times("webhook.succeeded") === 0, `${id} is ${status}, its history says it succeeded`, id);
      if (status === "failed") expect(attempts > 0, `${id} failed without an attempt`, id);
      if ((status === "cancelled" || status === "superseded") && attempts === 0)
        expect(arrivals.length === 0, `${id} was ${status} and sent`, id);
      const then = witness.cancelled.get(id);
      if (then !== undefined && !wasRedelivered) {
        expect(status === "cancelled", `${id} was cancelled and is ${status}`, id);
        expect(attempts === then, `${id} was sent after it was cancelled: ${attempts} attempts instead of ${then}`, id);
      }
    }
    findings.push(...laneFindings(rows, made, byId, witness));

    const versions = all<{ id: number; version: number; writes: number }>(
      `SELECT t.id, t.version, count(h.id) AS writes FROM tickets t
       LEFT JOIN history h ON h.ticket_id = t.id AND h.changes <> '[]' GROUP BY t.id`,
    );
    for (const { id, version, writes } of versions)
      expect(version === writes + 1, `ticket ${id} has version ${version} after ${writes} changes`);
    const outcomes = [...made.values()].flat();
    const statuses: Record<string, number> = {};
    for (const { status } of rows) statuses[status] = (statuses[status] ?? 0) + 1;
    return {
      findings,
      deliveries: rows.length,
      attempts: outcomes.length,
      interrupted: outcomes.filter(({ outcome }) => outcome === "interrupted").length,
      repeated: [...witness.seen.values()].filter(({ accepted }) => accepted.length > 1).length,
      statuses,
    };
  });
}

/** All there is to know of some deliveries and those beside them in their lanes, as lines of JSON. */
export const evidence = (file: string, ids: readonly string[], seen: Witness["seen"]): string[] =>
  withRaw(file, (raw) => {
    const marks = ids.map(() => "?").join();
    const rows = raw
      .prepare(
        `SELECT id, status, attempts, next_attempt_at, ticket_id, ticket_version, webhook_name, actor_id, kind, lease, lease_until,
           superseded_by, finished_at, last_error, json_extract(parameters, '$.Key') AS key FROM deliveries WHERE id IN (${marks})`,
      )
      .all(...ids) as (Record<string, unknown> & { key: string })[];
    const attempts = raw
      .prepare(
        `SELECT rowid AS place, delivery_id, number, kind, started_at, duration_ms, outcome, error, notes FROM attempts
         WHERE delivery_id IN (${marks}) ORDER BY rowid`,
      )
      .all(...ids);
    return [...rows.map((row) => ({ ...row, seen: seen.get(row.key) })), ...attempts].map((line) =>
      JSON.stringify(line),
    );
  });

function grouped<T extends { delivery: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.delivery);
    if (group) group.push(row);
    else groups.set(row.delivery, [row]);
  }
  return groups;
}
