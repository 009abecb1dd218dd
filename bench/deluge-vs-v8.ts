import type { ProgramName } from "./deluge/programs";
import { runProgram } from "./program";
import type { Result } from "./result";

/** Within 5 × of V8. */
const target = 0.2;

/**
 * A Deluge program, budgets counted, with limits of 10⁹ statements and 10⁹ characters and elements made (bench/deluge/programs.ts),
 * against the same program in JavaScript (bench/deluge/equivalents.mjs), each in a process of its own. The ratio is Deluge's
 * speed over JavaScript's: higher is better, 1 is V8's own speed.
 */
export const benchmark = (name: ProgramName) => ({
  async run(): Promise<Result> {
    const value = await runProgram<number>("bench/deluge/run.ts", name, "deluge");
    const reference = await runProgram<number>("bench/deluge/run.ts", name, "v8");
    const ratio = value / reference;
    return { name: `deluge-${name}-vs-v8`, value, unit: "runs/s", reference, ratio, target, pass: ratio >= target };
  },
});
