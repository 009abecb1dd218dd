import fc from "fast-check";
import { expect, test } from "vitest";
import { Execution } from "../compile/execution";
import { defaultLimits, defaultOptions } from "../options";
import { fakeHost } from "../testing/fake-host";
import { add, divide, multiply, negate, remainder, subtract } from "./arithmetic";
import { LimitError, ScriptError } from "./errors";
import { integerOf } from "./numeral";
import { Decimal, type Value } from "./value";

const run = new Execution(fakeHost(), defaultOptions, { ...defaultLimits, textLength: 2_000 });
const whole = fc
  .oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -100n, max: 100n }),
    fc.maxSafeInteger().map(BigInt),
  )
  .map((value) => ({ exact: value, value: integerOf(value) ?? 0 }));

const exactly: [string, (a: Value, b: Value) => Value, (a: bigint, b: bigint) => bigint][] = [
  ["+", (a, b) => add(a, b, run), (a, b) => a + b],
  ["-", (a, b) => subtract(a, b, run), (a, b) => a - b],
  ["*", (a, b) => multiply(a, b, run), (a, b) => a * b],
];

test.each(exactly)("whole numbers are exact to 64 bits: %s", (_, compute, exact) => {
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      const expected = integerOf(exact(a.exact, b.exact));
      if (expected === null) expect(() => compute(a.value, b.value)).toThrow(ScriptError);
      else expect(compute(a.value, b.value)).toBe(expected);
    }),
  );
});

test("quotient and remainder fit together", () => {
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      if (b.exact === 0n) {
        expect(() => divide(a.value, b.value, run)).toThrow("Division by zero");
        return;
      }
      expect(remainder(a.value, b.value, run)).toBe(integerOf(a.exact % b.exact));
      if (a.exact === -(2n ** 63n) && b.exact === -1n) return;
      const quotient = divide(a.value, b.value, run);
      if (a.exact % b.exact === 0n) expect(quotient).toBe(integerOf(a.exact / b.exact));
      else expect(quotient).toBeInstanceOf(Decimal);
    }),
  );
});

test("there is no negative zero", () => {
  for (const value of [multiply(0, -5, run), remainder(-4, 2, run), negate(0, run), divide(0, -3, run)])
    expect(value).toBe(0);
});

test("decimals stay in range", () => {
  const huge = new Decimal(1e308);
  expect(() => multiply(huge, huge, run)).toThrow("out of the range of DECIMAL");
  expect(add(new Decimal(0.5), 1, run)).toEqual(new Decimal(1.5));
});

test("a text is at most as long as one may be", () => {
  expect(() => add("a".repeat(1_500), "b".repeat(600), run)).toThrow(LimitError);
  expect(add("a".repeat(1_500), "b".repeat(500), run)).toHaveLength(2_000);
});
