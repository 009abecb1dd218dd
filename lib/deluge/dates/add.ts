import type { DateValue } from "../values/value";
import { addMonths, civilFromDays, DAY, farthest, HOUR, MINUTE, SECOND } from "./civil";
import { dateAt, daysOf, inRange, wallOf } from "./wall";

export type Unit = "day" | "week" | "month" | "year" | "hour" | "minute" | "second";

const elapsed = { hour: HOUR, minute: MINUTE, second: SECOND };

/**
 * The date so many units on, negative for back (spec/deluge.md §9.3): days, weeks, months and years by the calendar, the
 * time on the wall staying; hours, minutes and seconds as they pass. Months and years clamp to the month's end. Always a
 * date with a time.
 */
export function addUnits(date: DateValue, count: number, unit: Unit, zone: string): DateValue {
  if (unit === "hour" || unit === "minute" || unit === "second") return inRange(date.ms + count * elapsed[unit], false);
  const { days, time } = wallOf(date, zone);
  return dateAt(calendarDays(days, count, unit), time, zone, false);
}

function calendarDays(days: number, count: number, unit: "day" | "week" | "month" | "year"): number {
  if (unit === "day") return days + count;
  if (unit === "week") return days + 7 * count;
  const months = unit === "month" ? count : 12 * count;
  // Beyond this the result is out of range whatever the day, and the calendar's arithmetic no longer exact.
  if (!(Math.abs(months) <= farthest / DAY)) return Number.NaN;
  return daysOf(addMonths(civilFromDays(days), months));
}
