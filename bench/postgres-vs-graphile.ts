import { rmSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle";
import { runPeer } from "./peers";
import { startPostgres } from "./postgres-server";
import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 1;
const jobs = 5_000;

/** The durable pipeline on Postgres (best of 1, 2 and 4 workers) over graphile-worker doing the same POST on the same server. */
export async function run(): Promise<Result> {
  const server = startPostgres("hookdesk", "graphile");
  const receiver = await runServer("receiver.mjs");
  const programs = await bundle({ worker: "bench/load/postgres-worker.ts" });
  const url = `http://127.0.0.1:${receiver.port}/tickets`;
  try {
    const reference = await runPeer("graphile.mjs", server.url("graphile"), url, String(jobs), "64");
    const worker = join(programs, "worker.mjs");
    const perSecond = await runProgram<Record<string, number>>(
      "bench/load/postgres.ts",
      server.url("hookdesk"),
      url,
      worker,
    );
    for (const [count, value] of Object.entries(perSecond))
      console.error(`  ${count} workers: ${value.toFixed(0)} deliveries/s`);
    const value = Math.max(...Object.values(perSecond));
    const ratio = value / reference;
    return {
      name: "postgres-vs-graphile",
      value,
      unit: "deliveries/s",
      reference,
      ratio,
      target,
      pass: ratio >= target,
    };
  } finally {
    receiver.stop();
    server.stop();
    rmSync(programs, { recursive: true });
  }
}
