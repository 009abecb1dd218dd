import { and, asc, desc, eq, inArray, lt, max, or } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { type Delivery, statusesBefore } from "@/lib/delivery/delivery";
import type { DeliveryStore } from "@/lib/delivery/store";
import type { Database } from "../database";
import { recordAudit } from "./audit";
import { countByStatus, countMatching } from "./count-deliveries";
import { deliveriesInBulk } from "./deliveries-in-bulk";
import { deliveriesMatching } from "./delivery-filter";
import { cancelling, type Move, moveDeliveries, redelivering, releasing } from "./delivery-moves";
import { findDeliveries } from "./find-deliveries";
import { heldDeliveries } from "./held-deliveries";
import { type DeliveryRow, lockDeliveries, unfinishedIn } from "./lanes";

/** Leases are between the worker and the store. */
const toDelivery = ({ lease: _, leaseUntil: __, ...delivery }: DeliveryRow): Delivery => delivery;

export function deliveryStore(db: Database): DeliveryStore {
  const { deliveries, attempts } = db.tables;

  /** Changes a delivery where the event is allowed, with history on its ticket and an audit row. */
  const move = (actor: Actor, id: string, at: Date, step: Move): Promise<Delivery> =>
    db.write(async (tx) => {
      const [before] = await lockDeliveries(db, tx, eq(deliveries.id, id), 1);
      if (!before) throw new AppError("not_found", "This delivery no longer exists.");
      const isAllowed = statusesBefore(step.event).includes(before.status) && !step.isRefused?.(before);
      if (!isAllowed) throw new AppError("conflict", step.refusal(before));
      const [row] = await moveDeliveries(db, tx, actor, [before], at, step);
      if (!row) throw new AppError("conflict", step.refusal(before));
      await recordAudit(db, tx, actor, step.audit, id, `${row.webhookName} · ${row.ticketDisplayId}`);
      return toDelivery(row);
    });

  async function many(ids: readonly string[]): Promise<Delivery[]> {
    if (ids.length === 0) return [];
    const found = await db.read
      .select()
      .from(deliveries)
      .where(inArray(deliveries.id, [...ids]));
    const byId = new Map(found.map((row) => [row.id, toDelivery(row)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    async list(query) {
      if (query.q || query.code !== undefined) {
        const { ids, total, isCapped } = await findDeliveries(db, query);
        return { items: await many(ids), total, isCapped };
      }
      const where = deliveriesMatching(db, query);
      const { total, isCapped } = await countMatching(db, where, query.countTo);
      const order = query.sort?.direction === "asc" ? asc : desc;
      const items = await db.read
        .select()
        .from(deliveries)
        .where(where)
        // Ids grow with the time of creation, for which there is no index.
        .orderBy(order(deliveries.id))
        .limit(query.pageSize)
        .offset((query.page - 1) * query.pageSize);
      return { items: items.map(toDelivery), total, isCapped };
    },

    async ids(filter, limit) {
      if (filter.q || filter.code !== undefined)
        return (await findDeliveries(db, { ...filter, page: 1, pageSize: limit })).ids;
      const rows = await db.read
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(deliveriesMatching(db, filter))
        .orderBy(desc(deliveries.id))
        .limit(limit);
      return rows.map(({ id }) => id);
    },

    many,

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

    async ahead(id) {
      const [one] = await db.read
        .select({ ticketId: deliveries.ticketId, webhookId: deliveries.webhookId, version: deliveries.ticketVersion })
        .from(deliveries)
        .where(eq(deliveries.id, id));
      if (!one) return undefined;
      const { ticketVersion } = deliveries;
      const isBefore = or(lt(ticketVersion, one.version), and(eq(ticketVersion, one.version), lt(deliveries.id, id)));
      const [row] = await db.read
        .select()
        .from(deliveries)
        .where(and(unfinishedIn(db.tables, one), isBefore))
        .orderBy(asc(ticketVersion), asc(deliveries.id))
        .limit(1);
      return row && toDelivery(row);
    },

    counts: (most) => countByStatus(db, most),

    async newestAttempt() {
      const [row] = await db.read.select({ id: max(attempts.id) }).from(attempts);
      return row?.id ?? null;
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

    ...heldDeliveries(db),
    ...deliveriesInBulk(db),

    cancel: (actor, id, at) => move(actor, id, at, cancelling),
    redeliver: (actor, id, at) => move(actor, id, at, redelivering),
    release: (actor, id, at) => move(actor, id, at, releasing),
  };
}
