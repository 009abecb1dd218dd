import { asNumeric } from "../values/convert";
import { compareNumbers } from "../values/equal";
import { fail } from "../values/errors";
import { doubleOf, integerOf, type Numeric } from "../values/numeral";
import { Decimal, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";
import { truncated } from "./number-round";

const onNumbers = { on: ["number", "decimal"], section: "§9.2" } as const;
const operand: readonly Parameter[] = [{ name: "other", type: "number" }];

const finite = (value: number, what: string): Decimal =>
  Number.isFinite(value) ? new Decimal(value) : fail(`${what} has no result for this number`);

/** A function of one number that gives a DECIMAL. */
const real = (name: string, of: (x: number) => number, doc: string, example: string): Builtin => ({
  ...{ ...onNumbers, name, parameters: [], returns: "decimal", doc, example },
  call: (run, self) => finite(of(doubleOf(asNumeric(self, run))), name),
});

/** Exact while it is whole and within 64 bits. */
function power(base: Numeric, exponent: Numeric): Value {
  const value = doubleOf(base) ** doubleOf(exponent);
  if (!(base instanceof Decimal) && !(exponent instanceof Decimal) && exponent >= 0 && Math.abs(value) < 1e19) {
    const whole = Math.abs(Number(base)) <= 1 ? BigInt(value) : BigInt(base) ** BigInt(exponent);
    const exact = integerOf(whole);
    if (exact !== null) return exact;
  }
  return finite(value, "power");
}

function absolute(value: Numeric): Value {
  if (value instanceof Decimal) return new Decimal(Math.abs(value.value));
  if (typeof value === "number") return Math.abs(value);
  return integerOf(value < 0n ? -value : value) ?? fail("The number is beyond 64 bits");
}

const isMultipleOf2 = (value: Numeric): boolean => {
  const plain = value instanceof Decimal ? value.value : value;
  return typeof plain === "bigint" ? plain % 2n === 0n : plain % 2 === 0;
};

const isWhole = (value: Numeric): boolean => !(value instanceof Decimal) || Number.isInteger(value.value);

function random(run: Run, start: Numeric, end: Numeric): Value {
  if (start instanceof Decimal || end instanceof Decimal) {
    const from = doubleOf(start);
    return finite(from + run.host.random() * (doubleOf(end) - from), "randomNumber");
  }
  const [from, to] = [BigInt(start), BigInt(end)];
  if (to <= from) return start;
  const span = to - from;
  if (span <= 9_007_199_254_740_991n) return integerOf(from + BigInt(Math.floor(run.host.random() * Number(span))));
  const bits =
    (BigInt(Math.floor(run.host.random() * 2 ** 32)) << 32n) | BigInt(Math.floor(run.host.random() * 2 ** 32));
  return integerOf(from + (bits * span) / 2n ** 64n);
}

/** Arithmetic beyond the operators (spec/deluge.md §9.2). */
export const numbers: readonly Builtin[] = [
  {
    ...{ ...onNumbers, name: "abs", parameters: [], returns: "number" },
    doc: "The number without its sign.",
    example: "(-5).abs() -> 5",
    call: (run, self) => absolute(asNumeric(self, run)),
  },
  real("sqrt", Math.sqrt, "Square root.", "16.sqrt() -> 4.0"),
  real("exp", Math.exp, "e to the power of the number.", "0.exp() -> 1.0"),
  real("log", Math.log, "Natural logarithm.", "1.log() -> 0.0"),
  real("log10", Math.log10, "Logarithm to base 10.", "1000.log10() -> 3.0"),
  real("sin", Math.sin, "Sine; the angle is in radians.", "0.sin() -> 0.0"),
  real("cos", Math.cos, "Cosine; the angle is in radians.", "0.cos() -> 1.0"),
  real("tan", Math.tan, "Tangent; the angle is in radians.", "0.tan() -> 0.0"),
  real("asin", Math.asin, "Arc sine in radians, of a number from -1 to 1.", "0.asin() -> 0.0"),
  real("acos", Math.acos, "Arc cosine in radians, of a number from -1 to 1.", "1.acos() -> 0.0"),
  real("atan", Math.atan, "Arc tangent in radians.", "0.atan() -> 0.0"),
  real("sinh", Math.sinh, "Hyperbolic sine.", "0.sinh() -> 0.0"),
  real("cosh", Math.cosh, "Hyperbolic cosine.", "0.cosh() -> 1.0"),
  real("tanh", Math.tanh, "Hyperbolic tangent.", "0.tanh() -> 0.0"),
  real("asinh", Math.asinh, "Inverse hyperbolic sine.", "0.asinh() -> 0.0"),
  real("acosh", Math.acosh, "Inverse hyperbolic cosine, of a number from 1 on.", "1.acosh() -> 0.0"),
  real("atanh", Math.atanh, "Inverse hyperbolic tangent, of a number between -1 and 1.", "0.atanh() -> 0.0"),
  real("signum", Math.sign, "1.0, -1.0 or 0.0 as the number is positive, negative or zero.", "(-7).signum() -> -1.0"),
  {
    ...{ ...onNumbers, name: "atan2", parameters: [{ name: "x", type: "number" }], returns: "decimal" },
    doc: "Angle in radians of the point whose height is the number and whose distance to the right is x.",
    example: "1.atan2(2) -> 0.4636476090008061",
    call: (run, self, given = null) =>
      finite(Math.atan2(doubleOf(asNumeric(self, run)), doubleOf(asNumeric(given, run))), "atan2"),
  },
  {
    ...{ ...onNumbers, name: "power", parameters: [{ name: "exponent", type: "number" }], returns: "number" },
    doc: "The number to a power; whole numbers stay exact.",
    example: "2.power(10) -> 1024",
    call: (run, self, given = null) => power(asNumeric(self, run), asNumeric(given, run)),
  },
  {
    ...{ ...onNumbers, name: "min", parameters: operand, returns: "number" },
    doc: "The smaller of both.",
    example: "3.min(5) -> 3",
    call(run, self, given = null) {
      const [a, b] = [asNumeric(self, run), asNumeric(given, run)];
      return compareNumbers(a, b) <= 0 ? a : b;
    },
  },
  {
    ...{ ...onNumbers, name: "max", parameters: operand, returns: "number" },
    doc: "The larger of both.",
    example: "3.max(5) -> 5",
    call(run, self, given = null) {
      const [a, b] = [asNumeric(self, run), asNumeric(given, run)];
      return compareNumbers(a, b) >= 0 ? a : b;
    },
  },
  {
    ...{ ...onNumbers, name: "isEven", parameters: [], returns: "boolean" },
    doc: "Whether it is a whole number that two divides.",
    example: "4.isEven() -> true",
    call: (run, self) => isMultipleOf2(asNumeric(self, run)),
  },
  {
    ...{ ...onNumbers, name: "isOdd", parameters: [], returns: "boolean" },
    doc: "Whether it is a whole number that two does not divide.",
    example: "4.isOdd() -> false",
    call: (run, self) => isWhole(asNumeric(self, run)) && !isMultipleOf2(asNumeric(self, run)),
  },
  {
    ...{ ...onNumbers, name: "randomNumber", returns: "number" },
    parameters: [
      { name: "end", type: "number", isOptional: true, doc: "Not included; alone, the only number is the end." },
    ],
    doc: "A random number from start up to, not including, end; a DECIMAL when either is one.",
    example: "randomNumber(5,6) -> 5",
    call: (run, self, given) =>
      given === undefined
        ? random(run, 0, asNumeric(self, run))
        : random(run, asNumeric(self, run), asNumeric(given, run)),
  },
  {
    ...{ ...onNumbers, name: "toHex", parameters: [], returns: "text" },
    doc: "The whole number in hexadecimal digits; negative ones as 64 bits.",
    example: "255.toHex() -> ff",
    call: (run, self) => BigInt.asUintN(64, BigInt(truncated(asNumeric(self, run)))).toString(16),
  },
];
