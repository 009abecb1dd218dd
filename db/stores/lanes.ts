import { and, asc, eq, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import type { Tables } from "../schema";

/**
 * The deliveries of one webhook about one ticket that are unfinished, in the order (ticketVersion, id). A lane that has any
 * has one that is *live*: being sent, or pending with a due time. The others are pending without one, and whatever ends the
 * live one for good makes the first of them due. Only a person's firing that goes past a retry, and a redelivery, come on top.
 *
 * Who may change a lane: on SQLite whoever writes, as one does at a time. On Postgres whoever holds the ticket's row, which
 * insertion, settling, recovering, and a person's moves all lock before any row of a delivery, several tickets in the order
 * of ids. So between two of them one sees all that the other did: no insertion waits for a head that has just ended, and no
 * two that end the first two of a lane both overlook the third. Without the ticket only claims and renewals touch a
 * delivery's row; they pass over locked rows, never wait, and turn pending into sending or move a lease, which takes nothing
 * out of a lane. Whoever holds a delivery's row for longer holds its ticket, too, so that all who wait for each other wait for
 * tickets, in the order of ids: nobody waits in a circle. (The sweeper takes finished ones only, in the order of ids, and then
 * waits for nothing.) A ticket that is gone leaves nothing to lock: should its lane come to a halt, a later round of `recover`
 * starts it again.
 */
export type Lane = { ticketId: number; webhookId: string };

type Target = Pick<Database, "tables" | "dialect">;
export type DeliveryRow = Tables["deliveries"]["$inferSelect"];

/** The condition as the partial index has it: bound parameters would keep the planner from seeing that. */
export const unfinishedIn = ({ deliveries }: Tables, { ticketId, webhookId }: Lane): SQL | undefined =>
  and(
    eq(deliveries.ticketId, ticketId),
    eq(deliveries.webhookId, webhookId),
    sql`${deliveries.status} in ('pending', 'sending')`,
  );

/** Locks the lanes of these tickets. */
export async function lockTickets(db: Target, tx: Queries, ids: number[]): Promise<void> {
  if (db.dialect === "sqlite" || ids.length === 0) return;
  const { id } = db.tables.tickets;
  const wanted = tx.select({ id }).from(db.tables.tickets).where(inArray(id, ids));
  await held(db, wanted.orderBy(asc(id)), "no key update");
}

/** The oldest deliveries a condition finds, locked together with their lanes. */
export async function lockDeliveries(
  db: Target,
  tx: Queries,
  where: SQL | undefined,
  limit: number,
): Promise<DeliveryRow[]> {
  const { deliveries } = db.tables;
  const { id, ticketId } = deliveries;
  if (db.dialect === "sqlite") return tx.select().from(deliveries).where(where).orderBy(asc(id)).limit(limit);
  for (;;) {
    const found = await tx.select({ id, ticketId }).from(deliveries).where(where).orderBy(asc(id)).limit(limit);
    if (found.length === 0) return [];
    await lockTickets(db, tx, [...new Set(found.map((row) => row.ticketId))]);
    const ids = found.map((row) => row.id);
    const still = and(where, inArray(id, ids));
    const rows = await held(db, tx.select().from(deliveries).where(still).orderBy(asc(id)), "update");
    // All of them moved on while we waited: there may be others.
    if (rows.length > 0) return rows;
  }
}

/**
 * Gives lanes whose rows have changed a live delivery again, those named first due first; returns the new due times by id.
 * Nothing changes while one is being sent: settling that one comes here, too.
 */
export async function arrangeLanes(
  db: Target,
  tx: Queries,
  lanes: readonly Lane[],
  at: Date,
): Promise<Map<string, Date | null>> {
  const { deliveries } = db.tables;
  const { id, status, nextAttemptAt, kind, ticketVersion } = deliveries;
  const due = new Map<string, Date | null>();
  const distinct = new Map(lanes.map((lane) => [`${lane.ticketId} ${lane.webhookId}`, lane]));
  for (const lane of distinct.values()) {
    const unfinished = unfinishedIn(db.tables, lane);
    const [first] = await tx
      .select({ id, nextAttemptAt, status })
      .from(deliveries)
      .where(unfinished)
      .orderBy(asc(ticketVersion), asc(id))
      .limit(1);
    if (first?.status !== "pending" || first.nextAttemptAt) continue;
    const isLive = sql`(${status} = 'sending' or ${isNotNull(nextAttemptAt)})`;
    // Locked, so that no claim comes between.
    const live = await held(
      db,
      tx.select({ id, status, kind }).from(deliveries).where(and(unfinished, isLive)).orderBy(asc(id)),
      "update",
    );
    if (live.some((row) => row.status === "sending")) continue;
    due.set(first.id, new Date(at.getTime() + due.size));
    // One that was due before an earlier one came back; a redelivery goes past the lane.
    for (const row of live) if (row.kind !== "manual") due.set(row.id, null);
  }
  for (const [which, time] of due)
    await tx.update(deliveries).set({ nextAttemptAt: time }).where(eq(deliveries.id, which));
  return due;
}
