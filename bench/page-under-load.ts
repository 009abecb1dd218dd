import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProgram } from "./load/built";
import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 1.5;

/** 95th percentile of the deliveries page while a worker delivers at full rate, over the same while none runs; lower is better. */
export async function run(): Promise<Result> {
  if (!["dist/server.mjs", "dist/worker.mjs", ".next/BUILD_ID"].every((file) => existsSync(file)))
    throw new Error("This benchmark needs a build: npm run build.");
  const dataDir = mkdtempSync(join(tmpdir(), "hookdesk-page-"));
  const receiver = await runServer("receiver.mjs");
  const port = String(20_000 + (process.pid % 20_000));
  const administrator = { HOOKDESK_ADMIN_EMAIL: "admin@example.com", HOOKDESK_ADMIN_PASSWORD: "correct-horse-battery" };
  const own = { DATA_DIR: dataDir, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  const console_ = startProgram("dist/server.mjs", { ...own, ...administrator });
  try {
    await untilReady(`http://127.0.0.1:${port}/api/health/live`);
    const { idle, busy } = await runProgram<{ idle: number; busy: number }>(
      "bench/load/page.ts",
      ...[dataDir, port, `http://127.0.0.1:${receiver.port}/in`],
    );
    const ratio = busy / idle;
    const numbers = { value: busy, unit: "ms p95", reference: idle, ratio, target };
    return { name: "page-under-load", ...numbers, pass: ratio <= target };
  } finally {
    receiver.stop();
    await console_.stop();
    rmSync(dataDir, { recursive: true });
  }
}

async function untilReady(url: string) {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The console did not get ready");
}
