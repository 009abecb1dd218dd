import type Sqlite from "better-sqlite3";

/** Prepared once: planning them anew would cost more than running them. */
export const statements = (writer: Sqlite.Database, reader: Sqlite.Database) => ({
  claim: writer.prepare(`
    UPDATE deliveries SET status = 'sending', attempts = attempts + 1, lease = ?, lease_until = ?
    WHERE rowid IN (
      SELECT rowid FROM deliveries
      WHERE status = 'pending' AND next_attempt_at IS NOT NULL AND queue = ? AND next_attempt_at <= ?
      ORDER BY next_attempt_at LIMIT ?
    )
    RETURNING id, webhook_id AS webhookId, webhook_name AS webhookName, webhook_version AS webhookVersion,
      ticket_id AS ticketId, ticket_version AS ticketVersion, request, cause, attempts, free_attempts AS freeAttempts, kind,
      queue, next_attempt_at AS nextAttemptAt`),
  // Skips from queue to queue in the index: what one of them holds is never read.
  heads: reader.prepare(`
    WITH RECURSIVE queues (queue) AS (
      SELECT * FROM (SELECT queue FROM deliveries INDEXED BY deliveries_queue WHERE status = 'pending' AND next_attempt_at IS NOT NULL
        ORDER BY queue LIMIT 1)
      UNION ALL
      SELECT (SELECT d.queue FROM deliveries d INDEXED BY deliveries_queue WHERE d.status = 'pending' AND d.next_attempt_at IS NOT NULL
        AND d.queue > queues.queue ORDER BY d.queue LIMIT 1) FROM queues WHERE queues.queue IS NOT NULL
    )
    SELECT queue, (SELECT min(d.next_attempt_at) FROM deliveries d INDEXED BY deliveries_queue WHERE d.status = 'pending'
        AND d.next_attempt_at IS NOT NULL AND d.queue = queues.queue) AS due
    FROM queues WHERE queue IS NOT NULL`),
  sending: reader.prepare(
    "SELECT queue, count(*) AS number FROM deliveries INDEXED BY deliveries_sending WHERE status = 'sending' GROUP BY queue",
  ),
  sendingOf: writer.prepare(`
    SELECT count(*) AS number FROM deliveries INDEXED BY deliveries_sending
    WHERE status = 'sending' AND queue >= ? AND queue < ?`),
  gate: writer.prepare("SELECT probe_at AS probeAt FROM gates WHERE queue = ?"),
  takeProbe: writer.prepare("UPDATE gates SET state = 'halfOpen', probe_at = ?, updated_at = ? WHERE queue = ?"),
  bucket: writer.prepare("SELECT full_at AS fullAt FROM rates WHERE webhook_id = ?"),
  draw: writer.prepare(`
    INSERT INTO rates (webhook_id, full_at) VALUES (?, ?)
    ON CONFLICT (webhook_id) DO UPDATE SET full_at = excluded.full_at`),
  laneHead: writer.prepare(`
    SELECT id, status, next_attempt_at AS due FROM deliveries
    WHERE ticket_id = ? AND webhook_id = ? AND status IN ('pending', 'sending')
    ORDER BY ticket_version, id LIMIT 1`),
  hasOthers: writer.prepare(`
    SELECT 1 FROM deliveries
    WHERE ticket_id = ? AND webhook_id = ? AND status IN ('pending', 'sending') AND id <> ? LIMIT 1`),
  setDue: writer.prepare("UPDATE deliveries SET next_attempt_at = ? WHERE id = ? AND status = 'pending'"),
  laneRows: reader.prepare(`
    SELECT ticket_id AS ticketId, webhook_id AS webhookId, status = 'pending' AND next_attempt_at IS NULL AS isWaiting
    FROM deliveries WHERE status IN ('pending', 'sending') AND (ticket_id, webhook_id) > (?, ?)
    ORDER BY ticket_id, webhook_id, ticket_version, id LIMIT ?`),
  leaseOf: writer.prepare("SELECT status, lease FROM deliveries WHERE id = ?"),
  hasAttempt: writer.prepare("SELECT 1 FROM attempts WHERE id = ?"),
  removeInterrupted: writer.prepare(
    "DELETE FROM attempts WHERE delivery_id = ? AND number = ? AND outcome = 'interrupted'",
  ),
  insertAttempt: writer.prepare(`
    INSERT INTO attempts (id, delivery_id, number, kind, started_at, duration_ms, outcome, sent_headers, response, error,
      timing, remote_address, certificate_expires_at, notes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  finish: writer.prepare(`
    UPDATE deliveries SET status = ?, next_attempt_at = ?, lease = NULL, lease_until = NULL, last_status = ?, last_error = ?,
      finished_at = ?, free_attempts = free_attempts + ? WHERE id = ? AND lease = ? AND status = 'sending'
    RETURNING ticket_id AS ticketId, webhook_id AS webhookId`),
  hasTicket: writer.prepare("SELECT 1 FROM tickets WHERE id = ?"),
  replaceUnreadable: writer.prepare(`UPDATE deliveries SET request = ?, cause = '{"depth":0}' WHERE id = ?`),
  insertHistory: writer.prepare(`
    INSERT INTO history (ticket_id, at, kind, origin, actor_id, actor_name, summary, changes, cause)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  renew: writer.prepare("UPDATE deliveries SET lease_until = ? WHERE id = ? AND lease = ? AND status = 'sending'"),
  expired: writer.prepare(
    `SELECT id, ticket_id AS ticketId, webhook_id AS webhookId, attempts, kind, lease
    FROM deliveries WHERE status = 'sending' AND lease_until <= ?`,
  ),
  hasExpired: reader.prepare("SELECT 1 FROM deliveries WHERE status = 'sending' AND lease_until <= ? LIMIT 1"),
  nextLeaseEnd: reader.prepare("SELECT min(lease_until) AS due FROM deliveries WHERE status = 'sending'"),
});

export type Statements = ReturnType<typeof statements>;
