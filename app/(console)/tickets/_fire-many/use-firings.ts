import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { fireSome, followSome, retrySome } from "./actions";
import { type Chosen, firedAtOnce, followedAtOnce } from "./limits";
import { chunksOf, type Fared, faring, hasFailed, isUnderWay, type Step } from "./state";

const soonMs = 1_200;
const laterMs = 8_000;

type Asked = { webhookId: string; values: Record<string, string> };

/** Fires on tickets a few at a time, can be stopped between, and follows the deliveries until each has ended. */
export function useFirings({ webhookId, values }: Asked) {
  const [rows, dispatch] = useReducer((state: Fared[], step: Step) => faring(state, step), []);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isStopped = useRef(false);
  useFollowing(rows, dispatch);

  /** Fires on these, which are listed already. */
  const fireOn = async (ticketIds: readonly number[]) => {
    isStopped.current = false;
    setRunning(true);
    setProblem(undefined);
    for (const some of chunksOf(ticketIds, firedAtOnce)) {
      if (isStopped.current) break;
      const result = await fireSome({ webhookId, ticketIds: some, values }).catch(() => undefined);
      if (result?.ok) dispatch({ type: "fired", results: result.value });
      else {
        // An answer that says no fired nothing; without one nobody knows.
        if (!result) dispatch({ type: "lost", ticketIds: some });
        setProblem(result?.error.message ?? "The server did not answer, so firing was stopped.");
        break;
      }
    }
    setRunning(false);
  };

  const start = (tickets: readonly Chosen[]) => {
    dispatch({ type: "start", tickets });
    void fireOn(tickets.map(({ id }) => id));
  };

  /** One more attempt for each delivery that failed. */
  const retry = async () => {
    isStopped.current = false;
    setRunning(true);
    setProblem(undefined);
    const failed = rows.filter(hasFailed);
    for (const some of chunksOf(failed, firedAtOnce)) {
      if (isStopped.current) break;
      const result = await retrySome({ deliveryIds: some.map(({ deliveryId }) => deliveryId) }).catch(() => undefined);
      if (!result?.ok) {
        setProblem(result?.error.message ?? "The server did not answer. Try again.");
        break;
      }
      const refused = new Map(result.value.map(({ deliveryId, reason }) => [deliveryId, reason]));
      dispatch({
        type: "followed",
        results: some.map(({ deliveryId, status, isDue }) => {
          const reason = refused.get(deliveryId);
          return reason === undefined
            ? { deliveryId, status: "pending", isDue: true, reason: undefined }
            : { deliveryId, status, isDue, reason };
        }),
      });
    }
    setRunning(false);
  };

  const stop = useCallback(() => {
    isStopped.current = true;
  }, []);
  return { rows, isRunning, problem, start, fireOn, retry, stop };
}

/** Looks at deliveries that have not ended: soon at those on their way, now and then at those that wait for another try. */
function useFollowing(rows: readonly Fared[], dispatch: (step: Step) => void) {
  const latest = useRef(rows);
  latest.current = rows;
  const turn = useRef(0);
  const isSoon = rows.some(isUnderWay);
  const isLater = rows.some(hasFailed);
  useEffect(() => {
    if (!isSoon && !isLater) return;
    let isLooking = false;
    const look = async () => {
      if (isLooking) return;
      isLooking = true;
      const open = latest.current.filter((row) =>
        isSoon ? isUnderWay(row) : hasFailed(row) && row.status === "pending",
      );
      const parts = chunksOf(open, followedAtOnce);
      const some = parts[turn.current++ % Math.max(parts.length, 1)] ?? [];
      const ids = some.flatMap((row) => (row.state === "fired" ? [row.deliveryId] : []));
      const result = ids.length > 0 ? await followSome({ deliveryIds: ids }).catch(() => undefined) : undefined;
      if (result?.ok) dispatch({ type: "followed", results: result.value });
      isLooking = false;
    };
    const timer = setInterval(look, isSoon ? soonMs : laterMs);
    return () => clearInterval(timer);
  }, [isSoon, isLater, dispatch]);
}
