import { and, eq, gte, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { DeliveryFilter } from "@/lib/delivery/bulk";
import { queryWords } from "@/lib/delivery/search-words";
import type { Database } from "../database";
import { idAt, matchingRows, matchText } from "../search-words";

/**
 * The condition that the filters of the deliveries log stand for. `fresh` are what `freshMatches` found for its text: without
 * them, what the indexer has not read yet is not found. The time is that of the id, which is when a delivery was created.
 */
export function deliveriesMatching(
  { tables: { deliveries, searchEntries }, ...db }: Pick<Database, "tables" | "dialect">,
  { status, webhookId, ticketId, q, ids, from, to, code }: DeliveryFilter,
  fresh: readonly string[] = [],
): SQL | undefined {
  const found = (words: string[]) => {
    // Whatever has no word in it is nowhere.
    if (words.length === 0) return sql`1 = 0`;
    const rows = matchingRows(db, matchText(db, words));
    const indexed = sql`${deliveries.id} IN (SELECT ${searchEntries.deliveryId} FROM ${searchEntries} WHERE ${searchEntries.rowId} IN (${rows}))`;
    return fresh.length > 0 ? or(indexed, inArray(deliveries.id, [...fresh])) : indexed;
  };
  return and(
    status && eq(deliveries.status, status),
    ids && inArray(deliveries.id, ids),
    webhookId !== undefined ? eq(deliveries.webhookId, webhookId) : undefined,
    ticketId !== undefined ? eq(deliveries.ticketId, ticketId) : undefined,
    from !== undefined ? gte(deliveries.id, idAt("dlv", new Date(from))) : undefined,
    to !== undefined ? lt(deliveries.id, idAt("dlv", new Date(to))) : undefined,
    code !== undefined ? eq(deliveries.lastStatus, code) : undefined,
    q ? found(queryWords(q)) : undefined,
  );
}
