"use client";
import { useEffect, useRef } from "react";

const leaveEvent = "hookdesk:leave";

/** Whether code may navigate to `href` now; a form with unsaved changes says no and asks the person itself. */
export const mayLeave = (href: string): boolean =>
  window.dispatchEvent(new CustomEvent<string>(leaveEvent, { detail: href, cancelable: true }));

/** While `active`, warns on closing the tab and calls `onLeave` instead of following a link to another page. */
export function useLeaveGuard(active: boolean, onLeave: (href: string) => void) {
  const ask = useRef(onLeave);
  ask.current = onLeave;
  useEffect(() => {
    if (!active) return;
    const stopUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const stopLeave = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      const url = new URL(String(event.detail), window.location.href);
      if (url.pathname === window.location.pathname) return;
      event.preventDefault();
      ask.current(`${url.pathname}${url.search}${url.hash}`);
    };
    const stopClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || event.button !== 0) return;
      const elsewhere =
        link.target === "_blank" || link.origin !== window.location.origin || link.hasAttribute("download");
      if (elsewhere || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (mayLeave(link.href)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", stopUnload);
    window.addEventListener(leaveEvent, stopLeave);
    document.addEventListener("click", stopClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", stopUnload);
      window.removeEventListener(leaveEvent, stopLeave);
      document.removeEventListener("click", stopClick, { capture: true });
    };
  }, [active]);
}
