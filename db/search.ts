import { type AnyColumn, or, type SQL, sql } from "drizzle-orm";

/** True where any of the columns contains the text, case-insensitively; `%` and `_` count as themselves. */
export function contains(text: string, ...columns: (AnyColumn | SQL)[]): SQL | undefined {
  // Postgres takes no NUL, and no stored text has one.
  if (text.includes("\0")) return sql`1 = 0`;
  const patterns = [...new Set(spellings(text))].map(
    (spelling) => `%${spelling.replace(/[\\%_]/g, (char) => `\\${char}`)}%`,
  );
  return or(
    ...columns.flatMap((column) => patterns.map((pattern) => sql`lower(${column}) like ${pattern} escape '\\'`)),
  );
}

/** SQLite folds the case of ASCII letters only, so that É must be looked for as É and as é. */
function spellings(text: string): string[] {
  const isAscii = /^[\x20-\x7e]*$/.test(text);
  return isAscii ? [text.toLowerCase()] : [text.toLowerCase(), text.toUpperCase(), text];
}
