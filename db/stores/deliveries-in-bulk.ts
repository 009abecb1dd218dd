import { and, asc, count, gt, inArray, lte, max } from "drizzle-orm";
import type { BulkDeliveries, BulkOperation } from "@/lib/delivery/bulk";
import { type DeliveriesJob, wantedBy } from "@/lib/delivery/job";
import type { Database, Queries } from "../database";
import { deliveriesMatching } from "./delivery-filter";
import { cancelling, type Move, redelivering, releasing } from "./delivery-moves";
import { lockDeliveries } from "./lanes";
import { freshMatches } from "./search-fresh";

export const bulkMoves: Record<BulkOperation, Move> = {
  redeliver: redelivering,
  cancel: cancelling,
  release: releasing,
};

export function deliveriesInBulk(db: Database): Pick<BulkDeliveries, "countForBulk"> {
  const { deliveries } = db.tables;
  const { id, status } = deliveries;
  return {
    async countForBulk(wanted, filter) {
      const rows = await db.read
        .select({ status, value: count(), newest: max(id) })
        .from(deliveries)
        .where(deliveriesMatching(db, filter, await freshMatches(db, db.read, filter.q)))
        .groupBy(status);
      const groups = rows.map((row) => ({ ...row, value: Number(row.value) }));
      const taken = groups.filter((group) => wanted.includes(group.status));
      const others = groups.filter((group) => !wanted.includes(group.status));
      const sum = (some: typeof groups) => some.reduce((all, { value }) => all + value, 0);
      return {
        matched: sum(groups),
        allowed: sum(taken),
        refused: Object.fromEntries(others.map((group) => [group.status, group.value])),
        upTo: taken.reduce<string | null>(
          (last, { newest }) => (newest && (!last || newest > last) ? newest : last),
          null,
        ),
      };
    },
  };
}

/** Where a job stands among the deliveries of its filter. */
type Place = { position: string | null; upTo: string | null };

const following = (db: Database, input: DeliveriesJob, { position, upTo }: Place) => {
  const { id, status } = db.tables.deliveries;
  return and(
    deliveriesMatching(db, input.filter),
    inArray(status, wantedBy(input)),
    position === null ? undefined : gt(id, position),
    upTo === null ? undefined : lte(id, upTo),
  );
};

/** The next deliveries a job takes, locked, oldest first, so that none is taken twice. */
export const nextRows = (db: Database, tx: Queries, input: DeliveriesJob, place: Place, limit: number) =>
  lockDeliveries(db, tx, following(db, input, place), limit);

/** The ids alone. */
export async function nextIds(db: Database, input: DeliveriesJob, place: Place, limit: number): Promise<string[]> {
  const { id } = db.tables.deliveries;
  const next = db.read
    .select({ id })
    .from(db.tables.deliveries)
    .where(following(db, input, place));
  return (await next.orderBy(asc(id)).limit(limit)).map((row) => row.id);
}
