import { and, asc, count, gt, inArray, lte, max, sql } from "drizzle-orm";
import type { BulkDeliveries, BulkOperation } from "@/lib/delivery/bulk";
import { statusesBefore } from "@/lib/delivery/delivery";
import type { Database } from "../database";
import { held } from "../locks";
import { recordAudit } from "./audit";
import { deliveriesMatching } from "./delivery-filter";
import { cancelling, type Move, moveDeliveries, redelivering, releasing } from "./delivery-moves";

const moves: Record<BulkOperation, Move> = { redeliver: redelivering, cancel: cancelling, release: releasing };

export function deliveriesInBulk(db: Database): Pick<BulkDeliveries, "countForBulk" | "moveMany"> {
  const { deliveries } = db.tables;
  const { id, status } = deliveries;
  return {
    async countForBulk(operation, { after, ...filter }) {
      const isAllowed = inArray(status, statusesBefore(moves[operation].event));
      const [row] = await db.read
        .select({
          matched: count(),
          allowed: sql<number>`sum(case when ${isAllowed} then 1 else 0 end)`,
          upTo: max(sql<string>`case when ${isAllowed} then ${id} end`),
        })
        .from(deliveries)
        .where(and(deliveriesMatching(db, filter), after === undefined ? undefined : gt(id, after)));
      return { matched: Number(row?.matched ?? 0), allowed: Number(row?.allowed ?? 0), upTo: row?.upTo ?? null };
    },

    moveMany: (actor, operation, filter, { after, upTo, at, limit }) =>
      db.write(async (tx) => {
        const move = moves[operation];
        const next = tx
          .select()
          .from(deliveries)
          .where(
            and(
              deliveriesMatching(db, filter),
              inArray(status, statusesBefore(move.event)),
              after === undefined ? undefined : gt(id, after),
              upTo === undefined ? undefined : lte(id, upTo),
            ),
          )
          .orderBy(asc(id))
          .limit(limit);
        const rows = await held(db, next, "update");
        const moved = (await moveDeliveries(db, tx, actor, rows, at, move)).length;
        if (moved > 0) {
          const about = `${moved} ${moved === 1 ? "delivery" : "deliveries"}`;
          await recordAudit(db, tx, actor, move.audit, filter.webhookId ?? "deliveries", about);
        }
        return { moved, last: rows.at(-1)?.id ?? null };
      }),
  };
}
