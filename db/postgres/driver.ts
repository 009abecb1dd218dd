import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** The least a Postgres connection must offer; node-postgres in production, PGlite in tests. */
export type PostgresDriver = {
  db: PgDatabase<PgQueryResultHKT>;
  /** Rows of a raw statement with `$1` parameters, on any connection. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Runs `work` on one connection inside BEGIN … COMMIT. */
  transaction<T>(work: (query: PostgresDriver["query"]) => Promise<T>): Promise<T>;
  /** Calls back on NOTIFY; returns how to stop. */
  listen(channel: string, listener: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** What every commit notifies and every process listens on. */
export const channel = "hookdesk";
