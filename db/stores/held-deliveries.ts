import { and, asc, count, desc, eq, inArray, max, type SQL } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import type { BulkDeliveries, HeldScope, ReleaseChoice } from "@/lib/delivery/bulk";
import { type DeliveryStatus, statusesBefore } from "@/lib/delivery/delivery";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { recordAudit } from "./audit";
import { cancelling, moveDeliveries, releasing, superseding } from "./delivery-moves";
import { type DeliveryRow, lockDeliveries, lockTickets } from "./lanes";

const holdAudit = "webhook.hold";
const countText = (number: number) => `${number} ${number === 1 ? "delivery" : "deliveries"}`;

/** Fewer than a statement may have parameters. */
const mostIds = 10_000;

/**
 * Takes all that waits of a webhook out of its lanes; returns how many. What is fired at the same moment on a ticket nothing
 * waited for may be left over, as if it had been fired right after.
 */
export async function endLanes(
  db: Database,
  tx: Queries,
  waiting: SQL | undefined,
  values: Partial<DeliveryRow>,
): Promise<number> {
  const { deliveries } = db.tables;
  const { id, ticketId } = deliveries;
  if (db.dialect === "sqlite") return (await tx.update(deliveries).set(values).where(waiting).returning({ id })).length;
  const concerned = await tx.selectDistinct({ ticketId }).from(deliveries).where(waiting).orderBy(asc(ticketId));
  const tickets = concerned.map((row) => row.ticketId);
  for (const some of chunks(tickets)) await lockTickets(db, tx, some);
  // What came in before the tickets were locked is among these.
  const rows = await held(db, tx.select({ id, ticketId }).from(deliveries).where(waiting).orderBy(asc(id)), "update");
  const locked = new Set(tickets);
  const ids = rows.filter((row) => locked.has(row.ticketId)).map((row) => row.id);
  for (const some of chunks(ids)) await tx.update(deliveries).set(values).where(inArray(id, some));
  return ids.length;
}

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / mostIds) }, (_, index) =>
    all.slice(index * mostIds, (index + 1) * mostIds),
  );

/** Holds what waits of a webhook that is being disabled. One that is being sent goes on: the worker never asks. */
export async function holdWaiting(
  db: Database,
  tx: Queries,
  actor: Actor,
  webhook: { id: string; name: string },
): Promise<void> {
  const { deliveries } = db.tables;
  const waiting = and(
    eq(deliveries.webhookId, webhook.id),
    inArray(deliveries.status, statusesBefore({ type: "hold" })),
  );
  const number = await endLanes(db, tx, waiting, { status: "held", nextAttemptAt: null });
  if (number > 0) await recordAudit(db, tx, actor, holdAudit, webhook.id, `${webhook.name} · ${countText(number)}`);
}

/** A later delivery in one of these states carries what the ticket has become. */
const live: DeliveryStatus[] = ["held", "pending", "sending", "succeeded"];

export function heldDeliveries(db: Database): Pick<BulkDeliveries, "countHeld" | "lastHold" | "releaseHeld"> {
  const { deliveries, audit } = db.tables;
  const { webhookId, ticketId, status, id } = deliveries;
  const of = (scope: HeldScope): SQL | undefined =>
    and(eq(webhookId, scope.webhookId), scope.ticketId === undefined ? undefined : eq(ticketId, scope.ticketId));
  const isHeld = eq(status, "held");

  /** The newest live delivery of the webhook on each of these tickets. */
  const newestOn = async (tx: Queries, scope: HeldScope, tickets: number[]): Promise<Map<number, string>> => {
    const rows = await tx
      .select({ ticketId, newest: max(id) })
      .from(deliveries)
      .where(and(eq(webhookId, scope.webhookId), inArray(ticketId, tickets), inArray(status, live)))
      .groupBy(ticketId);
    return new Map(rows.flatMap((row) => (row.newest === null ? [] : [[row.ticketId, row.newest] as const])));
  };

  return {
    async countHeld(scope) {
      const [all] = await db.read
        .select({ value: count() })
        .from(deliveries)
        .where(and(of(scope), isHeld));
      const concerned = db.read
        .select({ ticketId })
        .from(deliveries)
        .where(and(of(scope), isHeld));
      const newest = db.read
        .select({ id: max(id) })
        .from(deliveries)
        .where(and(of(scope), inArray(ticketId, concerned), inArray(status, live)))
        .groupBy(ticketId);
      const [latest] = await db.read
        .select({ value: count() })
        .from(deliveries)
        .where(and(isHeld, inArray(id, newest)));
      return { held: Number(all?.value ?? 0), latest: Number(latest?.value ?? 0) };
    },

    async lastHold(subject) {
      const [row] = await db.read
        .select({ at: audit.at, actorName: audit.actorName })
        .from(audit)
        .where(and(eq(audit.subject, subject), eq(audit.action, holdAudit)))
        .orderBy(desc(audit.id))
        .limit(1);
      return row;
    },

    releaseHeld: (actor, scope, which, { at, limit }) =>
      db.write(async (tx) => {
        const rows = await lockDeliveries(db, tx, and(of(scope), isHeld), limit);
        const result = { released: 0, superseded: 0, cancelled: 0 };
        const [first] = rows;
        if (!first) return result;
        const tickets = [...new Set(rows.map((row) => row.ticketId))];
        const newest = which === "latest" ? await newestOn(tx, scope, tickets) : new Map<number, string>();
        const groups = groupsOf(rows, which, newest);
        result.released = (await moveDeliveries(db, tx, actor, groups.send, at, releasing)).length;
        result.superseded = (await moveDeliveries(db, tx, actor, groups.replace, at, superseding(newest))).length;
        result.cancelled = (await moveDeliveries(db, tx, actor, groups.drop, at, cancelling)).length;
        const told = Object.entries(result).flatMap(([verb, number]) => (number > 0 ? [`${number} ${verb}`] : []));
        await recordAudit(
          db,
          tx,
          actor,
          "webhook.release",
          scope.webhookId,
          `${first.webhookName} · ${told.join(", ")}`,
        );
        return result;
      }),
  };
}

function groupsOf(rows: DeliveryRow[], which: ReleaseChoice, newest: ReadonlyMap<number, string>) {
  if (which === "drop") return { send: [], replace: [], drop: rows };
  if (which === "all") return { send: rows, replace: [], drop: [] };
  return {
    send: rows.filter((row) => newest.get(row.ticketId) === row.id),
    replace: rows.filter((row) => newest.get(row.ticketId) !== row.id),
    drop: [],
  };
}
