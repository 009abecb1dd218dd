import { expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { createSearchIndexer } from "./search-indexer";
import type { Stores } from "./stores";

/** Runs the indexer for some rounds; the clock moves by `stepMs` with each pause. */
async function run(rounds: number, stepMs: number, indexNext: (until: Date) => Promise<number>, load = 0) {
  const clock = fixedClock("2026-05-01T00:00:00Z");
  const start = clock.now().getTime();
  const pauses: number[] = [];
  const revisits: { from: number; until: number }[] = [];
  const told: unknown[][] = [];
  const searchIndex = {
    indexNext: (_: number, until: Date) => indexNext(until),
    async revisit(_: number, from: Date, until: Date) {
      revisits.push({ from: from.getTime() - start, until: until.getTime() - start });
      return revisits.length % 2 === 0;
    },
  };
  let reached = () => {};
  const isReached = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const pause = async (ms: number, signal: AbortSignal) => {
    if (pauses.push(ms) === rounds) reached();
    if (pauses.length >= rounds && !signal.aborted)
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    clock.advance(stepMs);
  };
  const indexer = createSearchIndexer({ searchIndex } as unknown as Stores, (...line) => told.push(line), clock, {
    pause,
    load: () => () => load,
  });
  indexer.start();
  await isReached;
  await indexer.stop();
  return { pauses, revisits, told, start };
}

test("goes on while there is something, and waits a second when there is not", async () => {
  const counts = [200, 17, 0, 0];
  const untils: number[] = [];
  const { pauses, start } = await run(4, 1_000, async (until) => {
    untils.push(until.getTime());
    return counts.shift() ?? 0;
  });
  expect(pauses.slice(2)).toEqual([1_000, 1_000]);
  expect(Math.max(...pauses.slice(0, 2))).toBeLessThan(1_000);
  // The youngest are left alone: what is being committed comes first.
  expect(untils[0]).toBe(start - 2_000);
});

test("gives way to a process that is busy", async () => {
  const slow = () => new Promise<number>((resolve) => setTimeout(() => resolve(1), 30));
  const [busy, idle] = [await run(3, 10, slow, 0.9), await run(3, 10, slow, 0.1)];
  expect(busy.pauses[2]).toBeGreaterThanOrEqual(200);
  expect(idle.pauses[2]).toBeLessThan(busy.pauses[2] ?? 0);
});

test("goes over the last minutes again every five, in steps, and over everything once a day", async () => {
  const { revisits } = await run(1_200, 90_000, async () => 0);
  const [first, second, third] = revisits;
  expect(first).toEqual({ from: 360_000 - 600_000, until: 360_000 - 2_000 });
  expect(second?.from).toBe(first?.from);
  expect((third?.from ?? 0) - (first?.from ?? 0)).toBeGreaterThanOrEqual(300_000);
  const whole = revisits.filter(({ from }) => from < -1_000_000_000);
  expect(whole.length).toBeGreaterThanOrEqual(2);
  expect(whole.length).toBeLessThanOrEqual(4);
});

test("a failure is told, and it goes on", async () => {
  let calls = 0;
  const { told } = await run(3, 10, async () => {
    if (calls++ === 0) throw new Error("disk full");
    return 0;
  });
  expect(told.map(([level]) => level)).toEqual(["error"]);
  expect(calls).toBe(3);
});
