import { expect, test } from "vitest";
import { axisTicks, spanLabel, tickLabel } from "./time-labels";

const at = Date.UTC(2026, 10, 21, 14, 30);

test("an axis shows times of the day for a day, and days beyond", () => {
  expect(tickLabel(at, 30, "UTC")).toBe("14:30");
  expect(tickLabel(at, 1, "Asia/Kolkata")).toBe("20:00");
  expect(tickLabel(at, 180, "UTC")).toBe("21 Nov");
});

test("a point says which time it stands for", () => {
  expect(spanLabel(at, 1, "UTC")).toBe("14:30");
  expect(spanLabel(at, 30, "UTC")).toBe("14:30–15:00");
  expect(spanLabel(at, 180, "UTC")).toBe("21 Nov, 14:30–17:30");
});

test("an axis names few whole times, of the reader's zone", () => {
  const times = (count: number, stepMinutes: number) =>
    Array.from({ length: count }, (_, index) => at + index * stepMinutes * 60_000);
  const named = (count: number, step: number, zone = 0) =>
    axisTicks(times(count, step), () => zone).map((time) => new Date(time).toISOString().slice(5, 16));
  expect(named(60, 1)).toEqual([
    "11-21T14:30",
    "11-21T14:40",
    "11-21T14:50",
    "11-21T15:00",
    "11-21T15:10",
    "11-21T15:20",
  ]);
  expect(named(48, 30)).toEqual([
    "11-21T16:00",
    "11-21T20:00",
    "11-22T00:00",
    "11-22T04:00",
    "11-22T08:00",
    "11-22T12:00",
  ]);
  expect(named(48, 30, 330)[0]).toBe("11-21T14:30");
  expect(named(56, 180)).toEqual(["22", "23", "24", "25", "26", "27", "28"].map((day) => `11-${day}T02:30`));
  for (const [count, step] of [
    [60, 1],
    [48, 30],
    [56, 180],
    [60, 720],
  ] as const)
    expect(named(count, step).length).toBeLessThanOrEqual(7);
  expect(named(1, 1)).toHaveLength(1);
  expect(axisTicks([])).toEqual([]);
});
