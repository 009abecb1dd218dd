import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { bundle } from "./bundle";
import type { Result } from "./result";

const target = 0.5;

/**
 * The whole pipeline (claim, send, reply stored, history written, every outcome on disk) against undici in a bare loop: same
 * process, same receiver, same body, same number of exchanges at a time. Rounds alternate; the median ratio counts. The
 * receiver answers at once, so this measures what the pipeline costs, not how well it waits.
 */
export async function run(): Promise<Result> {
  const programs = await bundle({ pipeline: "bench/pipeline/program.ts" });
  const receiver = spawn(process.execPath, [join(import.meta.dirname, "receiver.mjs")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = `http://127.0.0.1:${await portOf(receiver)}/tickets`;
    // Started with the flags of scripts/programs.mjs.
    const args = ["--max-semi-space-size=64", join(programs, "pipeline.mjs"), url];
    const program = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const { pipeline, bare } = JSON.parse(await text(program.stdout)) as { pipeline: number; bare: number };
    const ratio = pipeline / bare;
    return {
      name: "pipeline-vs-http",
      value: pipeline,
      unit: "deliveries/s",
      reference: bare,
      ratio,
      target,
      pass: ratio >= target,
    };
  } finally {
    receiver.kill();
    rmSync(programs, { recursive: true });
  }
}

async function portOf(receiver: ChildProcess): Promise<number> {
  const [line] = await once(receiver.stdout ?? receiver, "data");
  return Number(String(line));
}
