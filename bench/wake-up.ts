import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle";
import { hasPostgres, startPostgres } from "./postgres-server";
import { runProgram } from "./program";
import type { Result } from "./result";

const [reference, target] = [25, 1];

/** Median ms from the commit of a fired webhook to its request at the receiver, on SQLite and on an idle machine, over 25 ms; lower is better. */
export async function run(): Promise<Result> {
  const programs = await bundle({ worker: "app/_server/worker.ts" });
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-wake-"));
  const measure = async (name: string, url: string) => {
    const file = join(programs, "worker.mjs");
    const took = await runProgram<{ median: number; p95: number }>("bench/load/wake.ts", url, folder, file);
    console.error(`  ${name}: median ${took.median.toFixed(1)} ms, 95th percentile ${took.p95.toFixed(1)} ms`);
    return took.median;
  };
  try {
    const value = await measure("SQLite", `sqlite:${join(folder, "wake.db")}`);
    if (hasPostgres()) {
      const server = startPostgres("hookdesk");
      await measure("Postgres", server.url("hookdesk")).finally(server.stop);
    }
    const ratio = value / reference;
    return { name: "commit-to-first-byte", value, unit: "ms", reference, ratio, target, pass: ratio <= target };
  } finally {
    rmSync(programs, { recursive: true });
    rmSync(folder, { recursive: true });
  }
}
