import { expect, test } from "vitest";
import { relativeTime, utcTime } from "./relative-time";

const now = Date.UTC(2026, 10, 21, 12);
const ago = (ms: number) => relativeTime(now - ms, now);

test("names distances in the largest whole unit", () => {
  expect(ago(3_000)).toBe("just now");
  expect(ago(42_000)).toBe("42 s ago");
  expect(ago(3 * 60_000 + 59_000)).toBe("3 min ago");
  expect(ago(5 * 3_600_000)).toBe("5 h ago");
  expect(ago(6 * 86_400_000)).toBe("6 d ago");
  expect(ago(8 * 86_400_000)).toBeUndefined();
});

test("speaks of the future", () => {
  expect(ago(-2_000)).toBe("in a moment");
  expect(ago(-120_000)).toBe("in 2 min");
});

test("exact time is UTC to the second", () => {
  expect(utcTime(new Date(now))).toBe("2026-11-21 12:00:00 UTC");
});
