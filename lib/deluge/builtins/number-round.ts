import { asInteger, asNumeric } from "../values/convert";
import { decimalOf, digitsOf, type Rounding, rounded, wholeNumberOf } from "../values/digits";
import type { Numeric } from "../values/numeral";
import { Decimal, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";

const onNumbers = { on: ["number", "decimal"], section: "§9.2" } as const;

/** A NUMBER stays one; a DECIMAL becomes one when no decimal is left to keep. */
function toPlaces(value: Numeric, places: number, rounding: Rounding): Numeric {
  if (!(value instanceof Decimal) && places >= 0) return value;
  const digits = rounded(digitsOf(value), places, rounding);
  return value instanceof Decimal && places > 0 ? decimalOf(digits) : wholeNumberOf(digits);
}

/** NUMBER: the fraction cut off. */
export const truncated = (value: Numeric): number | bigint =>
  value instanceof Decimal ? wholeNumberOf(rounded(digitsOf(value), 0, "cut")) : value;

function towards(value: Numeric, isUp: boolean): Value {
  if (!(value instanceof Decimal)) return value;
  return truncated(new Decimal(isUp ? Math.ceil(value.value) : Math.floor(value.value)));
}

const places = (run: Run, given: Value | undefined): number => (given === undefined ? 0 : asInteger(given, run));

/** Rounding (spec/deluge.md §9.2). */
export const numberRound: readonly Builtin[] = [
  {
    ...{ ...onNumbers, name: "round", returns: "decimal" },
    parameters: [{ name: "decimals", type: "number", isOptional: true, doc: "Negative: tens, hundreds, and so on." }],
    doc: "Rounded to that many decimals, halves away from zero. To none, it is a NUMBER.",
    example: "(218.49).round(1) -> 218.5",
    call: (run, self, given) => toPlaces(asNumeric(self, run), places(run, given), "half-away"),
  },
  {
    ...{ ...onNumbers, name: "truncate", returns: "decimal" },
    parameters: [{ name: "decimals", type: "number", isOptional: true }],
    doc: "Cut to that many decimals.",
    example: "(3.149).truncate(2) -> 3.14",
    call: (run, self, given) => toPlaces(asNumeric(self, run), places(run, given), "cut"),
  },
  {
    ...{ ...onNumbers, name: "ceil", parameters: [], returns: "number" },
    doc: "The next whole number upwards.",
    example: "(2.1).ceil() -> 3",
    call: (run, self) => towards(asNumeric(self, run), true),
  },
  {
    ...{ ...onNumbers, name: "floor", parameters: [], returns: "number" },
    doc: "The next whole number downwards.",
    example: "(2.9).floor() -> 2",
    call: (run, self) => towards(asNumeric(self, run), false),
  },
  {
    ...{ ...onNumbers, name: "frac", parameters: [], returns: "decimal" },
    doc: "What is behind the point, with the sign.",
    example: "(-25.1).frac() -> -0.1",
    call(run, self) {
      const { isNegative, fraction } = digitsOf(asNumeric(self, run));
      return decimalOf({ isNegative: isNegative && fraction !== "", whole: "0", fraction });
    },
  },
];
