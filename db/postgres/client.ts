import type { Database, Queries } from "../database";
import { migrate } from "../migrate";
import { postgresClaimEvents } from "./claim-events";
import { channel, type PostgresDriver } from "./driver";
import { postgresHot } from "./hot";
import { tables } from "./tables";

/** Migrates if needed. Every write notifies, so that workers and live pages of all processes wake. */
export async function openPostgres(driver: PostgresDriver): Promise<Database> {
  await migratePostgres(driver);
  const listeners = new Set<() => void>();
  const stop = await driver.listen(channel, () => {
    for (const listener of listeners) listener();
  });
  return {
    dialect: "postgres",
    tables: tables as unknown as Database["tables"],
    read: driver.db as unknown as Queries,
    write: (work) =>
      driver.db.transaction(async (tx) => {
        const result = await work(tx as unknown as Queries);
        await tx.execute(`NOTIFY ${channel}`);
        return result;
      }),
    hot: postgresHot(driver, { dialect: "postgres", tables: tables as unknown as Database["tables"] }),
    claimEvents: postgresClaimEvents(driver),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await stop();
      await driver.close();
    },
  };
}

/** One advisory lock for everybody who starts at the same time. */
const migrationLock = 4_015_601;

async function migratePostgres(driver: PostgresDriver) {
  await driver.transaction(async (query) => {
    await query(`SELECT pg_advisory_xact_lock(${migrationLock})`);
    await query(
      "CREATE TABLE IF NOT EXISTS migrations (hash text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
    );
    await migrate({
      dialect: "postgres",
      run: async (sql) => void (await query(sql)),
      applied: async () =>
        new Set((await query<{ hash: string }>("SELECT hash FROM migrations")).map((row) => row.hash)),
      record: async (hash) => void (await query("INSERT INTO migrations (hash) VALUES ($1)", [hash])),
      // The advisory lock's transaction is the one everything runs in.
      begin: async () => {},
      commit: async () => {},
      rollback: async () => {},
    });
  });
}
