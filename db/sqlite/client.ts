import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type Sqlite from "better-sqlite3";
import type { Database } from "../database";
import { migrate } from "../migrate";
import { sqliteClaimEvents } from "./claim-events";
import { connect, openWriter, queriesOn } from "./connection";
import { sqliteHot } from "./hot";
import { tables } from "./tables";

const pollMs = 10;

/**
 * Opens (creating and migrating if needed) the embedded database. Writes queue on one connection, reads use another.
 * One process must open a file once: a writer that waits for another one of its own event loop freezes it.
 */
export async function openSqlite(file: string): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true });
  const writer = openWriter(file);
  await migrateSqlite(writer.raw, file);
  // Statements that change many rows keep notes for the time they take; in files, those cost a claim half its time.
  writer.raw.pragma("temp_store = MEMORY");
  const reader = connect(file);
  const changes = watchChanges(reader);
  const stamp = reader.prepare("PRAGMA data_version").pluck();
  return {
    dialect: "sqlite",
    tables,
    read: queriesOn(reader),
    write: (work) => writer.exclusive(() => work(writer.tx)),
    hot: sqliteHot(writer, reader),
    claimEvents: sqliteClaimEvents(writer),
    stamp: () => stamp.get() as number,
    onChange: changes.subscribe,
    async close() {
      changes.stop();
      await writer.close();
      reader.close();
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
    // A full disk has already undone it.
    rollback: async () => void (raw.inTransaction && raw.exec("ROLLBACK")),
    async backup() {
      const copy = `${file}.before-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
      if (!existsSync(copy)) await raw.backup(copy);
    },
  });
}
