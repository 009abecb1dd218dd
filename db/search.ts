import { type AnyColumn, or, type SQL, sql } from "drizzle-orm";

/** True where any of the columns contains the text, case-insensitively; `%` and `_` count as themselves. */
export function contains(text: string, ...columns: (AnyColumn | SQL)[]): SQL | undefined {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  return or(...columns.map((column) => sql`lower(${column}) like ${pattern} escape '\\'`));
}
