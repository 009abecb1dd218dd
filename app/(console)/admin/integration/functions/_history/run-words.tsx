import { Status } from "@/components/ui/status";
import type { FunctionRun, RunOrigin } from "@/lib/functions/run";

/** What started a run, as lists name it. */
export const originLabels: Record<RunOrigin, string> = {
  call: "Call by URL",
  console: "Save & Execute",
  rule: "Rule",
  test: "Test case",
  function: "Another function",
  api: "Management API",
};

export const outcomeLabels: Record<FunctionRun["outcome"], string> = { succeeded: "Succeeded", failed: "Failed" };

export const RunOutcome = ({ outcome }: { outcome: FunctionRun["outcome"] }) => (
  <Status meaning={outcome === "failed" ? "danger" : "success"}>{outcomeLabels[outcome]}</Status>
);
