import { existsSync, mkdirSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Database, Queries } from "../database";
import { migrate } from "../migrate";
import { sqliteHot } from "./hot";
import { tables } from "./tables";

const pollMs = 10;

function connect(file: string) {
  const raw = new Sqlite(file);
  for (const pragma of [
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "wal_autocheckpoint = 16000",
  ])
    raw.pragma(pragma);
  return raw;
}

/**
 * Opens (creating and migrating if needed) the embedded database. Writes queue on one connection, reads use another:
 * better-sqlite3 refuses async transactions, so they are opened by hand, and on a shared connection a query of some
 * other request would silently join the open one. One process must open a file once (two writers can freeze it).
 */
export async function openSqlite(file: string): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true });
  const writer = connect(file);
  await migrateSqlite(writer, file);
  const reader = connect(file);
  const queries = (raw: Sqlite.Database) => drizzle(raw, { casing: "snake_case" }) as unknown as Queries;
  const tx = queries(writer);
  let last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when every earlier write is through, in a transaction of its own; `unflushed` only together with `flush`. */
  function exclusive<T>(work: () => Promise<T> | T, durability: "flushed" | "unflushed" = "flushed"): Promise<T> {
    const run = last.then(async () => {
      writer.exec(durability === "flushed" ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
      writer.exec("BEGIN IMMEDIATE");
      try {
        const result = await work();
        writer.exec("COMMIT");
        return result;
      } catch (error) {
        if (writer.inTransaction) writer.exec("ROLLBACK");
        throw error;
      }
    });
    last = run.catch(() => {});
    return run;
  }

  const changes = watchChanges(reader);
  const log = writeAheadLog(file);
  return {
    dialect: "sqlite",
    tables,
    read: queries(reader),
    write: (work) => exclusive(() => work(tx)),
    hot: sqliteHot({ writer, reader, target: { dialect: "sqlite", tables }, tx, exclusive, flush: log.flush }),
    onChange: changes.subscribe,
    async close() {
      changes.stop();
      await last;
      await log.close();
      reader.close();
      writer.close();
    },
  };
}

/** Flushing on the thread pool what a commit left to the operating system: an fsync inside SQLite stops the event loop. */
function writeAheadLog(file: string) {
  let opened: Promise<FileHandle> | undefined;
  return {
    async flush() {
      opened ??= open(`${file}-wal`, "r+").catch((error) => {
        opened = undefined;
        throw error;
      });
      await (await opened).datasync();
    },
    async close() {
      await (await opened)?.close();
      opened = undefined;
    },
  };
}

/** `data_version` moves when any other connection, of this process or another, has committed. */
function watchChanges(reader: Sqlite.Database) {
  const listeners = new Set<() => void>();
  const version = () => reader.pragma("data_version", { simple: true });
  let seen = version();
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const poll = () => {
    const now = version();
    if (now === seen) return;
    seen = now;
    for (const listener of listeners) listener();
  };
  return {
    stop,
    subscribe(listener: () => void) {
      listeners.add(listener);
      timer ??= setInterval(poll, pollMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
  };
}

async function migrateSqlite(raw: Sqlite.Database, file: string) {
  const table = "CREATE TABLE IF NOT EXISTS migrations (hash text PRIMARY KEY NOT NULL, applied_at integer NOT NULL)";
  await migrate({
    dialect: "sqlite",
    run: async (sql) => void raw.exec(sql),
    async applied() {
      const known = raw.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").get();
      return new Set(known ? (raw.prepare("SELECT hash FROM migrations").pluck().all() as string[]) : []);
    },
    record: async (hash) => void raw.prepare("INSERT INTO migrations VALUES (?, ?)").run(hash, Date.now()),
    begin: async () => {
      raw.exec("BEGIN EXCLUSIVE");
      raw.exec(table);
    },
    commit: async () => void raw.exec("COMMIT"),
    rollback: async () => void raw.exec("ROLLBACK"),
    async backup() {
      const copy = `${file}.before-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
      if (!existsSync(copy)) await raw.backup(copy);
    },
  });
}
