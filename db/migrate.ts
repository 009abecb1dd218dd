import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";

/** What a dialect offers for migrating: everything between `begin` and `commit` is one transaction no other process can enter. */
export type MigrationTarget = {
  dialect: "sqlite" | "postgres";
  run(sql: string): Promise<void>;
  applied(): Promise<Set<string>>;
  record(hash: string): Promise<void>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Called before the first statement when data already exists, so that a rewrite can be undone by hand. */
  backup?(): Promise<void>;
};

const folder = (dialect: string) => join(/* turbopackIgnore: true */ process.cwd(), "db", dialect, "migrations");

/** Brings the schema up to date; safe to run from several processes at once. Returns how many migrations were applied. */
export async function migrate(target: MigrationTarget): Promise<number> {
  const all = readMigrationFiles({ migrationsFolder: folder(target.dialect) });
  const waiting = (done: Set<string>) => all.filter((migration) => !done.has(migration.hash));
  const before = await target.applied();
  if (waiting(before).length === 0) return 0;
  if (before.size > 0) await target.backup?.();
  await target.begin();
  try {
    const mine = waiting(await target.applied());
    for (const migration of mine) {
      for (const statement of migration.sql) await target.run(statement);
      await target.record(migration.hash);
    }
    await target.commit();
    return mine.length;
  } catch (error) {
    await target.rollback();
    throw error;
  }
}
