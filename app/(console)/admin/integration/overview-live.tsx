"use client";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { Live } from "@/components/shell/live";

const atMostEveryMs = 3_000;
/** Workers write their numbers every five seconds. */
const numbersLaterMs = 6_000;
/** Ranges move on although nothing happens. */
const movesOnMs = 60_000;

/** Keeps the overview current without redrawing it more than every three seconds, and again when the numbers have followed. */
export function OverviewLive() {
  const router = useRouter();
  const shownAt = useRef(0);
  const timers = useRef<{ soon?: ReturnType<typeof setTimeout>; later?: ReturnType<typeof setTimeout> }>({});

  const show = useCallback(() => {
    clearTimeout(timers.current.soon);
    timers.current.soon = undefined;
    shownAt.current = Date.now();
    router.refresh();
  }, [router]);

  const changed = useCallback(() => {
    timers.current.soon ??= setTimeout(show, Math.max(0, shownAt.current + atMostEveryMs - Date.now()));
    clearTimeout(timers.current.later);
    timers.current.later = setTimeout(show, numbersLaterMs);
  }, [show]);

  useEffect(() => {
    const onward = setInterval(() => {
      if (!document.hidden) show();
    }, movesOnMs);
    return () => {
      clearInterval(onward);
      clearTimeout(timers.current.soon);
      clearTimeout(timers.current.later);
    };
  }, [show]);
  return <Live topic="deliveries" onChange={changed} />;
}
