import { type Meaning, Status } from "@/components/ui/status";
import type { CallOutcome } from "@/lib/inbound/web-method";

/** What each outcome is called, and what its colour means. */
export const callStates: Record<CallOutcome, { label: string; meaning: Meaning }> = {
  created: { label: "Created", meaning: "success" },
  updated: { label: "Updated", meaning: "success" },
  repeated: { label: "Repeated", meaning: "faint" },
  rejected: { label: "Rejected", meaning: "warning" },
  failed: { label: "Failed", meaning: "danger" },
};

export const CallOutcomeStatus = ({ outcome }: { outcome: CallOutcome }) => (
  <Status meaning={callStates[outcome].meaning}>{callStates[outcome].label}</Status>
);
