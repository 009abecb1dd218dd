const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "just now", "3 min ago", "in 2 h", "4 d ago"; undefined beyond a week, when a date reads better. */
export function relativeTime(at: number, now: number): string | undefined {
  const distance = Math.abs(now - at);
  const phrase = (amount: string) => (at <= now ? `${amount} ago` : `in ${amount}`);
  if (distance < 10_000) return at <= now ? "just now" : "in a moment";
  if (distance < minute) return phrase(`${Math.floor(distance / 1000)} s`);
  if (distance < hour) return phrase(`${Math.floor(distance / minute)} min`);
  if (distance < day) return phrase(`${Math.floor(distance / hour)} h`);
  if (distance < 7 * day) return phrase(`${Math.floor(distance / day)} d`);
  return undefined;
}

/** "2026-11-21 09:22:33 UTC" */
export const utcTime = (at: Date): string => `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
