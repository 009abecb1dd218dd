import { type Moment, momentOf } from "@/lib/template/date-value";

const dayMs = 86_400_000;
const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs };
const relative = /^\{?\s*(today|now)\s*(?:([+-])\s*(\d{1,6})\s*([mhdw]?))?\s*\}?$/i;

/**
 * The moment a condition's date value stands for. Grammar: `2025-04-23` (a day), `2025-04-23T10:00Z` (an instant; UTC
 * without a zone), `today`, `today-7`, `today+2w` (days, UTC), `now`, `now-2h`, `now+30m` (instants; m, h, d, w).
 * Undefined for anything else.
 */
export function expectedMoment(value: unknown, now: Date): Moment | undefined {
  if (typeof value !== "string") return undefined;
  const match = relative.exec(value.trim());
  if (!match) return /^-?\d+$/.test(value.trim()) ? undefined : momentOf(value);
  const isDay = match[1]?.toLowerCase() === "today";
  const unit = match[4]?.toLowerCase() || (isDay ? "d" : "");
  if (match[3] !== undefined && (unit === "" || (isDay && (unit === "m" || unit === "h")))) return undefined;
  const start = isDay ? dayOf(now.getTime()) * dayMs : now.getTime();
  const shift = match[3] === undefined ? 0 : Number(match[3]) * (units[unit] ?? 0) * (match[2] === "-" ? -1 : 1);
  return Number.isNaN(start) ? undefined : { ms: start + shift, isLocal: isDay };
}

const dayOf = (ms: number) => Math.floor(ms / dayMs);

/** Negative, zero or positive: by instant, or by UTC day as soon as one of the two is only a day. */
export function orderOfMoments(a: Moment, b: Moment): number {
  return a.isLocal || b.isLocal ? dayOf(a.ms) - dayOf(b.ms) : a.ms - b.ms;
}
