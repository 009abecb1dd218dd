import { runProgram } from "./program";
import type { Result } from "./result";

type Times = { median: number; most: number; slow: number };
type Measured = Record<"executing" | "compiling", Times>;

const target = 1;

/**
 * The first execution of a compiled function of 25 lines, against 1 ms: 95 of 100 take at most the value. The ratio
 * is the value over 1 ms: lower is better.
 */
export async function run(): Promise<Result> {
  const { executing, compiling } = await runProgram<Measured>("bench/deluge/cold-start.ts");
  const told = ({ median, most, slow }: Times) =>
    `${median.toFixed(3)} ms, 95 of 100 below ${most.toFixed(3)} ms, 99 below ${slow.toFixed(3)} ms`;
  console.error(`  first execution ${told(executing)}; compiling ${told(compiling)}`);
  const value = executing.most;
  return { name: "deluge-cold-start", value, unit: "ms", reference: 1, ratio: value, target, pass: value <= target };
}
