import { mask } from "@/lib/core/secrets";
import { type FunctionRun, longestLogged } from "@/lib/functions/run";

type Kept = Pick<FunctionRun, "arguments" | "result">;

/** Why a run can’t be had again with the arguments kept of it: secrets are masked in the history, long texts cut. */
export function whyNotAgain({ arguments: given }: Kept): string | undefined {
  if (given.includes(mask)) return "Secret arguments are not kept, so this run can’t be repeated. Use Save & Execute.";
  if (given.length > longestLogged.arguments)
    return "Only the beginning of these arguments is kept, so this run can’t be repeated. Use Save & Execute.";
  return undefined;
}

/** Why a run can’t become a test case. */
export function whyNoTest(run: Kept): string | undefined {
  const reason = whyNotAgain(run);
  if (reason) return reason;
  const isWhole = run.result.length <= longestLogged.result && !run.result.includes(mask);
  return isWhole ? undefined : "The result was not kept whole, so it can’t be what a test case expects.";
}
