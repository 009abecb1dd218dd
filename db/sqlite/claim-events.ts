import type { EventStore } from "@/lib/automation/store";
import { type EventRow, eventColumns, toEvents } from "../event-rows";
import { newLease } from "../hot-rows";
import type { Writer } from "./connection";
import { parseJson } from "./json";

/** Not flushed: a claim that a power cut undoes has led to nothing that can't be done again. */
export function sqliteClaimEvents({ raw, exclusive }: Writer): EventStore["claim"] {
  const claim = raw.prepare(`
    UPDATE events SET attempts = attempts + 1, lease = @lease, lease_until = @until
    WHERE id IN (
      SELECT id FROM events e
      WHERE done_at IS NULL AND (lease_until IS NULL OR lease_until <= @now) AND NOT EXISTS (
        SELECT 1 FROM events other WHERE other.ticket_id = e.ticket_id AND other.done_at IS NULL AND other.id <> e.id
          AND (other.id < e.id OR other.lease_until > @now))
      ORDER BY id LIMIT @limit)
    RETURNING ${eventColumns}`);
  return ({ now, leaseMs, limit }) =>
    exclusive(() => {
      const lease = newLease(now);
      const until = now.getTime() + leaseMs;
      const rows = claim.all({ lease, until, now: now.getTime(), limit }) as (EventRow & {
        changes: string;
        cause: string;
      })[];
      return toEvents(
        rows.map((row) => ({ ...row, changes: parseJson(row.changes), cause: parseJson(row.cause) })),
        lease,
      );
    }, "unflushed");
}
