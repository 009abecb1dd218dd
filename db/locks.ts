import type { Database } from "./database";

/**
 * Keeps the rows a query finds until the transaction ends: `share` against change and removal, `update` against any
 * other holder too, `no key update` against any but those that only need the row to stay. On SQLite writers queue anyway.
 */
export function held<Query extends object>(
  db: Pick<Database, "dialect">,
  query: Query,
  strength: "share" | "update" | "no key update" = "share",
): Query {
  if (db.dialect === "sqlite") return query;
  return (query as Query & { for(strength: string): Query }).for(strength);
}
