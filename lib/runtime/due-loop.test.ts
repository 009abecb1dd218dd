import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDueLoop } from "./due-loop";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("it works at once and then every so often; a failure is told and waited out", async () => {
  const told: unknown[][] = [];
  const outcomes = [true, false, false, true, true];
  const at: number[] = [];
  const start = Date.now();
  const loop = createDueLoop({
    work: async () => {
      at.push(Date.now() - start);
      if (!outcomes[at.length - 1]) throw new Error("disk on fire");
    },
    failure: "it could not be read",
    log: (...line) => told.push(line),
    everyMs: 1_000,
  });
  loop.start();
  loop.start();
  await vi.advanceTimersByTimeAsync(8_500);
  expect(at).toEqual([0, 1_000, 3_000, 7_000, 8_000]);
  expect(told.map(([level, message]) => [level, message])).toEqual([
    ["error", "it could not be read"],
    ["error", "it could not be read"],
  ]);
  await loop.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(at).toHaveLength(5);
});

test("stopping waits for what is under way, tells it to end, and does not wait for ever", async () => {
  let asked: (() => boolean) | undefined;
  const loop = createDueLoop({
    work: (goOn) => {
      asked = goOn;
      return new Promise(() => {});
    },
    failure: "",
    log: () => {},
    everyMs: 1_000,
  });
  loop.start();
  await vi.advanceTimersByTimeAsync(1);
  expect(asked?.()).toBe(true);
  const stopped = vi.fn();
  const stopping = loop.stop().then(stopped);
  expect(asked?.()).toBe(false);
  await vi.advanceTimersByTimeAsync(7_000);
  expect(stopped).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  await stopping;
  expect(stopped).toHaveBeenCalled();
});
