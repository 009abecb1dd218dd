import { DAY, farthest, HOUR, weekdayOf } from "./civil";

/** Which days count as working days. */
export type WorkingDays = {
  /** 0 = Sunday … 6 = Saturday; never all seven. */
  weekend: ReadonlySet<number>;
  /** As days since 1970-01-01. */
  holidays: ReadonlySet<number>;
};

/** Milliseconds since midnight. */
export type OpeningHours = { start: number; end: number };

export const usualWeekend: ReadonlySet<number> = new Set([0, 6]);
export const usualHours: OpeningHours = { start: 9 * HOUR, end: 17 * HOUR };

const isWorkingDay = (days: number, { weekend, holidays }: WorkingDays) =>
  !weekend.has(weekdayOf(days)) && !holidays.has(days);

/** The next working day in a direction; `spend` is asked for each day looked at. NaN beyond all dates. */
function nextWorkingDay(days: number, step: 1 | -1, working: WorkingDays, spend: (units: number) => void): number {
  let day = days;
  do {
    day += step;
    spend(1);
    if (Math.abs(day) > farthest / DAY) return Number.NaN;
  } while (!isWorkingDay(day, working));
  return day;
}

/** The day so many working days on; back for a negative count (spec/deluge.md §9.3). */
export function addWorkingDays(
  days: number,
  count: number,
  working: WorkingDays,
  spend: (units: number) => void,
): number {
  const step = count < 0 ? -1 : 1;
  let day = days;
  for (let left = Math.abs(count); left >= 1 && !Number.isNaN(day); left--)
    day = nextWorkingDay(day, step, working, spend);
  return day;
}

/** Working days after `from` up to and including `to`; `to` is not the earlier one. */
export function countWorkingDays(from: number, to: number, { weekend, holidays }: WorkingDays): number {
  const weeks = Math.floor((to - from) / 7);
  let count = weeks * (7 - weekend.size);
  for (let day = from + weeks * 7 + 1; day <= to; day++) if (!weekend.has(weekdayOf(day))) count++;
  for (const day of holidays) if (day > from && day <= to && !weekend.has(weekdayOf(day))) count--;
  return count;
}

/**
 * The moment so many milliseconds of opening hours on (back for a negative count), as days and milliseconds since midnight
 * (spec/deluge.md §9.3). What ends with the working day stays there: 16:00 and one hour is 17:00.
 */
export function addWorkingTime(
  at: { days: number; time: number },
  amount: number,
  working: WorkingDays,
  hours: OpeningHours,
  spend: (units: number) => void,
): { days: number; time: number } {
  const isBack = amount < 0;
  let [days, time, left] = [at.days, at.time, Math.abs(amount)];
  while (left > 0 && !Number.isNaN(days)) {
    if (!isWorkingDay(days, working) || (isBack ? time <= hours.start : time >= hours.end)) {
      days = nextWorkingDay(days, isBack ? -1 : 1, working, spend);
      time = isBack ? hours.end : hours.start;
    }
    time = isBack ? Math.min(time, hours.end) : Math.max(time, hours.start);
    const open = isBack ? time - hours.start : hours.end - time;
    const used = Math.min(open, left);
    time += isBack ? -used : used;
    left -= used;
  }
  return { days, time };
}

/** Working days of a stretch, both ends included. */
export function workingDays(from: number, to: number, working: WorkingDays): number[] {
  const found: number[] = [];
  for (let day = from; day <= to; day++) if (isWorkingDay(day, working)) found.push(day);
  return found;
}
