/** Milliseconds of a day, an hour, a minute, a second. */
export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const SECOND = 1_000;

/** The instants a date may have, as JavaScript's own: ± 100 million days around 1970. */
export const farthest = 8_640_000_000_000_000;

/** A date of the proleptic Gregorian calendar; month and day from 1. */
export type Civil = { year: number; month: number; day: number };

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export const isLeapYear = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const daysInMonth = (year: number, month: number) =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** Days from 1970-01-01 to this date, negative before it. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The date this many days after 1970-01-01. */
export function civilFromDays(days: number): Civil {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

/** From 1 on 1 January. */
export const dayOfYear = ({ year, month, day }: Civil) =>
  (daysBefore[month - 1] ?? 0) + day + (month > 2 && isLeapYear(year) ? 1 : 0);

/** 0 = Sunday … 6 = Saturday. */
export const weekdayOf = (days: number) => (((days + 4) % 7) + 7) % 7;

/** The same day so many months on, clamped to the month's end (spec/deluge.md §9.3). */
export function addMonths({ year, month, day }: Civil, months: number): Civil {
  const count = year * 12 + (month - 1) + months;
  const toYear = Math.floor(count / 12);
  const toMonth = count - toYear * 12 + 1;
  return { year: toYear, month: toMonth, day: Math.min(day, daysInMonth(toYear, toMonth)) };
}

/**
 * Week of the year, the week of 1 January being the first (spec/deluge.md §9.3); as in Java, the last days of December
 * belong to week 1 when 1 January falls in their week. `firstDay`: 0 = Sunday.
 */
export function weekOfYear(days: number, firstDay = 0): number {
  const { year } = civilFromDays(days);
  const start = (first: number) => first - ((weekdayOf(first) - firstDay + 7) % 7);
  if (days >= start(daysFromCivil(year + 1, 1, 1))) return 1;
  return Math.floor((days - start(daysFromCivil(year, 1, 1))) / 7) + 1;
}

/** Week of the month, Sunday first, the week of the 1st being the first. */
export function weekOfMonth(days: number): number {
  const { day } = civilFromDays(days);
  return Math.floor((day - 1 + weekdayOf(days - day + 1)) / 7) + 1;
}
