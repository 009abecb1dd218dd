import { useEffect, useState } from "react";
import type { FiringJob } from "@/lib/delivery/job";
import type { RecoveryCount } from "@/lib/runtime/recover";
import { noAnswer } from "../use-bulk-count";
import { countTickets } from "./actions";
import { addCounts } from "./recovery-words";

const waitMs = 350;

/** The dry run of a recovery, part after part until all tickets were looked at; anew a moment after something changed. */
export function useRecoveryCount(job: FiringJob | undefined) {
  const [count, setCount] = useState<RecoveryCount>();
  const [problem, setProblem] = useState<string>();
  const written = job && JSON.stringify(job);
  useEffect(() => {
    setCount(undefined);
    setProblem(undefined);
    if (written === undefined) return;
    let isCurrent = true;
    const look = async () => {
      let sum: RecoveryCount | undefined;
      for (let after: number | null = 0; after !== null; after = sum.next) {
        const result = await countTickets({ job: JSON.parse(written), after }).catch(() => undefined);
        if (!isCurrent) return;
        if (!result?.ok) return setProblem(result?.error.message ?? noAnswer);
        sum = addCounts(sum, result.value);
        setCount(sum);
      }
    };
    const timer = setTimeout(() => void look(), waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [written]);
  return { count, problem, isCounting: written !== undefined && !problem && count?.next !== null };
}
