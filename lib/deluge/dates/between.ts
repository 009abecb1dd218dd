import type { DateValue } from "../values/value";
import { civilFromDays, DAY, HOUR, MINUTE, SECOND } from "./civil";
import { wallOf } from "./wall";

/** Whole days of the calendar's clock from one to the other, negative when it is earlier (spec/deluge.md §9.3). */
export function daysBetween(from: DateValue, to: DateValue, zone: string): number {
  const [a, b] = [wallOf(from, zone), wallOf(to, zone)];
  return Math.trunc(b.days - a.days + (b.time - a.time) / DAY) + 0;
}

/** Hours that passed, fractions dropped. */
export const hoursBetween = (from: DateValue, to: DateValue) => Math.trunc((to.ms - from.ms) / HOUR) + 0;

/** Whole calendar months: 31-Dec-1989 to 01-Jan-1990 is none, to 01-Feb-1990 one. */
export function monthsBetween(from: DateValue, to: DateValue, zone: string): number {
  if (from.ms > to.ms) return -monthsBetween(to, from, zone) + 0;
  const [a, b] = [wallOf(from, zone), wallOf(to, zone)];
  const [start, end] = [civilFromDays(a.days), civilFromDays(b.days)];
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const isShort = end.day < start.day || (end.day === start.day && b.time < a.time);
  return isShort ? months - 1 : months;
}

/** "25:10:2" of hours, minutes and seconds that passed; what is zero at the end is left out. Null when `to` is the earlier. */
export function timeBetween(from: DateValue, to: DateValue): string | null {
  const passed = to.ms - from.ms;
  if (passed < 0) return null;
  const [hours, minutes, seconds] = [passed / HOUR, (passed % HOUR) / MINUTE, (passed % MINUTE) / SECOND].map(
    Math.floor,
  );
  if (seconds) return `${hours}:${minutes}:${seconds}`;
  return minutes ? `${hours}:${minutes}` : `${hours}`;
}
