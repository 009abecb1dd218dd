import { type SQL, sql } from "drizzle-orm";
import type { Database, Queries } from "./database";
import { run } from "./run";

type Dialect = Pick<Database, "dialect">;

/** The least id of its kind a moment can have (UUIDv7). */
export const idAt = (prefix: "dlv" | "att", at: Date): string =>
  `${prefix}_${Math.max(0, at.getTime()).toString(16).padStart(12, "0")}`;

const beginning = Date.UTC(2020, 0, 1);
export const perMs = 4_096;
/** Where a delivery's row is looked for: by the moment in its id, so that rows stay in the order of ids. */
export const firstRow = (id: string): number => {
  const ms = Number.parseInt(id.slice(4, 16), 16);
  return Number.isSafeInteger(ms) && ms > beginning ? (ms - beginning) * perMs : 0;
};

/** Keeps the words of rows of the index, in place of those they had. Words are those of `searchWords`. */
export async function putWords(
  db: Dialect,
  tx: Queries,
  rows: readonly { rowId: number; words: readonly string[] }[],
): Promise<void> {
  if (rows.length === 0) return;
  const tuples = rows.map(({ rowId, words }) =>
    db.dialect === "sqlite"
      ? sql`(${rowId}, ${words.join(" ")})`
      : sql`(${rowId}, array_to_tsvector(coalesce(
          (SELECT array_agg(word) FROM json_array_elements_text(${JSON.stringify(words)}::json) AS word), '{}')))`,
  );
  const values = sql.join(tuples, sql`, `);
  await run(
    db,
    tx,
    db.dialect === "sqlite"
      ? sql`INSERT OR REPLACE INTO search_words (rowid, words) VALUES ${values}`
      : sql`INSERT INTO search_words (row_id, words) VALUES ${values}
          ON CONFLICT (row_id) DO UPDATE SET words = excluded.words`,
  );
}

export const removeWords = (db: Dialect, tx: Queries, rowIds: readonly number[]): Promise<void> =>
  rowIds.length === 0
    ? Promise.resolve()
    : run(
        db,
        tx,
        sql`DELETE FROM search_words WHERE ${sql.raw(db.dialect === "sqlite" ? "rowid" : "row_id")} IN ${rowIds}`,
      );

/** Begins words that stand for a fact: no letter and no digit, so that no query has it; part of a word for FTS5 all the same. */
export const keySign = "§";
/** A webhook's id may come from an address. */
const quoted = (word: string) => word.replaceAll(/[^\p{L}\p{N}_§]/gu, "");

/**
 * What FTS5's MATCH or a tsquery is given for words that must all begin one of a row. `choices` are the words of the index
 * a query's word stands for, where they are known. Words have letters, digits and `_` only, so that nothing needs quoting.
 */
export function matchText(
  { dialect }: Dialect,
  words: readonly string[],
  choices?: ReadonlyMap<string, string[]>,
): string {
  const isKey = (word: string) => word.startsWith(keySign);
  if (dialect === "postgres")
    return words.map((word) => (isKey(word) ? `'${quoted(word)}'` : `'${word}':*`)).join(" & ");
  const oneOf = (word: string) => {
    if (isKey(word)) return `"${quoted(word)}"`;
    const known = choices?.get(word);
    return known ? `(${known.map((one) => `"${one}"`).join(" OR ")})` : `"${word}"*`;
  };
  return words.map(oneOf).join(" AND ");
}

/** The rows of the index a match text finds, as a subquery. */
export const matchingRows = ({ dialect }: Dialect, match: string): SQL =>
  dialect === "sqlite"
    ? sql`SELECT rowid FROM search_words WHERE search_words MATCH ${match}`
    : sql`SELECT row_id FROM search_words WHERE words @@ ${match}::tsquery`;

/** FTS5 answers one, two and three letters from an index of its own. */
const indexedPrefix = 3;
const mostChoices = 64;

/**
 * The words of the index that begin so, for SQLite: FTS5 collects every row of a prefix before it gives the first, but walks
 * those of whole words lazily, newest first. A prefix of too many words is left as it is. Undefined: one word begins none.
 */
export async function wordsBeginning(
  read: Queries,
  prefixes: readonly string[],
): Promise<Map<string, string[]> | undefined> {
  const found = new Map<string, string[]>();
  for (const prefix of prefixes) {
    if ([...prefix].length <= indexedPrefix || prefix.startsWith(keySign)) continue;
    const words: string[] = [];
    let at = prefix;
    while (words.length <= mostChoices) {
      const term = sql<string>`term`;
      // Limited to one, or the table would walk through every place the word is at.
      const [next] = await read.select({ term }).from(sql`search_terms`).where(sql`${term} >= ${at}`).limit(1);
      if (!next?.term.startsWith(prefix)) break;
      words.push(next.term);
      at = `${next.term}\x01`;
    }
    if (words.length === 0) return undefined;
    if (words.length <= mostChoices) found.set(prefix, words);
  }
  return found;
}
