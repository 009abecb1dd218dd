import { and, asc, count, desc, eq, inArray, max, type SQL } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import type { BulkDeliveries, HeldScope, ReleaseChoice } from "@/lib/delivery/bulk";
import { type DeliveryStatus, statusesBefore } from "@/lib/delivery/delivery";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { recordAudit } from "./audit";
import { cancelling, type DeliveryRow, moveDeliveries, releasing, superseding } from "./delivery-moves";

const holdAudit = "webhook.hold";
const countText = (number: number) => `${number} ${number === 1 ? "delivery" : "deliveries"}`;

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
  // Locked in the order of ids, as everything that takes many rows does.
  await held(
    db,
    tx.select({ id: deliveries.id }).from(deliveries).where(waiting).orderBy(asc(deliveries.id)),
    "update",
  );
  const rows = await tx
    .update(deliveries)
    .set({ status: "held", nextAttemptAt: null })
    .where(waiting)
    .returning({ id: deliveries.id });
  if (rows.length > 0)
    await recordAudit(db, tx, actor, holdAudit, webhook.id, `${webhook.name} · ${countText(rows.length)}`);
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
  const newestOn = async (tx: Queries, scope: HeldScope, tickets: number[]): Promise<Set<string | null>> => {
    const rows = await tx
      .select({ newest: max(id) })
      .from(deliveries)
      .where(and(eq(webhookId, scope.webhookId), inArray(ticketId, tickets), inArray(status, live)))
      .groupBy(ticketId);
    return new Set(rows.map(({ newest }) => newest));
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
        const next = tx
          .select()
          .from(deliveries)
          .where(and(of(scope), isHeld))
          .orderBy(asc(id))
          .limit(limit);
        const rows = await held(db, next, "update");
        const result = { released: 0, superseded: 0, cancelled: 0 };
        const [first] = rows;
        if (!first) return result;
        const newest =
          which === "latest" ? await newestOn(tx, scope, [...new Set(rows.map((row) => row.ticketId))]) : undefined;
        const groups = groupsOf(rows, which, newest);
        result.released = (await moveDeliveries(db, tx, actor, groups.send, at, releasing)).length;
        result.superseded = (await moveDeliveries(db, tx, actor, groups.replace, at, superseding)).length;
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

function groupsOf(rows: DeliveryRow[], which: ReleaseChoice, newest: Set<string | null> = new Set()) {
  if (which === "drop") return { send: [], replace: [], drop: rows };
  if (which === "all") return { send: rows, replace: [], drop: [] };
  return {
    send: rows.filter((row) => newest.has(row.id)),
    replace: rows.filter((row) => !newest.has(row.id)),
    drop: [],
  };
}
