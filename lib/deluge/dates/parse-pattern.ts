import { DateValue } from "../values/value";
import {
  civilFromDays,
  DAY,
  daysFromCivil,
  daysInMonth,
  farthest,
  HOUR,
  isLeapYear,
  MINUTE,
  SECOND,
  weekdayOf,
} from "./civil";
import { months, shortMonths, shortWeekdays, weekdays } from "./names";
import { compilePattern, type Field, type Pattern } from "./pattern";
import { findZone, fixedOffset, type Zone, zoneNamed } from "./zone";

/** What was read so far; `at` is where the text goes on. */
type Reading = { text: string; at: number; fields: Map<string, number>; zone: Zone | null };

/**
 * A text read by a pattern (spec/deluge.md §9.4); what follows the pattern's end is left unread, as in Java. "pattern" when
 * the pattern has a letter that is not supported, null when the text does not fit or is no date: days and months must
 * exist. `now` decides the century of a two-digit `yy`. Never throws.
 */
export function parseDate(text: string, pattern: string, zone: string, now: number): DateValue | "pattern" | null {
  const compiled = compilePattern(pattern);
  if (!compiled) return "pattern";
  const reading: Reading = { text, at: 0, fields: new Map(), zone: null };
  for (const [index, field] of compiled.entries()) if (!read(field, compiled, index, reading, now)) return null;
  const wall = wallTime(reading.fields);
  if (wall === null) return null;
  const ms = (reading.zone ?? zoneNamed(zone)).instantOf(wall);
  return Math.abs(ms) <= farthest ? new DateValue(ms, false) : null;
}

function read(field: Field, pattern: Pattern, index: number, reading: Reading, now: number): boolean {
  if ("literal" in field) {
    if (!reading.text.startsWith(field.literal, reading.at)) return false;
    reading.at += field.literal.length;
    return true;
  }
  const { letter, count } = field;
  while (reading.text[reading.at] === " " || reading.text[reading.at] === "\t") reading.at++;
  if (letter === "M" && count > 2) return readName(reading, "M", [months, shortMonths], 1);
  if (letter === "E") return readName(reading, "E", [weekdays, shortWeekdays], 0);
  if (letter === "a") return readName(reading, "a", [["AM", "PM"]], 0);
  if (letter === "z" || letter === "Z" || letter === "X") return readZone(reading);
  const next = pattern[index + 1];
  const isFollowedByDigits = next !== undefined && "letter" in next && isNumber(next);
  const found = digitsAt(reading, isFollowedByDigits ? count : 9, letter === "y" && !isFollowedByDigits);
  if (found === null) return false;
  reading.fields.set(
    letter,
    letter === "y" && count === 2 && found.length === 2 ? century(found.value, now) : found.value,
  );
  return true;
}

const isNumber = ({ letter, count }: { letter: string; count: number }) =>
  "ydDHhkKmsSwW".includes(letter) || (letter === "M" && count <= 2);

function digitsAt(reading: Reading, most: number, maySign: boolean): { value: number; length: number } | null {
  const isNegative = maySign && reading.text[reading.at] === "-";
  const start = reading.at + (isNegative ? 1 : 0);
  let end = start;
  while (end - start < most && /^\d/.test(reading.text.charAt(end))) end++;
  if (end === start) return null;
  reading.at = end;
  const value = Number(reading.text.slice(start, end));
  return { value: isNegative ? -value : value, length: end - start };
}

/** Two digits stand for a year within 80 years before and 19 after now, as in Java. */
function century(twoDigits: number, now: number): number {
  const current = civilFromDays(Math.floor(now / DAY)).year;
  const year = current - (current % 100) + twoDigits;
  return year > current + 19 ? year - 100 : year < current - 80 ? year + 100 : year;
}

function readName(reading: Reading, letter: string, lists: readonly (readonly string[])[], from: number): boolean {
  for (const names of lists) {
    const found = names.findIndex(
      (name) => reading.text.slice(reading.at, reading.at + name.length).toLowerCase() === name.toLowerCase(),
    );
    if (found >= 0) {
      reading.at += names[found]?.length ?? 0;
      reading.fields.set(letter, found + from);
      return true;
    }
  }
  return false;
}

function readZone(reading: Reading): boolean {
  const rest = reading.text.slice(reading.at, reading.at + 64);
  const name = /^(?:(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]+(?:[/_-][A-Za-z]+)*)/i.exec(rest)?.[0];
  const zone =
    name === undefined || name.length > 40 ? null : fixedOffset(name) === null ? findZone(name) : zoneNamed(name);
  if (!zone || name === undefined) return false;
  reading.zone = zone;
  reading.at += name.length;
  return true;
}

/** Milliseconds of the time on the wall as if it were UTC; what is missing is 1970-01-01 00:00:00. */
function wallTime(fields: ReadonlyMap<string, number>): number | null {
  const days = calendarDay(fields);
  const time = clockTime(fields);
  return days === null || time === null ? null : days * DAY + time;
}

function calendarDay(fields: ReadonlyMap<string, number>): number | null {
  const year = fields.get("y") ?? 1970;
  if (Math.abs(year) > 275_000) return null;
  const first = daysFromCivil(year, 1, 1);
  const [dayOfYear, week] = [fields.get("D"), fields.get("w")];
  if (!fields.has("M") && !fields.has("d")) {
    if (dayOfYear !== undefined)
      return dayOfYear >= 1 && dayOfYear <= (isLeapYear(year) ? 366 : 365) ? first + dayOfYear - 1 : null;
    if (week !== undefined)
      return week >= 1 && week <= 53 ? first - weekdayOf(first) + 7 * (week - 1) + (fields.get("E") ?? 0) : null;
  }
  const [month, day] = [fields.get("M") ?? 1, fields.get("d") ?? 1];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return daysFromCivil(year, month, day);
}

function clockTime(fields: ReadonlyMap<string, number>): number | null {
  const within = (letter: string, low: number, high: number) => {
    const value = fields.get(letter);
    return value === undefined || (value >= low && value <= high);
  };
  const isValid =
    [within("H", 0, 23), within("k", 1, 24), within("h", 1, 12), within("K", 0, 11)].every(Boolean) &&
    [within("m", 0, 59), within("s", 0, 59), within("S", 0, 999)].every(Boolean);
  if (!isValid) return null;
  const half = fields.get("h") ?? fields.get("K");
  const full = fields.get("H") ?? fields.get("k");
  const hour = full !== undefined ? full % 24 : half !== undefined ? (half % 12) + 12 * (fields.get("a") ?? 0) : 0;
  return hour * HOUR + (fields.get("m") ?? 0) * MINUTE + (fields.get("s") ?? 0) * SECOND + (fields.get("S") ?? 0);
}
