import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPeer } from "./peers";
import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 2;
const jobs = 10_000;
const concurrency = 64;

/** The durable pipeline over a plain BullMQ worker with undici and Redis writing its append-only file, in turn, same receiver. */
export async function run(): Promise<Result> {
  if (spawnSync("redis-server", ["--version"]).status !== 0)
    throw new Error("This benchmark needs redis-server: apt-get install redis-server.");
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-redis-"));
  const port = String(await freePort());
  const redis = spawn(
    "redis-server",
    ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""],
    { stdio: "ignore" },
  );
  const receiver = await runServer("receiver.mjs");
  const url = `http://127.0.0.1:${receiver.port}/tickets`;
  try {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const bullmq: number[] = [];
    for (let round = 0; round < 3; round++)
      bullmq.push(await runPeer("bullmq.mjs", port, url, String(jobs), String(concurrency)));
    const { pipeline } = await runProgram<{ pipeline: number }>("bench/pipeline/program.ts", url);
    const reference = bullmq.sort((a, b) => a - b)[1] ?? 0;
    const ratio = pipeline / reference;
    const numbers = { value: pipeline, unit: "deliveries/s", reference, ratio, target };
    return { name: "pipeline-vs-bullmq", ...numbers, pass: ratio >= target };
  } finally {
    receiver.stop();
    redis.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
