import { expect, test } from "vitest";
import { whyNotReady } from "./beat";

const now = new Date("2026-11-21T10:00:00Z");
const ago = (seconds: number) => ({ pid: 42, beatAt: new Date(now.getTime() - seconds * 1_000) });

test("ready while every worker goes round", () => {
  expect(whyNotReady([ago(0), ago(4), ago(-30)], now)).toBeUndefined();
});

test("not ready without a worker, or with one that is stuck; one long gone is not missed", () => {
  expect(whyNotReady([], now)).toMatch(/^No worker/);
  expect(whyNotReady([ago(61)], now)).toMatch(/^No worker/);
  expect(whyNotReady([ago(1), ago(9)], now)).toBe("1 of 2 workers stopped going round: process 42 for 9 s.");
  expect(whyNotReady([ago(1), ago(3_600)], now)).toBeUndefined();
});
