import type { Database } from "./database";

/**
 * Keeps the rows a query finds until the transaction ends: `share` against change and removal, `update` against any
 * other holder too. On SQLite writers queue anyway.
 */
export function held<Query extends object>(
  db: Pick<Database, "dialect">,
  query: Query,
  strength: "share" | "update" = "share",
): Query {
  if (db.dialect === "sqlite") return query;
  return (query as Query & { for(strength: string): Query }).for(strength);
}
