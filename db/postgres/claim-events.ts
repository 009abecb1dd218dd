import type { EventStore } from "@/lib/automation/store";
import { type EventRow, eventColumns, toEvents } from "../event-rows";
import { newLease } from "../hot-rows";
import type { PostgresDriver } from "./driver";

/** Nobody is notified: a claim makes no work for anyone, and one that found nothing must not wake its own worker. */
export function postgresClaimEvents(driver: PostgresDriver): EventStore["claim"] {
  return async ({ now, leaseMs, limit }) => {
    const lease = newLease(now);
    const until = new Date(now.getTime() + leaseMs).toISOString();
    const rows = await driver.query<EventRow>(claimSql, [now.toISOString(), limit, lease, until]);
    return toEvents(rows, lease);
  };
}

// A row another claimer holds is skipped, and with it, as they wait behind it, the later events of its ticket.
const claimSql = `
  WITH open AS (
    SELECT id AS open_id FROM events e
    WHERE done_at IS NULL AND (lease_until IS NULL OR lease_until <= $1::timestamptz) AND NOT EXISTS (
      SELECT 1 FROM events other WHERE other.ticket_id = e.ticket_id AND other.done_at IS NULL AND other.id <> e.id
        AND (other.id < e.id OR other.lease_until > $1::timestamptz))
    ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  UPDATE events SET attempts = events.attempts + 1, lease = $3, lease_until = $4::timestamptz
  FROM open WHERE id = open_id
  RETURNING ${eventColumns}`;
