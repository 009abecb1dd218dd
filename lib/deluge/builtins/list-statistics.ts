import { asInteger, asList, asNumeric, asText } from "../values/convert";
import { compareNumbers } from "../values/equal";
import { fail } from "../values/errors";
import { doubleOf, isNumeric, type Numeric } from "../values/numeral";
import { Decimal, kindOf, type List, typeNames, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";

const onNumberLists = { on: ["list", "collection"], section: "§9.2" } as const;
const place = [{ name: "n", type: "number", doc: "From 1." }] as const;

/** The numbers of a list; ScriptError for any other element and for an empty list (§9.2). */
function numbersOf(run: Run, self: Value): Numeric[] {
  const { items } = asList(self, run);
  if (items.length === 0) fail("The list has no numbers");
  run.spend(items.length);
  return items.map((item) =>
    isNumeric(item)
      ? item
      : fail(`List contains invalid(${typeNames[kindOf(item)]}) entries hence can not perform the desired operation`),
  );
}

const ordered = (run: Run, self: Value): Numeric[] => numbersOf(run, self).sort(compareNumbers);

function nth(sorted: readonly Numeric[], from: "largest" | "smallest", given: number): Numeric {
  const found = given >= 1 ? sorted[from === "smallest" ? given - 1 : sorted.length - given] : undefined;
  return found ?? fail(`The list has ${sorted.length} numbers, and no ${from} number ${given}`);
}

/** Whole sums are exact. */
function average(values: readonly Numeric[]): Decimal {
  if (values.some((value) => value instanceof Decimal)) {
    return new Decimal(values.reduce<number>((sum, value) => sum + doubleOf(value), 0) / values.length);
  }
  const total = values.reduce<bigint>((sum, value) => sum + BigInt(value instanceof Decimal ? 0 : value), 0n);
  const count = BigInt(values.length);
  const whole = total / count;
  return new Decimal(Number(whole) + Number(total - whole * count) / values.length);
}

function median(sorted: readonly Numeric[]): Numeric {
  const middle = sorted.length >> 1;
  const [below = 0, above = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? above : new Decimal((doubleOf(below) + doubleOf(above)) / 2);
}

/** The smallest number with at least n per cent of the list at or below it. */
function percentile(sorted: readonly Numeric[], share: number): Numeric {
  if (!(share > 0 && share <= 100)) fail("A percentile is above 0 and at most 100");
  return sorted[Math.ceil((share * sorted.length) / 100) - 1] ?? fail("The list has no numbers");
}

function rank(run: Run, list: List, wanted: Value, order: string): number {
  const sorted = ordered(run, list);
  if (order.toLowerCase() !== "asc") sorted.reverse();
  const number = asNumeric(wanted, run);
  const at = sorted.findIndex((value) => compareNumbers(value, number) === 0);
  return at >= 0 ? at + 1 : fail("The list does not contain the number to rank");
}

/** Numbers over lists (spec/deluge.md §9.2). */
export const listStatistics: readonly Builtin[] = [
  {
    ...{ ...onNumberLists, name: "average", parameters: [], returns: "decimal" },
    doc: "Sum of the numbers divided by how many there are.",
    example: "{1,2,4,5}.average() -> 3.0",
    call: (run, self) => average(numbersOf(run, self)),
  },
  {
    ...{ ...onNumberLists, name: "median", parameters: [], returns: "number" },
    doc: "The number in the middle when sorted, or the mean of the two there.",
    example: "{5,1,3}.median() -> 3",
    call: (run, self) => median(ordered(run, self)),
  },
  {
    ...{ ...onNumberLists, name: "largest", parameters: [], returns: "number" },
    doc: "The largest number.",
    example: "{5,9,3}.largest() -> 9",
    call: (run, self) => nth(ordered(run, self), "largest", 1),
  },
  {
    ...{ ...onNumberLists, name: "smallest", parameters: [], returns: "number" },
    doc: "The smallest number.",
    example: "{5,9,3}.smallest() -> 3",
    call: (run, self) => nth(ordered(run, self), "smallest", 1),
  },
  {
    ...{ ...onNumberLists, name: "nthLargest", parameters: place, returns: "number" },
    doc: "The n-th number from the largest down.",
    example: "{5,9,3}.nthLargest(2) -> 5",
    call: (run, self, given = null) => nth(ordered(run, self), "largest", asInteger(given, run)),
  },
  {
    ...{ ...onNumberLists, name: "nthSmallest", parameters: place, returns: "number" },
    doc: "The n-th number from the smallest up.",
    example: "{5,9,3}.nthSmallest(2) -> 5",
    call: (run, self, given = null) => nth(ordered(run, self), "smallest", asInteger(given, run)),
  },
  {
    ...{
      ...onNumberLists,
      name: "percentile",
      parameters: [{ name: "n", type: "number", doc: "Above 0, up to 100." }],
    },
    returns: "number",
    doc: "The smallest number that has n per cent of all at or below it.",
    example: "{300,455,124,926,780}.percentile(50) -> 455",
    call: (run, self, given = null) => percentile(ordered(run, self), doubleOf(asNumeric(given, run))),
  },
  {
    ...{ ...onNumberLists, name: "rank", returns: "number" },
    parameters: [
      { name: "number", type: "number" },
      { name: "order", type: "text", isOptional: true, doc: '"asc": from the smallest up.' },
    ],
    doc: "Place of a number from the largest down, from 1. A number that the list lacks is an error.",
    example: "{80,95,60}.rank(95) -> 1",
    call: (run, self, given = null, order = "") => rank(run, asList(self, run), given, asText(order, run)),
  },
];
