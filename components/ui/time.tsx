"use client";
import { useSyncExternalStore } from "react";
import { cn } from "./cn";
import { relativeTime, utcTime } from "./relative-time";

const listeners = new Set<() => void>();
let current = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every time on the page. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = Date.now();
    for (const notify of listeners) notify();
  }, 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
const read = () => current;
const readOnServer = () => (typeof window === "undefined" ? Date.now() : current);
const never = () => () => undefined;

/** The reader's zone is known in the browser only; the server writes UTC. */
const useInBrowser = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

type TimeProps = {
  value: Date | string | number | null | undefined;
  format?: "relative" | "exact";
  className?: string;
};

/** "3 min ago" with the exact local and UTC time on hover, or the exact local time itself. Nothing known shows "–". */
export function Time({ value, format = "relative", className }: TimeProps) {
  const now = useSyncExternalStore(subscribe, read, readOnServer);
  const inBrowser = useInBrowser();
  const at = value === null || value === undefined ? undefined : new Date(value);
  if (!at || Number.isNaN(at.getTime())) return <span className={className}>–</span>;

  // The shared clock may be seconds old when a new row arrives.
  const fresh = inBrowser ? Math.max(now, Date.now()) : now;
  const zone = inBrowser ? undefined : "UTC";
  const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: zone }).format(
    at,
  );
  const sameYear = new Date(now).getUTCFullYear() === at.getUTCFullYear();
  const date = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    timeZone: zone,
  });
  const text = format === "exact" ? exact : (relativeTime(at.getTime(), fresh) ?? date.format(at));
  return (
    <time
      dateTime={at.toISOString()}
      title={inBrowser ? `${exact} (your time)\n${utcTime(at)}` : utcTime(at)}
      className={cn("tabular-nums", className)}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
