import type { DateValue } from "../values/value";
import { type Civil, civilFromDays, DAY, dayOfYear, HOUR, MINUTE, weekdayOf, weekOfMonth, weekOfYear } from "./civil";
import { offsetText, pad } from "./digits";
import { months, shortMonths, shortWeekdays, weekdays } from "./names";
import { compilePattern, type Pattern } from "./pattern";
import { type Zone, zoneNamed } from "./zone";
import { zoneLabel } from "./zone-label";

/** The default text: `dd-MMM-yyyy`, with ` HH:mm:ss` unless it is date-only (spec/deluge.md §4.3). */
export function dateText(date: DateValue, zone: string): string {
  const wall = date.ms + zoneNamed(zone).offsetAt(date.ms);
  const days = Math.floor(wall / DAY);
  const { year, month, day } = civilFromDays(days);
  const text = `${pad(day, 2)}-${shortMonths[month - 1]}-${pad(year, 4)}`;
  if (date.isDateOnly) return text;
  const seconds = Math.floor((wall - days * DAY) / 1_000);
  const minutes = Math.floor(seconds / 60);
  return `${text} ${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}:${pad(seconds % 60, 2)}`;
}

/** By a pattern of Java's letters (spec/deluge.md §9.4); null when the pattern has a letter that is not supported. */
export function formatDate(date: DateValue, pattern: string, zone: string): string | null {
  const compiled = compilePattern(pattern);
  return compiled && formatCompiled(date.ms, compiled, zoneNamed(zone));
}

/** What the letters are filled from, taken apart once per date. */
type Parts = { ms: number; zone: Zone; offset: number; days: number; civil: Civil; time: number };

function formatCompiled(ms: number, pattern: Pattern, zone: Zone): string {
  const offset = zone.offsetAt(ms);
  const days = Math.floor((ms + offset) / DAY);
  const parts: Parts = { ms, zone, offset, days, civil: civilFromDays(days), time: ms + offset - days * DAY };
  let text = "";
  for (const field of pattern) text += "literal" in field ? field.literal : part(field.letter, field.count, parts);
  return text;
}

function part(letter: string, count: number, { ms, zone, offset, days, civil, time }: Parts): string {
  const hour = Math.floor(time / HOUR);
  switch (letter) {
    case "y":
      return count === 2 ? pad(((civil.year % 100) + 100) % 100, 2) : pad(civil.year, count);
    case "M":
      return (count <= 2 ? pad(civil.month, count) : (count === 3 ? shortMonths : months)[civil.month - 1]) ?? "";
    case "d":
      return pad(civil.day, count);
    case "D":
      return pad(dayOfYear(civil), count);
    case "E":
      return (count <= 3 ? shortWeekdays : weekdays)[weekdayOf(days)] ?? "";
    case "H":
      return pad(hour, count);
    case "h":
      return pad(hour % 12 || 12, count);
    case "k":
      return pad(hour || 24, count);
    case "K":
      return pad(hour % 12, count);
    case "m":
      return pad(Math.floor(time / MINUTE) % 60, count);
    case "s":
      return pad(Math.floor(time / 1_000) % 60, count);
    case "S":
      return pad(time % 1_000, count);
    case "a":
      return hour < 12 ? "AM" : "PM";
    case "w":
      return pad(weekOfYear(days), count);
    case "W":
      return pad(weekOfMonth(days), count);
    case "z":
      return zoneLabel(zone, ms, count > 3 ? "long" : "short");
    case "Z":
      return offsetText(offset, "");
    default:
      return offset === 0
        ? "Z"
        : count === 1
          ? offsetText(offset, "").slice(0, 3)
          : offsetText(offset, count === 3 ? ":" : "");
  }
}
