import type { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { PostgresDriver } from "../postgres/driver";

/** PGlite behind the driver shape: Postgres without a server, for tests. */
export const pgliteDriver = (server: PGlite): PostgresDriver => ({
  db: drizzle(server, { casing: "snake_case" }) as unknown as PostgresDriver["db"],
  query: async <Row>(sql: string, parameters?: unknown[]) => (await server.query<Row>(sql, parameters)).rows,
  transaction: (work) =>
    server.transaction((tx) =>
      work(async <Row>(sql: string, parameters?: unknown[]) => (await tx.query<Row>(sql, parameters)).rows),
    ),
  listen: (name, listener) => server.listen(name, () => listener()),
  close: () => server.close(),
});
