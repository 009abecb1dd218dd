import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

export const columns = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  text,
  integer,
  id: () => text().primaryKey(),
  /** Integer key given by the database, for desk records. */
  serial: () => integer().primaryKey({ autoIncrement: true }),
  bool: () => integer({ mode: "boolean" }),
  json: <T>() => text({ mode: "json" }).$type<T>(),
  timestamp: () => integer({ mode: "timestamp_ms" }),
};
export type Columns = typeof columns;
