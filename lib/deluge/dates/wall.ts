import { fail } from "../values/errors";
import { DateValue } from "../values/value";
import { type Civil, civilFromDays, DAY, daysFromCivil, farthest } from "./civil";
import { zoneNamed } from "./zone";

/** A date as clocks and calendars of a zone show it: days since 1970-01-01, and milliseconds since midnight. */
export type Wall = { days: number; time: number };

export function wallOf(date: DateValue, zone: string): Wall {
  const wall = date.ms + zoneNamed(zone).offsetAt(date.ms);
  const days = Math.floor(wall / DAY);
  return { days, time: wall - days * DAY };
}

export const civilOf = (date: DateValue, zone: string): Civil => civilFromDays(wallOf(date, zone).days);

/** The date at that time on the wall; ScriptError outside the years that exist here (about ± 270,000). */
export function dateAt(days: number, time: number, zone: string, isDateOnly: boolean): DateValue {
  return inRange(zoneNamed(zone).instantOf(days * DAY + time), isDateOnly);
}

/** A date without a time of day. */
export const dayAt = (days: number, zone: string): DateValue => dateAt(days, 0, zone, true);

export const daysOf = ({ year, month, day }: Civil) => daysFromCivil(year, month, day);

export function inRange(ms: number, isDateOnly: boolean): DateValue {
  return Math.abs(ms) <= farthest ? new DateValue(ms, isDateOnly) : fail("The date is out of range");
}
