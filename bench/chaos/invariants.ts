import Sqlite from "better-sqlite3";

type Row = { id: string; status: string; attempts: number; nextAttemptAt: number | null; key: string };

/** Deliveries that are due or under way right now. */
export function unfinished(file: string): number {
  const raw = new Sqlite(file, { readonly: true });
  const { count } = raw
    .prepare(
      "SELECT count(*) AS count FROM deliveries WHERE status = 'sending' OR (status = 'pending' AND next_attempt_at <= ?)",
    )
    .get(Date.now()) as { count: number };
  raw.close();
  return count;
}

/**
 * Everything that must hold once the dust has settled, as sentences about what does not: nothing committed is lost, nothing
 * uncommitted was sent, and every delivery, attempt, history entry and ticket version tells the same story.
 */
export function brokenInvariants(file: string, fired: readonly string[], received: ReadonlyMap<string, number>) {
  const raw = new Sqlite(file, { readonly: true });
  const broken: string[] = [];
  const expect = (holds: boolean, sentence: string) => void (holds || broken.push(sentence));
  const all = <T>(sql: string) => raw.prepare(sql).all() as T[];

  expect(JSON.stringify(raw.pragma("integrity_check")).includes("ok"), "the database file is damaged");
  expect((raw.pragma("foreign_key_check") as unknown[]).length === 0, "a row points at nothing");

  const deliveries = all<Row>(
    `SELECT id, status, attempts, next_attempt_at AS nextAttemptAt, json_extract(parameters, '$.Key') AS key FROM deliveries`,
  );
  const byId = new Map(deliveries.map((row) => [row.id, row]));
  const keys = new Set(deliveries.map((row) => row.key));
  for (const id of fired) expect(byId.has(id), `${id} was acknowledged and is gone`);
  for (const key of received.keys()) expect(keys.has(key), `${key} was sent and never committed`);

  const made = grouped(all<{ id: string; outcome: string }>("SELECT delivery_id AS id, outcome FROM attempts"));
  const told = grouped(
    all<{ id: string; kind: string }>(
      "SELECT json_extract(cause, '$.deliveryId') AS id, kind FROM history WHERE kind LIKE 'webhook.%'",
    ),
  );
  for (const id of told.keys()) expect(byId.has(id), `history tells of ${id}, which does not exist`);
  for (const { id, status, attempts, nextAttemptAt, key } of deliveries) {
    const outcomes = (made.get(id) ?? []).map(({ outcome }) => outcome);
    const kinds = (told.get(id) ?? []).map(({ kind }) => kind);
    const times = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(times("webhook.fired") === 1, `${id} has ${times("webhook.fired")} entries of its firing`);
    expect(outcomes.length === attempts, `${id} counts ${attempts} attempts and has ${outcomes.length}`);
    expect(status !== "sending", `${id} is left half sent`);
    if (status === "succeeded") {
      expect((received.get(key) ?? 0) > 0, `${id} counts as delivered and never arrived`);
      expect(outcomes.includes("succeeded"), `${id} succeeded without an attempt that did`);
      expect(times("webhook.succeeded") === 1, `${id} has ${times("webhook.succeeded")} entries of its success`);
    } else {
      expect(status === "failed" || nextAttemptAt !== null, `${id} is ${status} and waits for nothing`);
      expect(times("webhook.succeeded") === 0, `${id} is ${status}, its history says it succeeded`);
    }
  }

  const versions = all<{ id: number; version: number; writes: number }>(
    `SELECT t.id, t.version, count(h.id) AS writes FROM tickets t
     LEFT JOIN history h ON h.ticket_id = t.id AND h.changes <> '[]' GROUP BY t.id`,
  );
  for (const { id, version, writes } of versions)
    expect(version === writes + 1, `ticket ${id} has version ${version} after ${writes} changes`);
  raw.close();
  const counts = { deliveries: deliveries.length, attempts: [...made.values()].flat().length };
  const succeeded = deliveries.filter(({ status }) => status === "succeeded").length;
  const interrupted = [...made.values()].flat().filter(({ outcome }) => outcome === "interrupted").length;
  const repeated = [...received.values()].filter((times) => times > 1).length;
  return { broken, ...counts, succeeded, interrupted, repeated };
}

function grouped<T extends { id: string }>(rows: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.id, [...(groups.get(row.id) ?? []), row]);
  return groups;
}
