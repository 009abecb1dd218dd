import Sqlite from "better-sqlite3";

const queues = 10;

/**
 * Puts `count` due deliveries of ten queues into the file, each on a ticket of its own, in statements of SQLite's own: through
 * the stores a million would take hours.
 */
export function fillDeliveries(file: string, count: number): void {
  const raw = new Sqlite(file);
  raw.pragma("synchronous = OFF");
  const request = JSON.stringify({
    ...{ method: "POST", url: "https://partner.example/tickets", connectionId: null },
    ...{ headers: { "content-type": "application/json" }, body: JSON.stringify({ text: "x".repeat(300) }) },
  });
  raw
    .prepare(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
      INSERT INTO deliveries (id, webhook_id, webhook_name, webhook_version, ticket_id, ticket_display_id, ticket_version,
        status, request, parameters, cause, actor_id, actor_name, created_at, next_attempt_at, attempts, kind, queue)
      SELECT 'dlv_' || printf('%032x', i), 'whk_' || (i % CAST(@queues AS INTEGER)), 'Benchmark', 1, i, 'IN' || i, 1,
        'pending', @request, '{}', '{"depth":0}', 'system', 'Hookdesk', i, i, 0, 'scheduled',
        'whk_' || (i % CAST(@queues AS INTEGER)) || ' partner.example' FROM n`)
    .run({ count, queues, request });
  raw.pragma("wal_checkpoint(TRUNCATE)");
  raw.close();
}

/** Indexes what `fillDeliveries` made as the indexer would: a word of its own each, and some that all have. */
export function indexDeliveries(file: string): void {
  const raw = new Sqlite(file);
  raw.pragma("synchronous = OFF");
  raw.exec(`
    BEGIN;
    INSERT INTO search_entries (row_id, delivery_id, attempts) SELECT rowid, id, 0 FROM deliveries;
    INSERT INTO search_words (rowid, words)
      SELECT rowid, 'benchmark partner example tickets post json word' || rowid || ' in' || ticket_id FROM deliveries;
    UPDATE search_positions SET position = (SELECT max(id) FROM deliveries) WHERE name = 'deliveries';
    COMMIT;`);
  raw.pragma("wal_checkpoint(TRUNCATE)");
  raw.close();
}
