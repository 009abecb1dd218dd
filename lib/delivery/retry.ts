const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits between attempts of the Standard Webhooks schedule: ten attempts in about three days. */
export const standardSchedule: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/**
 * When to try again after attempt `number` (1 is the first) failed at `now`, or null when the schedule is exhausted.
 * Jitter only adds, up to 10 %, so no receiver is called sooner than promised. `random` yields [0, 1).
 */
export function nextAttemptAt(
  number: number,
  now: Date,
  random: () => number,
  schedule = standardSchedule,
): Date | null {
  const wait = schedule[number - 1];
  return wait === undefined ? null : new Date(now.getTime() + Math.round(wait * (1 + random() * 0.1)));
}

/** Whether the schedule plans nothing after attempt `number`. */
export const isExhausted = (number: number, schedule = standardSchedule): boolean => schedule[number - 1] === undefined;
