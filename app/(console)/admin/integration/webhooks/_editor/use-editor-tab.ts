"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";

const paneWidth = "(min-width: 68.75rem)";

/** True where the request stands beside the form; below, it is a tab of its own. */
export const useHasPane = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(paneWidth);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(paneWidth).matches,
    () => true,
  );

/** The open tab, kept in the URL as `?tab=`; an unknown one opens the first. */
export function useEditorTab(ids: readonly string[]) {
  const search = useSearchParams();
  const [first = ""] = ids;
  const asked = search.get("tab") ?? first;
  const openTab = useCallback(
    (id: string) => {
      const changed = new URLSearchParams(window.location.search);
      if (id === first) changed.delete("tab");
      else changed.set("tab", id);
      const query = changed.toString();
      window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
    },
    [first],
  );
  return { tab: ids.includes(asked) ? asked : first, openTab };
}
