import { beforeEach, expect, test, vi } from "vitest";
import { paced } from "./paced";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  return () => vi.useRealTimers();
});

function counting() {
  let looks = 0;
  return { ...paced(1_000, async () => ++looks), looks: () => looks };
}

test("the first look is at once, the next one a second after it began, once for all who asked", async () => {
  const { next, looks } = counting();
  const first = next();
  await vi.advanceTimersByTimeAsync(0);
  expect(await first).toBe(1);
  const asked = [next(), next(), next()];
  await vi.advanceTimersByTimeAsync(999);
  expect(looks()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all(asked)).toEqual([2, 2, 2]);
});

test("what happens during a look is seen by the next", async () => {
  let seen = 0;
  let release = () => {};
  const { next } = paced(1_000, async () => {
    const found = seen;
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return found;
  });
  const first = next();
  await vi.advanceTimersByTimeAsync(0);
  seen = 1;
  const second = next();
  release();
  expect(await first).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  release();
  expect(await second).toBe(1);
});

test("the latest is shared while it is fresh", async () => {
  const { latest, looks } = counting();
  const first = latest();
  await vi.advanceTimersByTimeAsync(0);
  expect(await first).toBe(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(await latest()).toBe(1);
  await vi.advanceTimersByTimeAsync(500);
  const later = latest();
  await vi.advanceTimersByTimeAsync(0);
  expect(await later).toBe(2);
  expect(looks()).toBe(2);
});

test("a look that fails fails for those who asked, and the next one is made", async () => {
  let isDown = true;
  const { next } = paced(1_000, async () => {
    if (isDown) throw new Error("away");
    return "there";
  });
  const first = expect(next()).rejects.toThrow("away");
  await vi.advanceTimersByTimeAsync(0);
  await first;
  isDown = false;
  const second = next();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await second).toBe("there");
});
