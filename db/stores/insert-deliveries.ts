import { and, eq, inArray, sql } from "drizzle-orm";
import { systemActor } from "@/lib/core/actor";
import type { Delivery, NewDelivery } from "@/lib/delivery/delivery";
import type { Change } from "@/lib/desk/change";
import type { NewHistoryEntry } from "@/lib/desk/history";
import type { Database, Queries } from "../database";
import { Computed, insertRows } from "../planned";
import { type Lane, unfinishedIn } from "./lanes";

type Target = Pick<Database, "tables" | "dialect">;
type Made = Pick<Change<NewDelivery>, "ticketId" | "at" | "deliveries">;

/**
 * Puts new deliveries at the end of their lanes, which the caller has locked with the ticket: due at once or waiting, as the
 * insert itself finds the lane.
 */
export async function insertDeliveries(db: Target, tx: Queries, { ticketId, at, deliveries = [] }: Made) {
  for (const together of inTurns(deliveries)) {
    for (const delivery of together)
      if (delivery.lane.ordering === "state") await supersedeWaiting(db, tx, ticketId, at, delivery);
    const rows = together.map((delivery) => rowOf(db, delivery));
    await insertRows(db, tx, db.tables.deliveries, rows);
  }
}

/** An insert does not see its own rows: the first of each lane, then the rest, one by one where each replaces the one before. */
function inTurns(deliveries: readonly NewDelivery[]): NewDelivery[][] {
  if (deliveries.length < 2) return deliveries.length === 0 ? [] : [[...deliveries]];
  const seen = new Set<string>();
  const [first, rest, alone]: [NewDelivery[], NewDelivery[], NewDelivery[]] = [[], [], []];
  for (const delivery of deliveries) {
    const lane = `${delivery.ticketId} ${delivery.webhookId}`;
    const isFirst = !seen.has(lane);
    seen.add(lane);
    (isFirst ? first : delivery.lane.ordering === "state" ? alone : rest).push(delivery);
  }
  return [first, rest, ...alone.map((delivery) => [delivery])].filter((turn) => turn.length > 0);
}

const rowOf = (db: Target, { lane, ...delivery }: NewDelivery) => ({
  ...delivery,
  status: "pending" as const,
  attempts: 0,
  kind: "scheduled" as const,
  nextAttemptAt: delivery.nextAttemptAt && dueTime(db, delivery, delivery.nextAttemptAt, lane.passesRetries),
});

/** The due time in a lane that is empty, or whose head is being tried again and may be passed; otherwise null. */
function dueTime({ tables, dialect }: Target, lane: Lane, at: Date, passesRetries: boolean): Computed {
  const { ticketId, webhookId, nextAttemptAt } = tables.deliveries;
  const mayPass = passesRetries ? "status = 'pending' and attempts > 0" : "1 = 0";
  return new Computed((take) => {
    const [ticket, webhook] = [take(ticketId, lane.ticketId), take(webhookId, lane.webhookId)];
    const time = take(nextAttemptAt, at);
    // The condition as in unfinishedIn, which the partial index has.
    return `case when coalesce((select case when ${mayPass} then 1 else 0 end from deliveries
      where ticket_id = ${ticket} and webhook_id = ${webhook} and status in ('pending', 'sending')
      order by ticket_version, id limit 1), 1) = 1 then ${dialect === "postgres" ? `cast(${time} as timestamptz)` : time} end`;
  });
}

/** A newer state makes those of its lane that were not sent yet needless. */
async function supersedeWaiting(db: Target, tx: Queries, ticketId: number, at: Date, newer: NewDelivery) {
  const { deliveries } = db.tables;
  const rows = await tx
    .update(deliveries)
    .set({ status: "superseded", supersededBy: newer.id, nextAttemptAt: null, finishedAt: at })
    .where(and(unfinishedIn(db.tables, newer), eq(deliveries.status, "pending")))
    .returning();
  if (rows.length > 0)
    await tx.insert(db.tables.history).values(rows.map((row) => ({ ...supersededEntry(row), ticketId, at })));
}

export const supersededText = (webhookName: string) => `Did not send “${webhookName}”: a later delivery took its place`;

const supersededEntry = (row: Pick<Delivery, "id" | "webhookId" | "webhookName" | "cause">): NewHistoryEntry => ({
  kind: "webhook.cancelled",
  origin: "delivery",
  actorId: systemActor.id,
  actorName: systemActor.name,
  summary: supersededText(row.webhookName),
  changes: [],
  cause: { deliveryId: row.id, webhookId: row.webhookId, webhookName: row.webhookName, depth: row.cause.depth },
});

/**
 * Of deliveries just put back to pending, those that only send the latest state and have been overtaken by a later one of
 * their lane take no further attempt. One query while there are none.
 */
export async function supersedeOvertaken(db: Target, tx: Queries, ids: readonly string[], at: Date): Promise<void> {
  const { deliveries, webhookVersions, tickets, history } = db.tables;
  const later = sql<string | null>`(
    select l.id from ${deliveries} l join ${webhookVersions} v on v.webhook_id = l.webhook_id and v.version = l.webhook_version
    where l.ticket_id = ${deliveries.ticketId} and l.webhook_id = ${deliveries.webhookId}
      and l.status in ('pending', 'sending') and l.status = 'pending' and v.config ->> 'ordering' = 'state'
      and (l.ticket_version, l.id) > (${deliveries.ticketVersion}, ${deliveries.id})
    order by l.ticket_version desc, l.id desc limit 1)`;
  const found = await tx
    .select({ id: deliveries.id, later, ticketId: tickets.id })
    .from(deliveries)
    .leftJoin(tickets, eq(tickets.id, deliveries.ticketId))
    .where(and(inArray(deliveries.id, [...ids]), sql`${later} is not null`));
  for (const { id, later: supersededBy, ticketId } of found) {
    const [row] = await tx
      .update(deliveries)
      .set({ status: "superseded", supersededBy, nextAttemptAt: null, finishedAt: at })
      .where(eq(deliveries.id, id))
      .returning();
    if (row && ticketId !== null) await tx.insert(history).values({ ...supersededEntry(row), ticketId, at });
  }
}
