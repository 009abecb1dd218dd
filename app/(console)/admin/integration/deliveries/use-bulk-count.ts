import { useEffect, useRef, useState } from "react";
import type { BulkCount, BulkOperation, DeliveryFilter } from "@/lib/delivery/bulk";
import type { DeliveriesJob } from "@/lib/delivery/job";
import { countBulk } from "./bulk-actions";

export const noAnswer = "The server did not answer. Check your connection and try again.";

/** What a job on the filter would take now; counted anew when what is sent changes. */
export function useBulkCount(kind: BulkOperation, render: DeliveriesJob["render"], filter: DeliveryFilter) {
  const [count, setCount] = useState<BulkCount>();
  const [problem, setProblem] = useState<string>();
  // The filter of the moment the dialog was opened, whatever the list is refreshed to behind it.
  const asked = useRef(filter);
  useEffect(() => {
    let isCurrent = true;
    setProblem(undefined);
    countBulk({ kind, render, filter: asked.current })
      .catch(() => undefined)
      .then((result) => {
        if (!isCurrent) return;
        if (result?.ok) setCount(result.value);
        else setProblem(result?.error.message ?? noAnswer);
      });
    return () => {
      isCurrent = false;
    };
  }, [kind, render]);
  return { count, problem };
}
