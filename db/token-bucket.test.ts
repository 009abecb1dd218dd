import { expect, test } from "vitest";
import { fullAfter, tokensIn } from "./token-bucket";

const rate = { webhookId: "whk_1", perSecond: 10, burst: 10 };
const now = new Date("2026-03-01T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);

test("a bucket gives what it holds and fills at its rate", () => {
  expect(tokensIn(rate, undefined, now)).toBe(10);
  const fullAt = fullAfter(rate, undefined, now, 10);
  expect(tokensIn(rate, fullAt, now)).toBe(0);
  expect(tokensIn(rate, fullAt, later(300))).toBe(3);
  expect(tokensIn(rate, fullAt, later(5_000))).toBe(10);
});

test("what a clock that was hours ahead has drawn does not empty the bucket until then", () => {
  const fullAt = fullAfter(rate, undefined, later(6 * 3_600_000), 10);
  expect(tokensIn(rate, fullAt, now)).toBe(10);
  expect(tokensIn(rate, fullAfter(rate, fullAt, now, 10), now)).toBe(0);
});

test("clocks of two machines that are seconds apart share one bucket", () => {
  const fullAt = fullAfter(rate, undefined, later(5_000), 10);
  expect(tokensIn(rate, fullAt, now)).toBe(0);
});
