import { expect, test } from "vitest";
import { gettingStarted, successRate } from "./overview";

test("the success rate counts what ended in success or failure, and never rounds up to 100 %", () => {
  expect(successRate({ succeeded: 0, failed: 0 })).toBeUndefined();
  expect(successRate({ succeeded: 7, failed: 0 })).toBe("100 %");
  expect(successRate({ succeeded: 0, failed: 3 })).toBe("0 %");
  expect(successRate({ succeeded: 2, failed: 1 })).toBe("66.6 %");
  expect(successRate({ succeeded: 99_999, failed: 1 })).toBe("99.9 %");
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
