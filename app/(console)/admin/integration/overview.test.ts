import { expect, test } from "vitest";
import type { Delivery } from "@/lib/delivery/delivery";
import { countText, gettingStarted, successRate, troubled } from "./overview";

test("the success rate counts what ended in success or failure, and never rounds up to 100 %", () => {
  expect(successRate({ succeeded: 0, failed: 0 })).toBeUndefined();
  expect(successRate({ succeeded: 7, failed: 0 })).toBe("100 %");
  expect(successRate({ succeeded: 0, failed: 3 })).toBe("0 %");
  expect(successRate({ succeeded: 2, failed: 1 })).toBe("66.6 %");
  expect(successRate({ succeeded: 99_999, failed: 1 })).toBe("99.9 %");
});

test("a list that was not counted to its end says so", () => {
  expect([countText({ total: 1204 }), countText({ total: 10_000, isCapped: true })]).toEqual(["1,204", "10,000+"]);
});

test("getting started goes away when all of it is done", () => {
  expect(gettingStarted({ bin: true, webhook: true, delivery: true })).toEqual([]);
  const steps = gettingStarted({ bin: true, webhook: false, delivery: false });
  expect(steps.map(({ label, done }) => [label, done])).toEqual([
    ["Create a bin", true],
    ["Build a webhook", false],
    ["Fire it from a ticket", false],
  ]);
});

test("trouble is what failed for good and what is being retried, newest first", () => {
  const at = (id: string, minute: number, lastError: string | null) =>
    ({ id, createdAt: new Date(Date.UTC(2026, 10, 21, 10, minute)), lastError }) as Delivery;
  const failed = [at("f2", 9, "x"), at("f1", 1, "x")];
  const pending = [at("fresh", 10, null), at("retried", 5, "y")];
  expect(troubled(failed, pending).map(({ id }) => id)).toEqual(["f2", "retried", "f1"]);
});
