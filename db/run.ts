import type { SQL } from "drizzle-orm";
import type { Database, Queries } from "./database";

type Dialect = Pick<Database, "dialect">;
type Postgres = { execute(statement: SQL): Promise<{ rows: unknown[] }> };

/** Runs a statement that gives no rows. */
export async function run({ dialect }: Dialect, tx: Queries, statement: SQL): Promise<void> {
  if (dialect === "sqlite") await tx.run(statement);
  else await (tx as unknown as Postgres).execute(statement);
}

/** The rows of a statement as the driver gives them. */
export async function rowsOf<Row>({ dialect }: Dialect, tx: Queries, statement: SQL): Promise<Row[]> {
  if (dialect === "sqlite") return tx.all<Row>(statement);
  return (await (tx as unknown as Postgres).execute(statement)).rows as Row[];
}
