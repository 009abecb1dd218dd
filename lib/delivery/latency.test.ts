import fc from "fast-check";
import { expect, test } from "vitest";
import { addLatency, bucketOf, countLatency, latencyBounds, noLatency, percentile } from "./latency";

const counted = (all: readonly number[]) => {
  const latency = noLatency();
  for (const ms of all) countLatency(latency, ms);
  return latency;
};

test("bounds grow by about a quarter, from 1 ms to a minute", () => {
  expect(latencyBounds[0]).toBe(1);
  expect(latencyBounds.at(-1)).toBe(60_000);
  expect(latencyBounds.length).toBeLessThan(50);
  for (const [index, bound] of latencyBounds.entries()) {
    const before = latencyBounds[index - 1];
    if (before === undefined) continue;
    expect(bound).toBeGreaterThan(before);
    if (before >= 10) expect(bound / before).toBeLessThan(1.31);
  }
});

test("a bucket holds what is above the bound before and not above its own", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200_000 }), (ms) => {
      const bucket = bucketOf(ms);
      expect(ms).toBeGreaterThan(latencyBounds[bucket - 1] ?? -1);
      expect(ms).toBeLessThanOrEqual(latencyBounds[bucket] ?? Number.POSITIVE_INFINITY);
    }),
  );
});

test("a percentile lies in the bucket of the exact one", () => {
  const part = fc.constantFrom(0.01, 0.5, 0.9, 0.95, 0.99, 1);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 300 }), part, (all, p) => {
      const sorted = [...all].sort((a, b) => a - b);
      const exact = sorted[Math.ceil(p * sorted.length) - 1] ?? Number.NaN;
      expect(bucketOf(percentile(counted(all), p) ?? Number.NaN)).toBe(bucketOf(exact));
    }),
    { numRuns: 500 },
  );
});

test("nothing counted has no percentile, and beyond a minute it says a minute", () => {
  expect(percentile(noLatency(), 0.5)).toBeUndefined();
  expect(percentile(counted([90_000, 120_000]), 0.99)).toBe(60_000);
});

test("counts add up, whatever the lengths", () => {
  const sum = counted([5, 5]);
  addLatency(sum, counted([5, 700]));
  expect(sum).toEqual(counted([5, 5, 5, 700]));
  const grown = [1];
  addLatency(grown, [1, 2, 3]);
  expect(grown).toEqual([2, 2, 3]);
});
