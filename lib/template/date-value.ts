import { isDateOnly } from "./value";

/** A point in time; `isLocal` means a calendar day, which is the same day in every zone. */
export type Moment = { ms: number; isLocal: boolean };

const written =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))?)?$/;
// Ten-digit numbers are seconds; from here on only milliseconds make sense (the year 5138 in seconds).
const smallestMs = 100_000_000_000;

const fromEpoch = (value: number): Moment | undefined => {
  const ms = Math.abs(value) >= smallestMs ? value : value * 1000;
  return Math.abs(ms) <= 8.64e15 ? { ms, isLocal: false } : undefined;
};

function fromText(text: string): Moment | undefined {
  if (/^-?\d{1,16}$/.test(text)) return fromEpoch(Number(text));
  const match = written.exec(text);
  if (!match) return undefined;
  const at = (group: number) => Number(match[group] ?? 0);
  const ms = Date.UTC(
    at(1),
    at(2) - 1,
    at(3),
    at(4),
    at(5),
    at(6),
    Number((match[7] ?? "").slice(0, 3).padEnd(3, "0")),
  );
  const day = new Date(Date.UTC(at(1), at(2) - 1, at(3)));
  if (day.getUTCMonth() + 1 !== at(2) || at(4) > 23 || at(5) > 59 || at(6) > 59) return undefined;
  const shift = (match[8] === "-" ? -1 : 1) * (at(9) * 60 + at(10)) * 60_000;
  return { ms: ms - shift, isLocal: match[4] === undefined };
}

/**
 * Dates, date-only values, ISO-8601 and `yyyy/MM/dd` texts (UTC when no zone is written) and epoch seconds
 * (or milliseconds) as a moment; undefined for anything else.
 */
export function momentOf(value: unknown): Moment | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : { ms: value.getTime(), isLocal: false };
  if (isDateOnly(value)) return fromText(value.dateOnly);
  if (typeof value === "number") return Number.isFinite(value) ? fromEpoch(value) : undefined;
  return typeof value === "string" ? fromText(value.trim()) : undefined;
}
