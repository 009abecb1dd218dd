import { and, asc, count, desc, inArray, notInArray, or, type SQL, sql } from "drizzle-orm";
import { mostCounted } from "@/lib/core/page";
import type { DeliveryFilter } from "@/lib/delivery/bulk";
import { queryWords } from "@/lib/delivery/search-words";
import type { DeliveryQuery } from "@/lib/delivery/store";
import type { Database } from "../database";
import { firstRow, idAt, matchingRows, matchText, wordsBeginning } from "../search-words";
import { deliveriesMatching } from "./delivery-filter";
import { freshWithWords } from "./search-fresh";
import { filterKeys } from "./search-text";

export type FoundDeliveries = { ids: string[]; total: number; isCapped: boolean };
/** What both dialects are asked: words, the other filters, and what the index does not have yet. */
type Search = Pick<DeliveryQuery, "page" | "pageSize"> & {
  /** The words of the text; each begins one. */
  asked: string[];
  /** What stands for the other filters in the index. */
  keys: string[];
  filter: DeliveryFilter;
  others: SQL | undefined;
  fresh: string[];
  isUp: boolean;
};

/** One page of what a text or a status code and the other filters find, as ids in the order of the list: that of their ids. */
export async function findDeliveries(db: Database, query: DeliveryQuery): Promise<FoundDeliveries> {
  const { q, code, page, pageSize, sort, countTo: _, ...filter } = query;
  const asked = queryWords(q ?? "");
  if (q && asked.length === 0) return { ids: [], total: 0, isCapped: false };
  const keys = filterKeys({ ...filter, code });
  const search: Search = {
    ...{ page, pageSize, asked, keys },
    filter: { ...filter, code },
    others: deliveriesMatching(db, { ...filter, code }),
    fresh: await freshWithWords(db, db.read, [...asked, ...keys]),
    isUp: sort?.direction === "asc",
  };
  return db.dialect === "sqlite" ? findOnSqlite(db, search) : findOnPostgres(db, search);
}

async function findOnPostgres(db: Database, search: Search): Promise<FoundDeliveries> {
  const { page, pageSize, asked, keys, others, fresh, isUp } = search;
  const { deliveries, searchEntries } = db.tables;
  const { id } = deliveries;
  const rows = matchingRows(db, matchText(db, [...asked, ...keys]));
  const indexed = sql`${id} IN (SELECT ${searchEntries.deliveryId} FROM ${searchEntries} WHERE ${searchEntries.rowId} IN (${rows}))`;
  const found = and(others, fresh.length > 0 ? or(indexed, inArray(id, fresh)) : indexed);
  const counted = db.read
    .select({ id })
    .from(deliveries)
    .where(found)
    .limit(mostCounted + 1);
  const [total] = await db.read.select({ value: count() }).from(counted.as("counted"));
  const ids = await db.read
    .select({ id })
    .from(deliveries)
    .where(found)
    .orderBy(isUp ? asc(id) : desc(id))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  return { ids: ids.map((row) => row.id), ...capped(Number(total?.value ?? 0)) };
}

/**
 * SQLite is told where to begin, because it can't know which is rarer: the words or what the other filters leave. Rows of the
 * index are in the order of the ids, so that a page of a common word is read from the end and no further.
 */
async function findOnSqlite(db: Database, search: Search): Promise<FoundDeliveries> {
  const { page, pageSize, others, fresh, isUp } = search;
  const { deliveries } = db.tables;
  const { id } = deliveries;

  const inFresh = and(others, inArray(id, fresh));
  const freshIds = fresh.length > 0 ? await db.read.select({ id }).from(deliveries).where(inFresh) : [];
  // What the index has of a fresh one already is the same delivery.
  const rest = fresh.length > 0 ? and(others, notInArray(id, fresh)) : others;

  const rows = await rowsOnSqlite(db, search, rest);
  const direction = sql.raw(isUp ? "ASC" : "DESC");
  const indexed = rows
    ? await db.read
        .select({ id: sql<string>`id` })
        .from(sql`(SELECT ${id} AS id FROM ${rows.found} ORDER BY f.rowid ${direction} LIMIT ${page * pageSize})`)
    : [];
  const ids = [...indexed, ...freshIds].map((row) => row.id).sort();
  if (!isUp) ids.reverse();
  const total = freshIds.length + (rows ? await countUpTo(db, rows.counted) : 0);
  return { ids: ids.slice((page - 1) * pageSize, page * pageSize), ...capped(total) };
}

/** Fewer than these are looked at one by one: to compare them with the keys of many takes longer. */
const fewRows = 1_000;

/** Where the rows come from, and where to count them; undefined when no word of the index fits. */
async function rowsOnSqlite(db: Database, { asked, keys, filter }: Search, where: SQL | undefined) {
  const { deliveries, searchEntries } = db.tables;
  const choices = await wordsBeginning(db.read, asked);
  if (!choices) return undefined;
  const matching = (words: string[]) => sql`f.search_words MATCH ${matchText(db, words, choices)}`;
  const ofWords = sql`search_words f WHERE ${matching(asked)}`;
  const isFew = asked.length > 0 && keys.length > 0 && (await countUpTo(db, ofWords, fewRows)) <= fewRows;
  const conditions = [matching(isFew ? asked : [...asked, ...keys])];
  if (filter.from !== undefined) conditions.push(sql`f.rowid >= ${rowAt(filter.from)}`);
  if (filter.to !== undefined) conditions.push(sql`f.rowid < ${rowAt(filter.to)}`);
  // What no key stands for: where it is rare, its rows are told, and the words are only compared with them.
  const hasKey =
    filter.ids === undefined && (filter.status === undefined || filterKeys({ status: filter.status }).length > 0);
  if (where && !hasKey && (await countUpTo(db, sql`${deliveries} WHERE ${where}`)) <= mostCounted)
    conditions.push(sql`+f.rowid IN (SELECT ${searchEntries.rowId} FROM ${deliveries}
      CROSS JOIN ${searchEntries} ON ${searchEntries.deliveryId} = ${deliveries.id} WHERE ${where})`);
  const matched = sql.join(where ? [...conditions, where] : conditions, sql` AND `);
  const found = sql`search_words f CROSS JOIN ${searchEntries} ON ${searchEntries.rowId} = f.rowid
    CROSS JOIN ${deliveries} ON ${deliveries.id} = ${searchEntries.deliveryId} WHERE ${matched}`;
  // From the end, as the page is: FTS5 walks all the way to where a range begins, but stops where it ends.
  return { found, counted: where === undefined ? ofWords : sql`${found} ORDER BY f.rowid DESC` };
}

const rowAt = (moment: string) => firstRow(idAt("dlv", new Date(moment)));

/** How many rows there are, as far as one more than `most`. */
async function countUpTo({ read }: Database, rows: SQL, most = mostCounted): Promise<number> {
  const [row] = await read
    .select({ number: sql<number>`count(*)` })
    .from(sql`(SELECT 1 FROM ${rows} LIMIT ${most + 1})`);
  return Number(row?.number ?? 0);
}

const capped = (total: number) => ({ total: Math.min(total, mostCounted), isCapped: total > mostCounted });
