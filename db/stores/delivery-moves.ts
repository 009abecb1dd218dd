import { and, asc, eq, inArray } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { type DeliveryEvent, isFinal } from "@/lib/delivery/delivery";
import { bodyRemovedText } from "@/lib/delivery/retention";
import { type HistoryKind, originOf } from "@/lib/desk/history";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { supersededText } from "./insert-deliveries";
import { arrangeLanes, type DeliveryRow } from "./lanes";

/** What a person's decision does to a delivery and says on its ticket. */
export type Move = {
  event: DeliveryEvent;
  kind: HistoryKind;
  audit: string;
  /** Where the status allows it and something else does not. */
  isRefused?(before: DeliveryRow): boolean;
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

const isBehind = ({ status, nextAttemptAt }: DeliveryRow) => status === "pending" && nextAttemptAt === null;

/**
 * A finished delivery gets one attempt more, past its lane; one that waits for its next attempt is only hurried and keeps its
 * schedule, and one that waits behind another stays there.
 */
export const redelivering: Move = {
  event: { type: "redeliver" },
  kind: "webhook.fired",
  audit: "delivery.redelivered",
  isRefused: (before) => isBehind(before) || before.request.isBodyRemoved === true,
  set: (before, at) => ({
    status: "pending",
    nextAttemptAt: at,
    finishedAt: null,
    supersededBy: null,
    kind: isFinal(before.status) ? "manual" : before.kind,
  }),
  summary: (row) => `Redelivered “${row.webhookName}”`,
  refusal: (row) =>
    row.status === "held"
      ? "This delivery is held back; release it first."
      : isBehind(row)
        ? "An earlier delivery about this ticket goes first. Send or cancel that one."
        : row.request.isBodyRemoved
          ? bodyRemovedText
          : "An attempt is under way; wait for it to end.",
};

/** Into its lane: due when nothing is before it. */
export const releasing: Move = {
  event: { type: "release" },
  kind: "webhook.fired",
  audit: "delivery.released",
  set: () => ({ status: "pending", nextAttemptAt: null }),
  summary: (row) => `Released “${row.webhookName}”, which was held`,
  refusal: (row) => `This delivery is not held: it is ${row.status}.`,
};

/** `newest`: the delivery that took its place, by ticket. */
export const superseding = (newest: ReadonlyMap<number, string>): Move => ({
  event: { type: "supersede" },
  kind: "webhook.cancelled",
  audit: "delivery.superseded",
  set: ({ ticketId }, at) => ({
    status: "superseded",
    supersededBy: newest.get(ticketId) ?? null,
    nextAttemptAt: null,
    finishedAt: at,
  }),
  summary: (row) => supersededText(row.webhookName),
  refusal: (row) => `This delivery is already ${row.status}.`,
});

/**
 * Moves deliveries that `lockDeliveries` found, each due a millisecond after the one before so that they keep their order,
 * puts their lanes in order and tells their tickets. One that has moved on meanwhile is left out of the result.
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
    if (move.isRefused?.(before)) continue;
    const [row] = await tx
      .update(deliveries)
      .set(move.set(before, new Date(at.getTime() + index)))
      .where(and(eq(deliveries.id, before.id), eq(deliveries.status, before.status)))
      .returning();
    if (row) moved.push(row);
  }
  const due = await arrangeLanes(db, tx, moved, at);
  await tellTickets(db, tx, actor, moved, at, move);
  return moved.map((row) => ({
    ...row,
    nextAttemptAt: due.has(row.id) ? (due.get(row.id) ?? null) : row.nextAttemptAt,
  }));
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
