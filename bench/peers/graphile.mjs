// What one would write instead on Postgres: graphile-worker that POSTs with undici. Prints jobs per second. Arguments: database URL, URL, jobs, concurrency.
import { run, runMigrations } from "graphile-worker";
import pg from "pg";
import { Agent, request } from "undici";

const [connectionString, url, jobs, concurrency] = process.argv.slice(2);
const count = Number(jobs);
const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(800) });
await runMigrations({ connectionString });
const pool = new pg.Pool({ connectionString, max: 64 });
pool.on("error", (error) => console.error(error.message));
pool.on("connect", (client) => client.on("error", (error) => console.error(error.message)));
await pool.query(
  "SELECT graphile_worker.add_job('post', json_build_object('url', $1::text, 'body', $2::text)) FROM generate_series(1, $3::int)",
  [url, body, count],
);
const dispatcher = new Agent({ connections: Number(concurrency), pipelining: 1 });
const headers = { "content-type": "application/json" };
let left = count;
let done;
const finished = new Promise((resolve) => {
  done = resolve;
});
const since = performance.now();
await run({
  pgPool: pool,
  concurrency: Number(concurrency),
  noHandleSignals: true,
  logger: undefined,
  taskList: {
    post: async (data) => {
      const reply = await request(data.url, { method: "POST", headers, body: data.body, dispatcher });
      await reply.body.text();
      if (--left === 0) done();
    },
  },
});
await finished;
console.log(JSON.stringify(count / ((performance.now() - since) / 1_000)));
process.exit(0);
