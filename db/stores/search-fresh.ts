import { desc, gt } from "drizzle-orm";
import { hasWords, queryWords } from "@/lib/delivery/search-words";
import type { Database, Queries } from "../database";
import { searchedDeliveries, wordsOf } from "./search-text";

/** How much of what is not in the index yet is looked at, newest first: rows of each table, and characters. */
const mostRows = 200;
const mostText = 4_000_000;
const atOnce = 10;

/**
 * Ids of the newest deliveries a query's words are in that the index does not have yet, or not with their last attempt. What
 * the indexer has read is left to it. Inside a transaction, `read` is the transaction.
 */
export const freshMatches = (db: Database, read: Queries, q: string | undefined): Promise<string[]> =>
  freshWithWords(db, read, queryWords(q ?? ""));

/** The same for words that are cut already. */
export async function freshWithWords(db: Database, read: Queries, words: readonly string[]): Promise<string[]> {
  if (words.length === 0) return [];
  const { deliveries, attempts, searchPositions } = db.tables;
  const positions = await read.select().from(searchPositions);
  const after = (name: string) => positions.find((row) => row.name === name)?.position ?? "";
  const made = await read
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(gt(deliveries.id, after("deliveries")))
    .orderBy(desc(deliveries.id))
    .limit(mostRows);
  const tried = await read
    .select({ id: attempts.deliveryId })
    .from(attempts)
    .where(gt(attempts.id, after("attempts")))
    .orderBy(desc(attempts.id))
    .limit(mostRows);
  const ids = [...new Set([...made, ...tried].map(({ id }) => id))].sort().reverse();
  const found: string[] = [];
  let text = 0;
  for (let start = 0; start < ids.length && text < mostText; start += atOnce) {
    for (const one of await searchedDeliveries(db, read, ids.slice(start, start + atOnce))) {
      for (const { response } of one.attempts) text += response?.body.length ?? 0;
      text += one.request.body?.length ?? 0;
      if (hasWords(wordsOf(one), words)) found.push(one.id);
    }
  }
  return found;
}
