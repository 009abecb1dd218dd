import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalOf, digitsOf, type Rounding, rounded, wholeNumberOf } from "./digits";
import { decimalText, type Numeric, numeralOf } from "./numeral";
import { Decimal } from "./value";

const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const money = fc
  .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([units, places]) => Number(`${units}e-${places}`));

/** Digits as one whole number and how many of them are behind the point: exact arithmetic from here on. */
function exact(value: Numeric): { units: bigint; places: number } {
  const text = value instanceof Decimal ? decimalText(value.value) : String(value);
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole + fraction);
  return { units: text.startsWith("-") ? -units : units, places: fraction.length };
}

/** Rounds with whole numbers only, slowly. */
function slowly(value: Numeric, places: number, rounding: Rounding): string {
  const { units, places: have } = exact(value);
  const isNegative = units < 0n;
  const size = isNegative ? -units : units;
  const drop = have - places;
  const unit = drop > 0 ? 10n ** BigInt(drop) : 1n;
  let quotient = size / unit;
  const twice = (size % unit) * 2n;
  if (
    drop > 0 &&
    rounding !== "cut" &&
    (twice > unit || (twice === unit && (rounding === "half-away" || quotient % 2n === 1n)))
  )
    quotient += 1n;
  const scaled = drop > 0 ? quotient * 10n ** BigInt(Math.max(0, -places)) : size;
  const kept = drop > 0 ? Math.max(0, places) : have;
  const digits = String(scaled).padStart(kept + 1, "0");
  const text = kept > 0 ? `${digits.slice(0, -kept)}.${digits.slice(-kept)}` : digits;
  return isNegative ? `-${text}` : text;
}

const shown = ({ isNegative, whole, fraction }: { isNegative: boolean; whole: string; fraction: string }) =>
  Number(`${isNegative ? "-" : ""}${whole}.${fraction}`);

describe("rounding on decimal digits", () => {
  test("agrees with exact arithmetic", () => {
    const numbers = fc.oneof(money, double, fc.integer()).map((value) => new Decimal(value));
    fc.assert(
      fc.property(
        numbers,
        fc.integer({ min: -9, max: 12 }),
        fc.constantFrom<Rounding>("half-away", "half-even", "cut"),
        (value, places, rounding) => {
          expect(shown(rounded(digitsOf(value), places, rounding))).toBe(Number(slowly(value, places, rounding)));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test.each([
    [1.005, 2, 1.01],
    [2.675, 2, 2.68],
    [-1.005, 2, -1.01],
    [218.49, 1, 218.5],
    [0.05, 1, 0.1],
    [9.995, 2, 10],
    [99.95, 1, 100],
    [1e-7, 3, 0],
    [123456789.987, -3, 123457000],
    [499.99, -3, 0],
    [500, -3, 1000],
  ])("%d to %d decimals is %d", (value, places, result) => {
    expect(shown(rounded(digitsOf(new Decimal(value)), places, "half-away"))).toBe(result);
  });

  test("whole numbers beyond 64 bits are an error, below they are exact", () => {
    expect(wholeNumberOf({ isNegative: true, whole: "9223372036854775808", fraction: "" })).toBe(-(2n ** 63n));
    expect(() => wholeNumberOf({ isNegative: false, whole: "9223372036854775808", fraction: "" })).toThrow("64 bits");
    expect(decimalOf({ isNegative: true, whole: "0", fraction: "10" })).toEqual(new Decimal(-0.1));
  });
});

describe("the text of a decimal", () => {
  test("has no exponent and reads back as the same number", () => {
    fc.assert(
      fc.property(double, (value) => {
        const text = decimalText(value);
        expect(text).toMatch(/^-?\d+\.\d+$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [100, "100.0"],
    [0, "0.0"],
    [-0, "0.0"],
    [0.2, "0.2"],
    [1e-7, "0.0000001"],
    [1.5e-8, "0.000000015"],
    [1e21, "1000000000000000000000.0"],
    [1.25e22, "12500000000000000000000.0"],
    [-1e-7, "-0.0000001"],
  ])("%d is %s", (value, text) => expect(decimalText(value)).toBe(text));
});

describe("the number a text reads as", () => {
  test.each<[string, unknown]>([
    ["12", 12],
    [" 12 ", 12],
    ["+5", 5],
    ["-0", 0],
    ["007", 7],
    [".5", new Decimal(0.5)],
    ["5.", new Decimal(5)],
    ["-1.50", new Decimal(-1.5)],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["9223372036854775808", null],
    ["", null],
    [".", null],
    ["-", null],
    ["1e5", null],
    ["0x10", null],
    ["1,000", null],
    ["Infinity", null],
    ["NaN", null],
    ["1 2", null],
    ["٣", null],
    ["1".repeat(1_001), null],
  ])("%j", (text, number) => expect(numeralOf(text)).toEqual(number));
});
