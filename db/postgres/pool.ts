import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { PostgresDriver } from "./driver";

// Timestamps are given to drizzle as text, which its column type parses.
const maxConnections = 10;
const reopenMs = 500;
const mostIdleMs = 10_000;
const ignore = () => {};

/** node-postgres behind the driver shape. Reconnecting is the pool's; the LISTEN connection is renewed here. */
export function poolDriver(url: string): PostgresDriver {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    keepAlive: true,
    // Of a machine that lost its network, the server would keep transactions, and the rows they hold, for hours.
    onConnect: async (client) => void (await client.query(`SET idle_in_transaction_session_timeout = ${mostIdleMs}`)),
  });
  // A connection that dies, idle or between two statements, is replaced on next use; unheard, its error would end the process.
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
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

/**
 * Listens on a connection of its own and reconnects, waking the listener once each time: it may have missed something. One attempt
 * at a time: a connection that never came about ends as well, and must not be replaced by two.
 */
async function keepListening(url: string, name: string, listener: () => void): Promise<() => Promise<void>> {
  let stopped = false;
  let current: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function open() {
    const client = new pg.Client({ connectionString: url, keepAlive: true });
    client.on("notification", listener);
    client.on("error", ignore);
    try {
      await client.connect();
      await client.query(`LISTEN ${name}`);
    } catch (error) {
      client.end().catch(ignore);
      throw error;
    }
    if (stopped) return client.end();
    current = client;
    client.once("end", reopenSoon);
    listener();
  }

  function reopenSoon() {
    current = undefined;
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => open().catch(reopenSoon), reopenMs);
  }

  await open();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current?.end();
  };
}
