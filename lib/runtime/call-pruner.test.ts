import { expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { callsKeptMs, createCallPruner } from "./call-pruner";
import type { Stores } from "./stores";

test("old calls go, the worker says how many, and a failure is only told", async () => {
  const clock = fixedClock("2025-05-01T00:00:00Z");
  const asked: Date[] = [];
  const told: unknown[][] = [];
  const answers: (() => Promise<number>)[] = [async () => 3, () => Promise.reject(new Error("disk on fire"))];
  const pruneCalls = (before: Date) => {
    asked.push(before);
    return (answers.shift() ?? (async () => 0))();
  };
  const stores = { webMethods: { pruneCalls } } as unknown as Stores;
  for (let run = 0; run < 3; run++) {
    const pruner = createCallPruner(stores, (...line) => told.push(line), clock);
    pruner.start();
    await pruner.stop();
  }
  expect(asked[0]).toEqual(new Date(clock.now().getTime() - callsKeptMs));
  expect(asked).toHaveLength(3);
  expect(told.map(([level]) => level)).toEqual(["info", "error"]);
});
