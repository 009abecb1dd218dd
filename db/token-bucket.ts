import type { Take } from "@/lib/delivery/store";

/** How fast the bucket of a webhook fills, and how much it holds. */
export type Rate = NonNullable<Take["rate"]>;

// A token never comes early: rounded up.
const microsPerToken = ({ perSecond }: Rate) => Math.ceil(1_000_000 / perSecond);
/** How far the clocks of machines may be apart. */
const mostAheadMs = 60_000;
const micros = (at: Date) => at.getTime() * 1_000;

/** The stored moment, unless a clock that was hours ahead has drawn: nobody is to wait until that time has come. */
function knownFullAt(rate: Rate, fullAt: number | undefined, now: Date): number {
  const latest = micros(now) + Math.ceil(rate.burst) * microsPerToken(rate) + mostAheadMs * 1_000;
  return fullAt === undefined || fullAt > latest ? 0 : fullAt;
}

/** Tokens in a bucket that is full again at `fullAt` (microseconds since 1970; undefined: it was never used). */
export function tokensIn(rate: Rate, fullAt: number | undefined, now: Date): number {
  const missing = Math.max(0, knownFullAt(rate, fullAt, now) - micros(now));
  return Math.max(0, Math.floor(rate.burst - missing / microsPerToken(rate)));
}

/** When the bucket is full again once so many are taken out of it. */
export const fullAfter = (rate: Rate, fullAt: number | undefined, now: Date, taken: number): number =>
  Math.max(knownFullAt(rate, fullAt, now), micros(now)) + taken * microsPerToken(rate);
