import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 0.9;

/** Throughput to ten healthy partners beside 200 that never answer, over the same alone. */
export async function run(): Promise<Result> {
  const receivers = await runServer("load/receivers.mjs");
  try {
    const { alone, beside } = await runProgram<{ alone: number; beside: number }>(
      "bench/load/slow-receivers.ts",
      String(receivers.port),
    );
    const ratio = beside / alone;
    const numbers = { value: beside, unit: "deliveries/s", reference: alone, ratio, target };
    return { name: "slow-receivers", ...numbers, pass: ratio >= target };
  } finally {
    receivers.stop();
  }
}
