const minute = 60_000;
const hour = 60 * minute;

/** Waits between the attempts to hand a mail over. */
export const mailWaitsMs = [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour];
/** Waits between the attempts to make a notice's call. */
export const postWaitsMs = [30_000, 2 * minute, 10 * minute, hour];

/** When to try again after attempt number `attempts` (from 1); undefined when it was the last one. */
export function nextTryAt(waitsMs: readonly number[], attempts: number, now: Date): Date | undefined {
  const wait = waitsMs[attempts - 1];
  return wait === undefined ? undefined : new Date(now.getTime() + wait);
}
