import type { ProgramName } from "./deluge/programs";
import { runPeer } from "./peers";
import { runProgram } from "./program";
import type { Result } from "./result";

const target = 1;

/**
 * A Deluge program, budgets counted, with limits of 10⁹ statements and 10⁹ characters and elements made (bench/deluge/programs.ts),
 * against the same program in JavaScript (bench/deluge/equivalents.mjs) in QuickJS compiled to WebAssembly. The ratio is
 * Deluge's speed over QuickJS's: higher is better.
 */
export const benchmark = (name: ProgramName) => ({
  async run(): Promise<Result> {
    const value = await runProgram<number>("bench/deluge/run.ts", name, "deluge");
    const reference = await runPeer("quickjs.mjs", name);
    const ratio = value / reference;
    return {
      name: `deluge-${name}-vs-quickjs`,
      value,
      unit: "runs/s",
      reference,
      ratio,
      target,
      pass: ratio >= target,
    };
  },
});
