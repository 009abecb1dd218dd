"use client";
import { useEffect, useRef, useState } from "react";
import { countNewer } from "./count-newer";

const gatherMs = 700;

/**
 * Watches a list (newest first) that grows at the top. `since` is the newest id there was at first; `news` says what came
 * in, for a polite live region: one sentence per burst.
 */
export function useArrivals(listed: readonly { id: string }[], scope: string): { since: string; news: string } {
  const newest = listed[0]?.id ?? "";
  const [state, setState] = useState({ scope, since: newest, news: "" });
  const told = useRef({ scope, newest });
  // Another search shows other requests; none of them has just come in.
  if (state.scope !== scope) setState({ scope, since: newest, news: "" });
  useEffect(() => {
    if (told.current.scope !== scope) {
      told.current = { scope, newest };
      return;
    }
    const timer = setTimeout(() => {
      const count = countNewer(listed, told.current.newest);
      if (count === 0) return;
      told.current = { scope, newest };
      setState((current) => ({ ...current, news: `${count} new ${count === 1 ? "request" : "requests"}` }));
    }, gatherMs);
    return () => clearTimeout(timer);
  }, [listed, newest, scope]);
  useEffect(() => {
    if (state.news === "") return;
    // Emptied, so that the same sentence can be announced again.
    const timer = setTimeout(() => setState((current) => ({ ...current, news: "" })), 4000);
    return () => clearTimeout(timer);
  }, [state.news]);
  return state;
}
