import type { ClaimedEvent } from "@/lib/automation/store";
import { asObject } from "@/lib/core/json";
import type { Cause, FieldChange } from "@/lib/desk/history";

/** An event just claimed, as both dialects select it; `at` in either dialect's form, JSON already parsed. */
export type EventRow = Omit<ClaimedEvent, "at" | "lease" | "changes" | "cause"> & {
  at: number | string | Date;
  changes: unknown;
  cause: unknown;
};

/** The columns an event row has, for RETURNING. */
export const eventColumns = `id, ticket_id AS "ticketId", at, type, source, actor_id AS "actorId", actor_name AS "actorName",
  actor_person_id AS "actorPersonId", changes, cause, attempts`;

const isChange = (value: unknown): value is FieldChange => typeof asObject(value)?.path === "string";

/**
 * Oldest first, since RETURNING keeps no order. What can't be read of changes and cause is left out rather than the event:
 * rules are asked all the same, and nothing waits behind it for ever.
 */
export const toEvents = (rows: readonly EventRow[], lease: string): ClaimedEvent[] =>
  rows
    .map((row) => ({
      ...row,
      ticketId: Number(row.ticketId),
      actorPersonId: row.actorPersonId === null ? null : Number(row.actorPersonId),
      attempts: Number(row.attempts),
      at: new Date(row.at),
      changes: Array.isArray(row.changes) ? row.changes.filter(isChange) : [],
      cause: causeOf(row.cause),
      lease,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

function causeOf(value: unknown): Cause {
  const cause = asObject(value);
  return typeof cause?.depth === "number" ? (cause as Cause) : { depth: 0 };
}
