import { and, asc, eq, inArray } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { type DeliveryEvent, isFinal } from "@/lib/delivery/delivery";
import { type HistoryKind, originOf } from "@/lib/desk/history";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import type { Tables } from "../schema";

export type DeliveryRow = Tables["deliveries"]["$inferSelect"];

/** What a person's decision does to a delivery and says on its ticket. */
export type Move = {
  event: DeliveryEvent;
  kind: HistoryKind;
  audit: string;
  set(before: DeliveryRow, at: Date): Partial<DeliveryRow>;
  summary(row: DeliveryRow): string;
  refusal(row: DeliveryRow): string;
};

export const cancelling: Move = {
  event: { type: "cancel" },
  kind: "webhook.cancelled",
  audit: "delivery.cancelled",
  set: (_, at) => ({ status: "cancelled", nextAttemptAt: null, finishedAt: at }),
  summary: (row) => `Cancelled “${row.webhookName}”`,
  refusal: (row) =>
    row.status === "sending"
      ? "An attempt is under way, so this delivery can't be cancelled now."
      : `This delivery is already ${row.status}.`,
};

/** A finished delivery gets one attempt more; one that waits for its next attempt is only hurried and keeps its schedule. */
export const redelivering: Move = {
  event: { type: "redeliver" },
  kind: "webhook.fired",
  audit: "delivery.redelivered",
  set: (before, at) => ({
    status: "pending",
    nextAttemptAt: at,
    finishedAt: null,
    kind: isFinal(before.status) ? "manual" : before.kind,
  }),
  summary: (row) => `Redelivered “${row.webhookName}”`,
  refusal: (row) =>
    row.status === "held"
      ? "This delivery is held back; release it first."
      : "An attempt is under way; wait for it to end.",
};

export const releasing: Move = {
  event: { type: "release" },
  kind: "webhook.fired",
  audit: "delivery.released",
  set: (_, at) => ({ status: "pending", nextAttemptAt: at }),
  summary: (row) => `Released “${row.webhookName}”, which was held`,
  refusal: (row) => `This delivery is not held: it is ${row.status}.`,
};

export const superseding: Move = {
  event: { type: "supersede" },
  kind: "webhook.cancelled",
  audit: "delivery.superseded",
  set: (_, at) => ({ status: "superseded", nextAttemptAt: null, finishedAt: at }),
  summary: (row) => `Did not send “${row.webhookName}”: a later delivery took its place`,
  refusal: (row) => `This delivery is already ${row.status}.`,
};

/**
 * Moves deliveries whose rows are locked, each due a millisecond after the one before so that they keep their order, and
 * tells their tickets. One that has moved on meanwhile is left out of the result.
 */
export async function moveDeliveries(
  db: Database,
  tx: Queries,
  actor: Actor,
  rows: readonly DeliveryRow[],
  at: Date,
  move: Move,
): Promise<DeliveryRow[]> {
  const { deliveries } = db.tables;
  const moved: DeliveryRow[] = [];
  for (const [index, before] of rows.entries()) {
    const [row] = await tx
      .update(deliveries)
      .set(move.set(before, new Date(at.getTime() + index)))
      .where(and(eq(deliveries.id, before.id), eq(deliveries.status, before.status)))
      .returning();
    if (row) moved.push(row);
  }
  await tellTickets(db, tx, actor, moved, at, move);
  return moved;
}

async function tellTickets(
  db: Database,
  tx: Queries,
  actor: Actor,
  rows: readonly DeliveryRow[],
  at: Date,
  { kind, summary }: Move,
): Promise<void> {
  if (rows.length === 0) return;
  const { tickets, history } = db.tables;
  const wanted = [...new Set(rows.map(({ ticketId }) => ticketId))];
  const found = await held(
    db,
    tx.select({ id: tickets.id }).from(tickets).where(inArray(tickets.id, wanted)).orderBy(asc(tickets.id)),
  );
  const known = new Set(found.map(({ id }) => id));
  const who = { origin: originOf(actor), actorId: actor.id, actorName: actor.name };
  const entries = rows
    .filter(({ ticketId }) => known.has(ticketId))
    .map((row) => {
      const { id: deliveryId, webhookId, webhookName, ticketId, cause } = row;
      const because = { deliveryId, webhookId, webhookName, depth: cause.depth };
      return { ticketId, at, kind, ...who, summary: summary(row), changes: [], cause: because };
    });
  if (entries.length > 0) await tx.insert(history).values(entries);
}
