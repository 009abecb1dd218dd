import { and, asc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { SearchIndex } from "@/lib/delivery/search";
import type { Database, Queries } from "../database";
import { held } from "../locks";
import { firstRow, idAt, perMs, putWords, removeWords } from "../search-words";
import { attemptsSearched, entriesOf, searchedDeliveries, wordsOf } from "./search-text";

/*
 * What is new is found by the ids of deliveries and of attempts, which grow with time: whatever changes the words of a delivery
 * adds an attempt, so that nothing has to be written for the index where deliveries are sent. Two positions say up to which
 * id each table was read. Three things could be missed, and are not:
 * - A transaction that commits after the position has passed its ids. The position stays behind by some seconds (`until`), and
 *   the search itself looks at what lies after it. For those that take longer, or clocks of machines that differ, `revisit`
 *   goes over the last minutes again and, once a day, over everything, and indexes what has no entry.
 * - An attempt after the delivery was indexed: its own id brings the delivery up again. An entry knows how many attempts it
 *   was made of, so that `revisit` sees when one is missing. Interrupted ones don't count: the real one may replace them.
 * - Two processes at once: whoever finds a position moved by another since it read drops its batch. Entries are written
 *   whole and in one transaction with their words, so that doing one twice changes nothing.
 */

/** Deliveries that are written at once: the hot path waits this long at most. */
const perTransaction = 50;
const readAtOnce = 10;
const busyMs = 10;

type Indexed = { id: string; attempts: number; words: string[] };

export function searchIndex(db: Database): SearchIndex {
  const { deliveries, attempts, searchPositions } = db.tables;
  const ours = inArray(searchPositions.name, ["deliveries", "attempts", "revisited"]);

  async function positions(): Promise<Record<string, string>> {
    const rows = await db.read.select().from(searchPositions).where(ours);
    return Object.fromEntries(rows.map(({ name, position }) => [name, position]));
  }

  /** Cuts a few milliseconds' worth at a time: others use this thread as well. */
  async function cut(ids: readonly string[]): Promise<Indexed[]> {
    const made: Indexed[] = [];
    let since = performance.now();
    for (let start = 0; start < ids.length; start += readAtOnce) {
      for (const found of await searchedDeliveries(db, db.read, ids.slice(start, start + readAtOnce))) {
        made.push({ id: found.id, attempts: attemptsSearched(found), words: wordsOf(found) });
        if (performance.now() - since < busyMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        since = performance.now();
      }
    }
    return made;
  }

  /** False when another process has moved a position meanwhile: nothing is written then. */
  const write = (made: readonly Indexed[], from: Record<string, string>, to: Record<string, string>) =>
    db.write(async (tx) => {
      const rows = await held(
        db,
        tx.select().from(searchPositions).where(ours).orderBy(asc(searchPositions.name)),
        "update",
      );
      if (rows.some(({ name, position }) => position !== from[name])) return false;
      await writeEntries(db, tx, made);
      for (const [name, position] of Object.entries(to))
        await tx.update(searchPositions).set({ position, at: new Date() }).where(eq(searchPositions.name, name));
      return true;
    });

  async function indexAll(ids: readonly string[], from: Record<string, string>, to: Record<string, string>) {
    for (let start = 0; ; start += perTransaction) {
      const made = await cut(ids.slice(start, start + perTransaction));
      const isLast = start + perTransaction >= ids.length;
      if (!(await write(made, from, isLast ? to : {}))) return false;
      if (isLast) return true;
    }
  }

  return {
    async indexNext(limit, until) {
      const from = await positions();
      const made = await db.read
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(gt(deliveries.id, from.deliveries ?? ""), lt(deliveries.id, idAt("dlv", until))))
        .orderBy(asc(deliveries.id))
        .limit(limit);
      const tried = await db.read
        .select({ id: attempts.id, deliveryId: attempts.deliveryId })
        .from(attempts)
        .where(and(gt(attempts.id, from.attempts ?? ""), lt(attempts.id, idAt("att", until))))
        .orderBy(asc(attempts.id))
        .limit(limit);
      if (made.length === 0 && tried.length === 0) return 0;
      const ids = [...new Set([...made.map(({ id }) => id), ...tried.map(({ deliveryId }) => deliveryId)])].sort();
      const to = {
        ...(made.length > 0 && { deliveries: made.at(-1)?.id ?? "" }),
        ...(tried.length > 0 && { attempts: tried.at(-1)?.id ?? "" }),
      };
      return (await indexAll(await outdated(db, ids), from, to)) ? made.length + tried.length : 0;
    },

    async revisit(limit, from, until) {
      const before = await positions();
      const after = before.revisited || idAt("dlv", from);
      const rows = await db.read
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(and(gt(deliveries.id, after), lt(deliveries.id, idAt("dlv", until))))
        .orderBy(asc(deliveries.id))
        .limit(limit);
      const isEnd = rows.length < limit;
      const missed = await outdated(
        db,
        rows.map(({ id }) => id),
      );
      const revisited = isEnd ? "" : (rows.at(-1)?.id ?? "");
      if (missed.length > 0 || revisited !== before.revisited) await indexAll(missed, before, { revisited });
      return isEnd;
    },
  };
}

/** Those of the deliveries without an entry, or with one of fewer attempts than there are. */
async function outdated({ read, tables }: Database, ids: readonly string[]): Promise<string[]> {
  const { deliveries, attempts, searchEntries } = tables;
  const found: string[] = [];
  for (let start = 0; start < ids.length; start += 500) {
    const made = sql`(SELECT count(*) FROM ${attempts} WHERE ${attempts.deliveryId} = ${deliveries.id} AND ${attempts.outcome} <> 'interrupted')`;
    const rows = await read
      .select({ id: deliveries.id })
      .from(deliveries)
      .leftJoin(searchEntries, eq(searchEntries.deliveryId, deliveries.id))
      .where(
        and(
          inArray(deliveries.id, ids.slice(start, start + 500)),
          sql`coalesce(${searchEntries.attempts}, -1) <> ${made}`,
        ),
      );
    found.push(...rows.map(({ id }) => id));
  }
  return found.sort();
}

/** Entries and words of deliveries, in the caller's transaction; of those that still are. */
export async function writeEntries(db: Database, tx: Queries, made: readonly Indexed[]): Promise<void> {
  const { deliveries, searchEntries } = db.tables;
  if (made.length === 0) return;
  const ids = made.map(({ id }) => id);
  const there = await held(db, tx.select({ id: deliveries.id }).from(deliveries).where(inArray(deliveries.id, ids)));
  const isThere = new Set(there.map(({ id }) => id));
  const known = new Map((await entriesOf(db, tx, ids)).map((entry) => [entry.deliveryId, entry.rowId]));
  const kept = made.filter(({ id }) => isThere.has(id));
  const added = kept.filter(({ id }) => !known.has(id));
  for (const { id, attempts } of kept)
    if (known.has(id)) await tx.update(searchEntries).set({ attempts }).where(eq(searchEntries.deliveryId, id));
  const rowIds = await freeRows(db, tx, added);
  if (added.length > 0)
    await tx
      .insert(searchEntries)
      .values(added.map(({ id, attempts }) => ({ rowId: rowIds.get(id) ?? 0, deliveryId: id, attempts })));
  const rowOf = (id: string) => known.get(id) ?? rowIds.get(id) ?? 0;
  await putWords(
    db,
    tx,
    kept.map(({ id, words }) => ({ rowId: rowOf(id), words })),
  );
}

/** A row for each that has none yet; what has no room in its own millisecond goes to a later one. */
async function freeRows(db: Database, tx: Queries, added: readonly Indexed[]): Promise<Map<string, number>> {
  const rowIds = new Map<string, number>();
  const next = await nextRows(db, tx, new Set(added.map(({ id }) => firstRow(id))));
  for (const { id } of added) {
    let first = firstRow(id);
    for (;;) {
      if (!next.has(first)) for (const [key, row] of await nextRows(db, tx, new Set([first]))) next.set(key, row);
      if ((next.get(first) ?? 0) < first + perMs) break;
      first += perMs;
    }
    const rowId = next.get(first) ?? 0;
    rowIds.set(id, rowId);
    next.set(first, rowId + 1);
  }
  return rowIds;
}

/** The row after the last one taken of each millisecond, by its first row. */
async function nextRows(db: Database, tx: Queries, firsts: ReadonlySet<number>): Promise<Map<number, number>> {
  const next = new Map([...firsts].map((first) => [first, first]));
  if (firsts.size === 0) return next;
  const { rowId } = db.tables.searchEntries;
  const lastFrom = (first: number) =>
    sql`SELECT (SELECT max(${rowId}) FROM ${db.tables.searchEntries} WHERE ${rowId} >= ${first} AND ${rowId} < ${first + perMs}) AS last`;
  const all = sql.join([...firsts].map(lastFrom), sql` UNION ALL `);
  const found = await tx.select({ last: sql<number | null>`last` }).from(sql`(${all}) AS lasts`);
  for (const { last } of found) if (last !== null) next.set(Math.floor(Number(last) / perMs) * perMs, Number(last) + 1);
  return next;
}

/** Cuts the words of deliveries anew, in the transaction that has changed their texts. */
export async function reindex(db: Database, tx: Queries, ids: readonly string[]): Promise<void> {
  const known = new Set((await entriesOf(db, tx, ids)).map(({ deliveryId }) => deliveryId));
  const made = (await searchedDeliveries(db, tx, [...known])).map((found) => ({
    id: found.id,
    attempts: attemptsSearched(found),
    words: wordsOf(found),
  }));
  await writeEntries(db, tx, made);
}

/** Takes deliveries out of the index, in the transaction that deletes them. */
export async function forget(db: Database, tx: Queries, ids: readonly string[]): Promise<void> {
  const { searchEntries } = db.tables;
  const rowIds = (await entriesOf(db, tx, ids)).map(({ rowId }) => rowId);
  if (rowIds.length === 0) return;
  await removeWords(db, tx, rowIds);
  await tx.delete(searchEntries).where(inArray(searchEntries.rowId, rowIds));
}
