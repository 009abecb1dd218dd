import { type FileHandle, open } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Queries } from "../database";

// A checkpoint stops whoever commits the page that brings it on; larger ones write less, as pages changed often go once.
const checkpointPages = 8_000;
const mostBusyMs = 20;

/** One connection with the settings every connection has. */
export function connect(file: string): Sqlite.Database {
  const raw = new Sqlite(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"])
    raw.pragma(pragma);
  raw.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  return raw;
}

export const queriesOn = (raw: Sqlite.Database) => drizzle(raw, { casing: "snake_case" }) as unknown as Queries;

export type Writer = ReturnType<typeof openWriter>;

/**
 * A connection whose transactions queue. better-sqlite3 refuses async transactions, so they are opened by hand, and on a
 * shared connection a query of some other request would silently join the open one.
 */
export function openWriter(file: string) {
  const raw = connect(file);
  let last: Promise<unknown> = Promise.resolve();
  let breathedAt = 0;

  /** A queue of writes is all promises: without a pause, connections and timers wait until the last one is through. */
  async function breathe() {
    if (performance.now() - breathedAt < mostBusyMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    breathedAt = performance.now();
  }

  let log: Promise<FileHandle> | undefined;
  return {
    raw,
    /** Drizzle on this connection, for use inside `exclusive`. */
    tx: queriesOn(raw),

    /** Runs `work` when every earlier write is through, in a transaction of its own; `unflushed` only together with `flush`. */
    exclusive<T>(work: () => Promise<T> | T, durability: "flushed" | "unflushed" = "flushed"): Promise<T> {
      const run = last.then(async () => {
        await breathe();
        raw.exec(durability === "flushed" ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        raw.exec("BEGIN IMMEDIATE");
        try {
          const result = await work();
          raw.exec("COMMIT");
          return result;
        } catch (error) {
          if (raw.inTransaction) raw.exec("ROLLBACK");
          throw error;
        }
      });
      last = run.catch(() => {});
      return run;
    },

    /**
     * Resolves when everything committed so far is on disk. It happens on the thread pool: an fsync inside SQLite would
     * stop the event loop.
     */
    async flush(): Promise<void> {
      log ??= open(`${file}-wal`, "r+").catch((error) => {
        log = undefined;
        throw error;
      });
      await (await log).datasync();
    },

    async close(): Promise<void> {
      await last;
      await (await log)?.close();
      raw.close();
    },
  };
}
