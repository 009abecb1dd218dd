import { and, asc, count, desc, eq, inArray, max, or, type SQL, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { type Delivery, type DeliveryEvent, deliveryStatuses, isFinal, statusesBefore } from "@/lib/delivery/delivery";
import type { DeliveryQuery, DeliveryStore } from "@/lib/delivery/store";
import { type HistoryKind, originOf } from "@/lib/desk/history";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import type { Tables } from "../schema";
import { contains } from "../search";
import { recordAudit } from "./audit";
import { writeHistory } from "./write-change";

type Row = Tables["deliveries"]["$inferSelect"];

/** Leases are between the worker and the store. */
const toDelivery = ({ lease: _, leaseUntil: __, ...delivery }: Row): Delivery => delivery;

export function deliveryStore(db: Database): DeliveryStore {
  const { deliveries, attempts } = db.tables;

  /** Changes a delivery where the event is allowed, with history on its ticket and an audit row. */
  const move = (actor: Actor, id: string, at: Date, event: DeliveryEvent, step: Step): Promise<Delivery> =>
    db.write(async (tx) => {
      const [before] = await held(db, tx.select().from(deliveries).where(eq(deliveries.id, id)), "update");
      if (!before) throw new AppError("not_found", "This delivery no longer exists.");
      if (!statusesBefore(event).includes(before.status)) throw new AppError("conflict", step.refusal(before));
      const [row] = await tx
        .update(deliveries)
        .set(step.set(before))
        .where(and(eq(deliveries.id, id), eq(deliveries.status, before.status)))
        .returning();
      if (!row) throw new AppError("conflict", step.refusal(before));
      await addHistory(db, tx, row, actor, at, step.kind, step.summary(row));
      await recordAudit(db, tx, actor, step.audit, id, `${row.webhookName} · ${row.ticketDisplayId}`);
      return toDelivery(row);
    });

  return {
    async list(query) {
      const where = conditions(db, query);
      const [total] = await db.read.select({ value: count() }).from(deliveries).where(where);
      const order = query.sort?.direction === "asc" ? asc : desc;
      const items = await db.read
        .select()
        .from(deliveries)
        .where(where)
        // Ids grow with time and break ties.
        .orderBy(...(query.sort ? [order(deliveries.createdAt)] : []), order(deliveries.id))
        .limit(query.pageSize)
        .offset((query.page - 1) * query.pageSize);
      return { items: items.map(toDelivery), total: Number(total?.value ?? 0) };
    },

    async get(id) {
      const one = eq(deliveries.id, id);
      for (let turn = 0; ; turn++) {
        const [row] = await db.read.select().from(deliveries).where(one);
        if (!row) return undefined;
        const made = await db.read
          .select()
          .from(attempts)
          .where(eq(attempts.deliveryId, id))
          .orderBy(asc(attempts.number), asc(attempts.id));
        // Two queries see two moments: an outcome recorded in between would show an attempt of a delivery still sending.
        const { status, attempts: count } = deliveries;
        const [now] = await db.read.select({ status, count }).from(deliveries).where(one);
        if (turn < 3 && (now?.status !== row.status || now.count !== row.attempts)) continue;
        return { delivery: toDelivery(row), attempts: made };
      }
    },

    async counts() {
      const { status } = deliveries;
      const rows = await db.read.select({ status, value: count() }).from(deliveries).groupBy(status);
      const known = new Map(rows.map((row) => [row.status, Number(row.value)]));
      return Object.fromEntries(deliveryStatuses.map((name) => [name, known.get(name) ?? 0])) as Awaited<
        ReturnType<DeliveryStore["counts"]>
      >;
    },

    async latestOf(ticketId) {
      const newest = db.read
        .select({ id: max(deliveries.id) })
        .from(deliveries)
        .where(eq(deliveries.ticketId, ticketId))
        .groupBy(deliveries.webhookId);
      const rows = await db.read
        .select()
        .from(deliveries)
        .where(inArray(deliveries.id, newest))
        .orderBy(desc(deliveries.id));
      return rows.map(toDelivery);
    },

    ...db.hot,

    cancel: (actor, id, at) => move(actor, id, at, { type: "cancel" }, cancelling(at)),
    redeliver: (actor, id, at) => move(actor, id, at, { type: "redeliver" }, redelivering(at)),
  };
}

type Step = {
  kind: HistoryKind;
  audit: string;
  set(before: Row): Partial<Row>;
  summary(row: Row): string;
  refusal(row: Row): string;
};

const cancelling = (at: Date): Step => ({
  kind: "webhook.cancelled",
  audit: "delivery.cancelled",
  set: () => ({ status: "cancelled", nextAttemptAt: null, finishedAt: at }),
  summary: (row) => `Cancelled “${row.webhookName}”`,
  refusal: (row) =>
    row.status === "sending"
      ? "An attempt is under way, so this delivery can't be cancelled now."
      : `This delivery is already ${row.status}.`,
});

/** A finished delivery gets one attempt more; one that waits for its next attempt is only hurried and keeps its schedule. */
const redelivering = (at: Date): Step => ({
  kind: "webhook.fired",
  audit: "delivery.redelivered",
  set: (before) => ({
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
});

async function addHistory(
  db: Database,
  tx: Queries,
  row: Row,
  actor: Actor,
  at: Date,
  kind: HistoryKind,
  summary: string,
) {
  const { tickets } = db.tables;
  const [ticket] = await held(db, tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, row.ticketId)));
  if (!ticket) return;
  const { id: deliveryId, webhookId, webhookName, cause } = row;
  const who = { origin: originOf(actor), actorId: actor.id, actorName: actor.name };
  const entry = {
    kind,
    ...who,
    summary,
    changes: [],
    cause: { deliveryId, webhookId, webhookName, depth: cause.depth },
  };
  await writeHistory(db, tx, row.ticketId, at, [entry]);
}

function conditions({ tables: { deliveries } }: Database, query: DeliveryQuery): SQL | undefined {
  const { status, webhookId, ticketId, q } = query;
  // The request is stored as JSON, where quotes and line breaks of a body are escaped.
  const inRequest = (text: string) =>
    contains(JSON.stringify(text).slice(1, -1), sql`cast(${deliveries.request} as text)`);
  const text = q?.replaceAll("\0", "");
  return and(
    status && eq(deliveries.status, status),
    webhookId !== undefined ? eq(deliveries.webhookId, webhookId) : undefined,
    ticketId !== undefined ? eq(deliveries.ticketId, ticketId) : undefined,
    text
      ? or(contains(text, deliveries.webhookName, deliveries.ticketDisplayId, deliveries.id), inRequest(text))
      : undefined,
  );
}
