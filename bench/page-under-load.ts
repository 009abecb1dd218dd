import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 1.5;

/** 95th percentile of the deliveries page while a worker delivers at full rate, over the same while idle; lower is better. Needs a build. */
export async function run(): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), "hookdesk-page-"));
  const receiver = await runServer("receiver.mjs");
  const port = String(20_000 + (process.pid % 20_000));
  const env = {
    ...{ DATA_DIR: dataDir, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, HOOKDESK_ALLOW_NET: "127.0.0.1" },
    ...{ HOOKDESK_ADMIN_EMAIL: "admin@example.com", HOOKDESK_ADMIN_PASSWORD: "correct-horse-battery" },
  };
  // With the flags of scripts/programs.mjs.
  const children = [["dist/server.mjs"], ["--max-semi-space-size=64", "dist/worker.mjs"]].map((args) =>
    spawn(process.execPath, args, {
      cwd: join(import.meta.dirname, ".."),
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...env, NODE_ENV: "production", LOG_LEVEL: "error" },
    }),
  );
  try {
    await untilReady(`http://127.0.0.1:${port}/api/health/ready`);
    const { idle, busy } = await runProgram<{ idle: number; busy: number }>(
      "bench/load/page.ts",
      ...[dataDir, port, `http://127.0.0.1:${receiver.port}/in`],
    );
    const ratio = busy / idle;
    const numbers = { value: busy, unit: "ms p95", reference: idle, ratio, target };
    return { name: "page-under-load", ...numbers, pass: ratio <= target };
  } finally {
    receiver.stop();
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(children.map((child) => child.exitCode ?? once(child, "exit")));
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
