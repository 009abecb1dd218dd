import { type SQL, sql } from "drizzle-orm";
import { type DeliveryStatus, deliveryStatuses } from "@/lib/delivery/delivery";
import type { Database } from "../database";

const upTo = (most: number | undefined) => (most === undefined ? sql`` : sql` LIMIT ${most}`);

/** How many there are by status. With `most` none is counted further than that, so that the cost does not grow with the log. */
export async function countByStatus(db: Database, most?: number): Promise<Record<DeliveryStatus, number>> {
  const { deliveries } = db.tables;
  // One status at a time: each is a stretch of the index, and can be left early.
  const counted = deliveryStatuses.map((name) => {
    const found = sql`SELECT 1 FROM ${deliveries} WHERE ${deliveries.status} = ${name}${upTo(most)}`;
    return sql`SELECT ${name} AS status, (SELECT count(*) FROM (${found}) found) AS number`;
  });
  const rows = await db.read
    .select({ status: sql<DeliveryStatus>`status`, number: sql<number | string>`number` })
    .from(sql`(${sql.join(counted, sql` UNION ALL `)}) counted`);
  return Object.fromEntries(rows.map(({ status, number }) => [status, Number(number)])) as Record<
    DeliveryStatus,
    number
  >;
}

/** How many match; with `most` no further than that, `isCapped` then telling that there are more. */
export async function countMatching(
  db: Database,
  where: SQL | undefined,
  most?: number,
): Promise<{ total: number; isCapped?: boolean }> {
  const { deliveries } = db.tables;
  const condition = where ? sql` WHERE ${where}` : sql``;
  const found = sql`SELECT 1 FROM ${deliveries}${condition}${upTo(most === undefined ? undefined : most + 1)}`;
  const [row] = await db.read.select({ number: sql<number | string>`count(*)` }).from(sql`(${found}) found`);
  const number = Number(row?.number ?? 0);
  return most === undefined ? { total: number } : { total: Math.min(number, most), isCapped: number > most };
}
