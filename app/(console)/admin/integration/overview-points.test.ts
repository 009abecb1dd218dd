import { expect, test } from "vitest";
import { countLatency } from "@/lib/delivery/latency";
import { noSums } from "@/lib/delivery/stats";
import { chartPoints, rateText } from "./overview-points";

test("a point has its numbers, none where nothing was measured, and leads to its rows", () => {
  const at = new Date("2026-11-21T14:30:00Z");
  const sums = { ...noSums(), succeeded: 2, failed: 1 };
  for (const ms of [10, 10, 1000]) countLatency(sums.latency, ms);
  const [busy, idle] = chartPoints(
    [
      { ...sums, at },
      { ...noSums(), at },
    ],
    30,
  );
  expect(busy).toMatchObject({ at: at.getTime(), succeeded: 2, failed: 1 });
  expect(busy?.p50).toBeLessThanOrEqual(10);
  expect(busy?.p99).toBeGreaterThan(794);
  expect(busy?.href).toContain("from=2026-11-21T14%3A30%3A00.000Z&to=2026-11-21T15%3A00%3A00.000Z");
  expect(idle).toMatchObject({ p50: null, p95: null, p99: null });
});

test("a rate has as many digits as matter", () => {
  expect([0, 1, 7, 30, 49, 12_345].map((count) => rateText(count, 5))).toEqual([
    "0",
    "0.2",
    "1.4",
    "6",
    "9.8",
    "2,469",
  ]);
  expect(rateText(1, 60)).toBe("0.1");
});
