import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 0.5;

/**
 * The whole pipeline (claim, send, reply stored, history written, every outcome on disk) against undici in a bare loop: same
 * process, same receiver, same body, same number of exchanges at a time. Rounds alternate; the median ratio counts. The
 * receiver answers at once, so this measures what the pipeline costs, not how well it waits.
 */
export async function run(): Promise<Result> {
  const receiver = await runServer("receiver.mjs");
  try {
    const url = `http://127.0.0.1:${receiver.port}/tickets`;
    const { pipeline, bare } = await runProgram<{ pipeline: number; bare: number }>("bench/pipeline/program.ts", url);
    const ratio = pipeline / bare;
    const numbers = { value: pipeline, unit: "deliveries/s", reference: bare, ratio, target };
    return { name: "pipeline-vs-http", ...numbers, pass: ratio >= target };
  } finally {
    receiver.stop();
  }
}
