import { expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { allRetentionClasses, retentionDefaults, type SweptClass } from "@/lib/delivery/retention";
import type { Stores } from "./stores";
import { createSweeper, sweepLimits } from "./sweeper";

const day = 24 * 3_600_000;
const clock = fixedClock("2026-05-01T00:00:00Z");

/** Sweeps once over so many old rows of each class and says what happened, in order. */
async function sweepOnce(old: Partial<Record<SweptClass, number>>, stored?: unknown) {
  const happened: string[] = [];
  const told: unknown[][] = [];
  const asked = new Map<SweptClass, Date>();
  const left = { ...old };
  const retention = {
    async sweep(kind: SweptClass, before: Date, limit: number) {
      asked.set(kind, before);
      const count = Math.min(limit, left[kind] ?? 0);
      left[kind] = (left[kind] ?? 0) - count;
      happened.push(`${kind} ${count}`);
      return count;
    },
  };
  const settings = { read: async () => stored, write: async () => {} };
  const pause = async (ms: number) => void happened.push(ms >= 20 ? "pause" : "too short");
  const sweeper = createSweeper({ retention, settings } as unknown as Stores, (...line) => told.push(line), clock, {
    pause,
  });
  sweeper.start();
  while (!happened.some((one) => one.startsWith("minutes")) && told.length === 0)
    await new Promise((resolve) => setImmediate(resolve));
  await sweeper.stop();
  return { happened, told, asked };
}

test("a few rows at a time, with a pause after each batch so that others write in between", async () => {
  const { happened, told } = await sweepOnce({ succeeded: 250, calls: 500 });
  const own = happened.slice(happened.indexOf("succeeded 100"), happened.indexOf("failed 0"));
  expect(own).toEqual(["succeeded 100", "pause", "succeeded 100", "pause", "succeeded 50"]);
  expect(happened.slice(happened.indexOf("calls 500"))).toEqual(
    expect.arrayContaining(["calls 500", "pause", "calls 0"]),
  );
  expect(Math.max(...Object.values(sweepLimits))).toBeLessThanOrEqual(500);
  expect(told.map(([, , fields]) => fields)).toEqual([
    { kind: "succeeded", days: 90, count: 250 },
    { kind: "calls", days: 30, count: 500 },
  ]);
});

test("each class by its own days; without settings, the defaults", async () => {
  const { asked } = await sweepOnce({});
  for (const kind of allRetentionClasses)
    expect(asked.get(kind)).toEqual(new Date(clock.now().getTime() - retentionDefaults[kind] * day));
  const { asked: chosen } = await sweepOnce({}, { bodies: 1, failed: null });
  expect(chosen.get("bodies")).toEqual(new Date(clock.now().getTime() - day));
  expect(chosen.has("failed")).toBe(false);
  expect(chosen.get("succeeded")).toEqual(new Date(clock.now().getTime() - 90 * day));
  const { asked: kept } = await sweepOnce({}, { stats: null });
  expect(kept.has("stats")).toBe(false);
  expect(kept.get("minutes")).toEqual(new Date(clock.now().getTime() - 7 * day));
});

test("settings that can't be read remove nothing, and that is said", async () => {
  const { happened, told } = await sweepOnce({ succeeded: 10 }, { succeeded: -1 });
  expect(happened).toEqual([]);
  expect(told.map(([level]) => level)).toEqual(["error"]);
});
