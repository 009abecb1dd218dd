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

type Write = { work(): unknown; done(result: unknown): void; failed(error: unknown): void };

/**
 * A connection whose writes queue; those that wait at the same time share a transaction, as a commit costs more than most
 * of them. better-sqlite3 refuses async transactions, so they are opened by hand, and on a shared connection a query of
 * some other request would silently join the open one.
 */
export function openWriter(file: string) {
  const raw = connect(file);
  // Commits are made durable by `flush`.
  raw.pragma("synchronous = NORMAL");
  const queue: Write[] = [];
  let writing: Promise<void> | undefined;
  let breathedAt = 0;

  /** Lets connections and timers have their turn, and whoever is about to write join those that wait. */
  async function breathe() {
    await new Promise((resolve) => setImmediate(resolve));
    breathedAt = performance.now();
  }

  const isLate = () => performance.now() - breathedAt > mostBusyMs;

  async function writeAll(): Promise<void> {
    while (queue.length > 0) {
      await breathe();
      await commitTogether();
    }
    writing = undefined;
  }

  /**
   * What waits, committed together; what fails is undone alone, and told once the others are there to be read: it may have
   * failed because of one of them. Never rejects.
   */
  async function commitTogether(): Promise<void> {
    const written: { one: Write; result: unknown }[] = [];
    const refused: { one: Write; error: unknown }[] = [];
    const tellRefused = () => {
      for (const { one, error } of refused) one.failed(error);
    };
    try {
      raw.exec("BEGIN IMMEDIATE");
    } catch (error) {
      for (const one of queue.splice(0)) one.failed(error);
      return;
    }
    try {
      for (let one = queue.shift(); one; one = isLate() ? undefined : queue.shift()) {
        if (written.length > 0) raw.exec("SAVEPOINT one");
        try {
          const result = await one.work();
          if (written.length > 0) raw.exec("RELEASE one");
          written.push({ one, result });
        } catch (error) {
          refused.push({ one, error });
          // A full disk has undone everything.
          if (!raw.inTransaction) throw error;
          raw.exec(written.length > 0 ? "ROLLBACK TO one; RELEASE one" : "ROLLBACK; BEGIN IMMEDIATE");
        }
      }
      raw.exec("COMMIT");
    } catch (error) {
      if (raw.inTransaction) raw.exec("ROLLBACK");
      for (const { one } of written) one.failed(error);
      return tellRefused();
    }
    for (const { one, result } of written) one.done(result);
    tellRefused();
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
     * Runs `work` when every earlier write is through; all or nothing of it is committed. `flushed`: resolves once it is on disk,
     * while others already go on; `unflushed`: should a power cut undo it, nothing is lost that can't be done again.
     */
    async exclusive<T>(work: () => Promise<T> | T, durability: "flushed" | "unflushed" = "flushed"): Promise<T> {
      const result = await new Promise<T>((resolve, failed) => {
        queue.push({ work, done: (made) => resolve(made as T), failed });
        writing ??= writeAll();
      });
      if (durability === "flushed") await flush();
      return result;
    },

    async close(): Promise<void> {
      await writing;
      await (nextFlush ?? flushing);
      await (await log)?.close();
      raw.close();
    },
  };
}
