import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createExchanges } from "./exchanges";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());
const made = (slowPlaces = 10) => createExchanges({ slowAfterMs: 100, slowPlaces });

test("a queue is new until one of its exchanges ended, and then as quick as the last of them", () => {
  const exchanges = made();
  expect(exchanges.paceOf("w a")).toEqual({ isNew: true, underWay: 0 });
  exchanges.begin("1", "w a");
  expect(exchanges.paceOf("w a")).toEqual({ isNew: true, underWay: 1 });
  vi.advanceTimersByTime(50);
  exchanges.end("1");
  expect(exchanges.paceOf("w a")).toBe("quick");
  exchanges.begin("2", "w a");
  vi.advanceTimersByTime(150);
  exchanges.end("2");
  expect(exchanges.paceOf("w a")).toEqual({ isNew: false, underWay: 0 });
  exchanges.end("2");
  expect([exchanges.count(), exchanges.counting()]).toEqual([0, 0]);
});

test("trials count against nothing while there are places for them, and like any other once they went well", () => {
  const exchanges = made(2);
  for (const id of ["1", "2", "3"]) exchanges.begin(id, `w ${id}`);
  expect([exchanges.count(), exchanges.counting()]).toEqual([3, 1]);
  const several = made();
  for (const id of ["1", "2", "3"]) several.begin(id, "w a");
  expect(several.counting()).toBe(0);
  several.end("1");
  expect([several.count(), several.counting()]).toEqual([2, 2]);
});

test("what drags stops counting; a queue with many that drag is slow whatever else of it ends quickly", () => {
  const exchanges = made();
  exchanges.begin("0", "w a");
  exchanges.end("0");
  for (let id = 1; id <= 5; id++) exchanges.begin(`${id}`, "w a");
  expect(exchanges.counting()).toBe(5);
  vi.advanceTimersByTime(100);
  exchanges.look();
  expect([exchanges.count(), exchanges.counting()]).toEqual([5, 0]);
  exchanges.begin("6", "w a");
  exchanges.end("6");
  expect(exchanges.paceOf("w a")).toEqual({ isNew: false, underWay: 5 });
  exchanges.end("1");
  exchanges.begin("7", "w a");
  exchanges.end("7");
  expect(exchanges.paceOf("w a")).toBe("quick");
});
