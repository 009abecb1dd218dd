import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Execution } from "../compile/execution";
import { defaultLimits, defaultOptions } from "../options";
import { fakeHost } from "../testing/fake-host";
import { LimitError, ScriptError } from "../values/errors";
import { jsonOf } from "../values/text";
import {
  Caught,
  Collection,
  DateValue,
  Decimal,
  FileValue,
  KeyValue,
  type Kind,
  kindOf,
  List,
  type Value,
} from "../values/value";
import type { Builtin } from "./builtin";
import { checks } from "./checks";
import { collection } from "./collection";
import { conversion } from "./conversion";
import { json } from "./json";
import { list } from "./list";
import { listOrder } from "./list-order";
import { listStatistics } from "./list-statistics";
import { map } from "./map";
import { numbers } from "./number";
import { numberRound } from "./number-round";
import { numberWords } from "./number-words";
import { textMake } from "./text-make";
import { textParts } from "./text-parts";
import { textReplace } from "./text-replace";
import { textSearch } from "./text-search";

const limits = { ...defaultLimits, textLength: 5_000, elements: 500, made: 100_000, timeMs: 5_000 };
const run = () => new Execution(fakeHost(), defaultOptions, limits);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "",
    " ",
    ",",
    "1",
    "-2.5",
    "[1,2]",
    '{"a":[{"b":1}]}',
    "{a:1",
    "a.*",
    "(",
    "\\",
    "$1",
    "#,##0.00",
    "yyyy-MM-dd",
    "asc",
    "true",
    "2026-01-15",
    "__proto__",
    "en-gb",
    "9".repeat(25),
    "5a",
    "💩,é",
  ),
);
const number = fc.oneof(
  fc.constantFrom<Value>(0, 1, -1, 2, 3, 7, 100, 5_001, 2 ** 53 - 1, -(2 ** 53) + 1, 2n ** 63n - 1n, -(2n ** 63n)),
  fc.integer(),
);
const decimal = fc
  .oneof(fc.constantFrom(0, 0.5, -2.5, 1e300, -1e-300, 2 ** 63), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => new Decimal(value));
const date = fc.integer({ min: -1e12, max: 4e12 }).map((ms) => new DateValue(ms, ms % 2 === 0));
const scalar: fc.Arbitrary<Value> = fc.oneof(text, number, decimal, date, fc.boolean(), fc.constant(null));
const listOf = (of: fc.Arbitrary<Value>) =>
  fc
    .tuple(fc.array(of, { maxLength: 6 }), fc.constantFrom(null, "string", "int", "float", "date", "bool"))
    .map(([items, element]) => new List(items, element as List["element"]));
const mapOf = (of: fc.Arbitrary<Value>) =>
  fc.array(fc.tuple(text, of), { maxLength: 5 }).map((entries) => new KeyValue(new Map<Value, Value>(entries)));
const collectionOf = (of: fc.Arbitrary<Value>) =>
  fc.tuple(fc.boolean(), fc.array(fc.tuple(text, of), { maxLength: 5 })).map(([isKeyed, entries]) => {
    const made = new Collection();
    if (entries.length > 0) made.isKeyed = isKeyed;
    for (const [key, value] of entries) made.entries.set(isKeyed ? key : made.entries.size, value);
    return made;
  });
const nested: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: listOf(scalar) },
  { weight: 1, arbitrary: mapOf(scalar) },
);
const brace = fc.constantFrom(0).map(() => new List([], null, true));
const circle = fc.constantFrom(0).map(() => {
  const made = new List([1]);
  made.items.push(made);
  return made;
});

const ofKind: Record<Kind, fc.Arbitrary<Value>> = {
  ...{ text, number, decimal, boolean: fc.boolean(), null: fc.constant(null), date },
  ...{
    list: fc.oneof(listOf(nested), listOf(nested), brace, circle),
    map: mapOf(nested),
    collection: collectionOf(nested),
  },
  file: text.map((name) => new FileValue(name, "text/plain", new Uint8Array(3))),
  error: text.map((message) => new Caught(message, 1)),
};
const anything = fc.oneof(...Object.values(ofKind));

/** Every number, text and list within it is one that the language has. */
function isValue(value: Value, depth = 0): boolean {
  if (depth > 8) return true;
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value === "bigint") return !Number.isSafeInteger(Number(value)) && BigInt.asIntN(64, value) === value;
  if (typeof value === "string") return value.length <= limits.textLength;
  if (value instanceof Decimal) return Number.isFinite(value.value);
  if (value instanceof List)
    return value.items.length <= limits.elements && value.items.every((item) => isValue(item, depth + 1));
  if (value instanceof KeyValue || value instanceof Collection) {
    return value.entries.size <= limits.elements && [...value.entries].flat().every((item) => isValue(item, depth + 1));
  }
  return value === null || typeof value === "boolean" || kindOf(value) !== undefined;
}

const entries: readonly Builtin[] = [
  ...[...textSearch, ...textParts, ...textReplace, ...textMake, ...numbers, ...numberRound, ...numberWords],
  ...[...list, ...listOrder, ...listStatistics, ...map, ...collection, ...json, ...conversion, ...checks],
];

describe("whatever it is given, a function answers with a value or an error of the language", () => {
  test.each(entries.map((entry) => [`${entry.name} of ${entry.on.join(", ")}`, entry] as const))("%s", (_, entry) => {
    const receivers = entry.on.map((kind) => (kind === "any" ? anything : ofKind[kind]));
    const required = entry.parameters.filter((parameter) => !parameter.isOptional && !parameter.isRest).length;
    const wanted = entry.parameters.map(({ type }) =>
      type === "any" || type === "void" ? anything : fc.oneof(ofKind[type], scalar, anything),
    );
    const given = fc
      .tuple(fc.integer({ min: required, max: wanted.length }), fc.tuple(...wanted))
      .map(([count, all]) => all.slice(0, count));
    fc.assert(
      fc.property(fc.oneof(...receivers), given, (self, values) => {
        try {
          const result = entry.call(run(), self, ...values);
          if (result instanceof Promise) throw new Error("asynchronous");
          expect(result).not.toBe(undefined);
          expect(isValue(result)).toBe(true);
          expect(isValue(self)).toBe(true);
          jsonOf(result, run());
        } catch (error) {
          if (!(error instanceof ScriptError) && !(error instanceof LimitError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});
