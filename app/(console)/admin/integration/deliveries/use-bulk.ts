import { useCallback, useEffect, useRef, useState } from "react";
import { type BulkOperation, bulkStep, type DeliveryFilter, mostInBulk } from "@/lib/delivery/bulk";
import { countBulk, moveSome } from "./actions";

/** `allowed` of the `matched` deliveries may be moved; `total` of them are taken in this round. */
export type BulkCount = { matched: number; allowed: number; total: number; upTo: string | null };

const noAnswer = "The server did not answer. Check your connection and try again.";

/** Counts first, then moves deliveries a few per call; can be stopped between calls and go on where it was. */
export function useBulk(operation: BulkOperation, filter: DeliveryFilter) {
  const [count, setCount] = useState<BulkCount>();
  const [moved, setMoved] = useState(0);
  const [state, setState] = useState<"asking" | "running" | "stopped" | "done">("asking");
  const [problem, setProblem] = useState<string>();
  const place = useRef<{ after?: string; moved: number }>({ moved: 0 });
  const isStopped = useRef(false);
  const asked = useRef({ operation, filter });

  useEffect(() => {
    let isCurrent = true;
    countBulk(asked.current)
      .catch(() => undefined)
      .then((result) => {
        if (!isCurrent) return;
        if (!result?.ok) return setProblem(result?.error.message ?? noAnswer);
        const { matched, allowed, upTo } = result.value;
        setCount({ matched, allowed, upTo, total: Math.min(allowed, mostInBulk) });
      });
    return () => {
      isCurrent = false;
      isStopped.current = true;
    };
  }, []);

  const run = async () => {
    if (!count?.upTo) return;
    const { upTo, total } = count;
    isStopped.current = false;
    setProblem(undefined);
    setState("running");
    while (place.current.moved < total) {
      if (isStopped.current) return setState("stopped");
      const limit = Math.min(bulkStep, total - place.current.moved);
      const result = await moveSome({ ...asked.current, upTo, after: place.current.after, limit }).catch(
        () => undefined,
      );
      if (!result?.ok) {
        setProblem(result?.error.message ?? noAnswer);
        return setState("stopped");
      }
      if (result.value.last === null) break;
      place.current = { after: result.value.last, moved: place.current.moved + result.value.moved };
      setMoved(place.current.moved);
    }
    setState("done");
  };
  const stop = useCallback(() => {
    isStopped.current = true;
  }, []);
  return { count, moved, state, problem, run, stop };
}
