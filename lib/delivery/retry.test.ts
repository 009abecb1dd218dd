import fc from "fast-check";
import { expect, test } from "vitest";
import { nextAttemptAt, standardSchedule } from "./retry";

const now = new Date("2026-11-21T12:00:00Z");
const waitAfter = (number: number, random: number, schedule?: readonly number[]) => {
  const at = nextAttemptAt(number, now, () => random, schedule);
  return at && at.getTime() - now.getTime();
};
const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("ten attempts in about three days", () => {
  expect(standardSchedule).toHaveLength(9);
  const total = standardSchedule.reduce((sum, wait) => sum + wait, 0);
  expect(total / 86_400_000).toBeGreaterThan(3);
  expect(total / 86_400_000).toBeLessThan(3.2);
  expect(waitAfter(1, 0)).toBe(5000);
  expect(waitAfter(9, 0)).toBe(24 * 3_600_000);
});

test("waits never shrink from one attempt to the next", () => {
  expect([...standardSchedule].sort((a, b) => a - b)).toEqual(standardSchedule);
});

test("after the tenth attempt there is no next one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 1000 }), anyRandom, (number, random) => {
      expect(waitAfter(number, random)).toBeNull();
    }),
  );
  expect(waitAfter(1, 0, [])).toBeNull();
});

test("jitter adds up to a tenth and never takes away", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), anyRandom, (number, random) => {
      const promised = standardSchedule[number - 1] ?? 0;
      expect(waitAfter(number, random)).toBeGreaterThanOrEqual(promised);
      expect(waitAfter(number, random)).toBeLessThanOrEqual(Math.round(promised * 1.1));
    }),
  );
});

test("a schedule of one's own is followed", () => {
  expect([1, 2, 3].map((number) => waitAfter(number, 0, [100, 200]))).toEqual([100, 200, null]);
});
