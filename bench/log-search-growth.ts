import { runProgram } from "./program";
import type { Result } from "./result";

const target = 1.5;

/** What searching the log costs (a page of a rare word and one of a common word) at a million deliveries over ten thousand; lower is better. */
export async function run(): Promise<Result> {
  const { small, large } = await runProgram<{ small: number; large: number }>("bench/growth/searches.ts");
  const ratio = large / small;
  const numbers = { value: large, unit: "ms", reference: small, ratio, target };
  return { name: "log-search-growth", ...numbers, pass: ratio <= target };
}
