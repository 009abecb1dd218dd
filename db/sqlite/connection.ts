import { type FileHandle, open } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Queries } from "../database";

// A checkpoint stops whoever commits the page that brings it on; larger ones write less, as pages changed often go once.
const checkpointPages = 8_000;
const mostBusyMs = 20;
const mostKept = 300;
const longestKept = 10_000;

/** One connection with the settings every connection has. */
export function connect(file: string): Sqlite.Database {
  const raw = new Sqlite(file);
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000"])
    raw.pragma(pragma);
  raw.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  return withKeptStatements(raw);
}

/** Drizzle has every statement planned anew; the texts are few, so the last ones used are kept. */
function withKeptStatements(raw: Sqlite.Database): Sqlite.Database {
  const prepare = raw.prepare.bind(raw);
  const kept = new Map<string, Sqlite.Statement>();
  const keepingPrepare = (text: string): Sqlite.Statement => {
    const known = kept.get(text);
    const statement = known ?? prepare(text);
    // Whoever used it before may have asked for bare arrays.
    if (known?.reader) known.raw(false);
    kept.delete(text);
    if (text.length <= longestKept) kept.set(text, statement);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  raw.prepare = keepingPrepare as typeof raw.prepare;
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
  // Commits are made durable by `flush`.
  raw.pragma("synchronous = NORMAL");
  let last: Promise<unknown> = Promise.resolve();
  let breathedAt = 0;

  /** A queue of writes is all promises: without a pause, connections and timers wait until the last one is through. */
  async function breathe() {
    if (performance.now() - breathedAt < mostBusyMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    breathedAt = performance.now();
  }

  let log: Promise<FileHandle> | undefined;
  let flushing: Promise<void> | undefined;
  let nextFlush: Promise<void> | undefined;

  async function flushLog(): Promise<void> {
    log ??= open(`${file}-wal`, "r+").catch((error) => {
      log = undefined;
      throw error;
    });
    await (await log).datasync();
  }

  /**
   * Resolves when everything committed so far is on disk. It happens on the thread pool, since an fsync inside SQLite would
   * stop the event loop, and once for all who ask meanwhile.
   */
  function flush(): Promise<void> {
    if (!flushing) {
      flushing = flushLog().finally(() => {
        flushing = undefined;
      });
      return flushing;
    }
    // The one under way may have begun before what is asked for was committed.
    nextFlush ??= flushing
      .catch(() => {})
      .then(() => {
        nextFlush = undefined;
        return flush();
      });
    return nextFlush;
  }

  return {
    raw,
    /** Drizzle on this connection, for use inside `exclusive`. */
    tx: queriesOn(raw),

    /**
     * Runs `work` when every earlier write is through, in a transaction of its own. `flushed`: resolves once it is on disk,
     * while others already go on; `unflushed`: should a power cut undo it, nothing is lost that can't be done again.
     */
    exclusive<T>(work: () => Promise<T> | T, durability: "flushed" | "unflushed" = "flushed"): Promise<T> {
      const run = last.then(async () => {
        await breathe();
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
      if (durability === "unflushed") return run;
      return run.then(async (result) => {
        await flush();
        return result;
      });
    },

    async close(): Promise<void> {
      await last;
      await (nextFlush ?? flushing);
      await (await log)?.close();
      raw.close();
    },
  };
}
