import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { PostgresDriver } from "./driver";

// Timestamps are given to drizzle as text, which its column type parses.
const maxConnections = 10;

/** node-postgres behind the driver shape. `onLost` reconnecting is the pool's; the LISTEN connection is renewed here. */
export function poolDriver(url: string): PostgresDriver {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
  // An idle connection that dies is replaced on next use; without a listener it would end the process.
  pool.on("error", () => {});
  const query: PostgresDriver["query"] = async <Row>(sql: string, parameters?: unknown[]) =>
    (await pool.query(sql, parameters)).rows as Row[];
  return {
    db: drizzle(pool, { casing: "snake_case" }),
    query,
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        const result = await work(
          async <Row>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as Row[],
        );
        await client.query("COMMIT");
        client.release();
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch(() => {});
        client.release(true);
        throw error;
      }
    },
    listen: (name, listener) => keepListening(url, name, listener),
    close: () => pool.end(),
  };
}

/** Listens on a connection of its own and reconnects, waking the listener once each time: it may have missed something. */
async function keepListening(url: string, name: string, listener: () => void): Promise<() => Promise<void>> {
  let stopped = false;
  let current: pg.Client | undefined;
  const open = async () => {
    const client = new pg.Client({ connectionString: url });
    client.on("notification", listener);
    client.on("error", () => {});
    client.on("end", () => void (stopped || setTimeout(reopen, 500)));
    await client.connect();
    await client.query(`LISTEN ${name}`);
    current = client;
    listener();
  };
  const reopen = () => void (stopped || open().catch(() => setTimeout(reopen, 1000)));
  await open();
  return async () => {
    stopped = true;
    await current?.end();
  };
}
