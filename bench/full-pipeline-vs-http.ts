import { runProgram, runServer } from "./program";
import type { Result } from "./result";

const target = 0.5;

/**
 * Everything between a ticket's event and its partner's answer on the ticket (event claimed, rule matched, four templates
 * rendered, delivery committed, sent, reply mapped and written with the attempt) against undici in a bare loop, as in
 * pipeline-vs-http. The tickets are there before.
 */
export async function run(): Promise<Result> {
  const receiver = await runServer("receiver.mjs");
  try {
    const url = `http://127.0.0.1:${receiver.port}/tickets`;
    const { full, bare } = await runProgram<{ full: number; bare: number }>("bench/pipeline/full.ts", url);
    const ratio = full / bare;
    const numbers = { value: full, unit: "tickets/s", reference: bare, ratio, target };
    return { name: "full-pipeline-vs-http", ...numbers, pass: ratio >= target };
  } finally {
    receiver.stop();
  }
}
