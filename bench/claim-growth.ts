import { runProgram } from "./program";
import type { Result } from "./result";

const target = 1.5;

/** What a claim costs with a million pending deliveries over what it costs with ten thousand; lower is better. */
export async function run(): Promise<Result> {
  const { small, large, grewMb } = await runProgram<{ small: number; large: number; grewMb: number }>(
    "bench/growth/claims.ts",
  );
  console.error(`  memory grew by ${grewMb.toFixed(0)} MB while claiming beside a million`);
  const ratio = large / small;
  return {
    name: "claim-growth",
    value: large,
    unit: "ms a claim",
    reference: small,
    ratio,
    target,
    pass: ratio <= target,
  };
}
