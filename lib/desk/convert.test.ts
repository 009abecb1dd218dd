import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertForms, convertValue } from "./convert";
import { type CustomField, type FieldKind, fieldKinds } from "./custom-forms";
import { exampleForms } from "./testing/graphs";

const field = (kind: FieldKind): CustomField => ({
  id: 1,
  name: "It",
  kind,
  options: kind === "select" ? ["High", "Low"] : [],
  isReadOnly: false,
});
const kinds = Object.keys(fieldKinds) as FieldKind[];

const good: [FieldKind, unknown, unknown][] = [
  ["text", "INC0010001", "INC0010001"],
  ["text", 42, "42"],
  ["text", false, "false"],
  ["text", { a: [1] }, '{"a":[1]}'],
  ["multiline", "a\r\nb", "a\r\nb"],
  ["number", "3.50", 3.5],
  ["number", -0.1, -0.1],
  ["number", " 7 ", 7],
  ["number", Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ["date", "2024-02-29", "2024-02-29"],
  ["date", "2025/04/23", "2025-04-23"],
  ["date", "2025-04-23T23:30:00-05:00", "2025-04-23"],
  ["datetime", "2025-04-23T10:00:00Z", "2025-04-23T10:00:00.000Z"],
  ["datetime", "2025-04-23 10:00:00", "2025-04-23T10:00:00.000Z"],
  ["datetime", "2025/04/23 10:00", "2025-04-23T10:00:00.000Z"],
  ["datetime", "2025-04-23T10:00:00.123456+02:00", "2025-04-23T08:00:00.123Z"],
  ["datetime", "2025-04-23T10:00:00-0530", "2025-04-23T15:30:00.000Z"],
  ["datetime", "2025-04-23T10:00:00+01", "2025-04-23T09:00:00.000Z"],
  ["datetime", "2025-04-23", "2025-04-23T00:00:00.000Z"],
  ["datetime", 1745402400000, "2025-04-23T10:00:00.000Z"],
  ["checkbox", "Yes", true],
  ["checkbox", " TRUE ", true],
  ["checkbox", 1, true],
  ["checkbox", "off", false],
  ["checkbox", 0, false],
  ["checkbox", false, false],
  ["select", " high ", "High"],
];

const bad: [FieldKind, unknown, string][] = [
  ["text", "a\nb", "“It” needs a single line, not a b"],
  ["text", "a\0b", "“It” needs text without NUL characters, not a b"],
  ["multiline", "x".repeat(100_001), "“It” needs at most 100,000 characters, not 100001 characters"],
  ["number", "twelve", "“It” needs a number, not twelve"],
  ["number", "   ", "“It” needs a number, not    "],
  ["number", "1,000", "“It” needs a number, not 1,000"],
  ["number", true, "“It” needs a number, not true"],
  ["number", Number.POSITIVE_INFINITY, "“It” needs a number, not null"],
  [
    "number",
    "9007199254740993",
    "“It” needs a number of at most 15 digits (longer ones fit a text field), not 9007199254740993",
  ],
  ["date", "2025-02-30", "“It” needs a date such as 2025-04-23, not 2025-02-30"],
  ["date", "23.04.2025", "“It” needs a date such as 2025-04-23, not 23.04.2025"],
  ["date", 20250423, "“It” needs a date such as 2025-04-23, not 20250423"],
  ["datetime", "5", "“It” needs a date and time such as 2025-04-23T10:00:00Z, not 5"],
  ["datetime", "ticket 12", "“It” needs a date and time such as 2025-04-23T10:00:00Z, not ticket 12"],
  [
    "datetime",
    "2025-02-30T10:00:00Z",
    "“It” needs a date and time such as 2025-04-23T10:00:00Z, not 2025-02-30T10:00:00Z",
  ],
  [
    "datetime",
    "2025-04-23T25:00:00Z",
    "“It” needs a date and time such as 2025-04-23T10:00:00Z, not 2025-04-23T25:00:00Z",
  ],
  ["datetime", 1e300, "“It” needs a date and time such as 2025-04-23T10:00:00Z, not 1e+300"],
  ["checkbox", "maybe", "“It” needs true or false, not maybe"],
  ["checkbox", [true], "“It” needs true or false, not [true]"],
  ["select", "Medium", "“It” needs one of High, Low, not Medium"],
  ["select", "x".repeat(80), `“It” needs one of High, Low, not ${"x".repeat(60)}…`],
];

test.each(good)("%s takes %j and stores %j", (kind, raw, value) => {
  expect(convertValue(field(kind), raw)).toEqual({ ok: true, value });
});

test.each(bad)("%s refuses %j", (kind, raw, message) => {
  expect(convertValue(field(kind), raw)).toEqual({ ok: false, message });
});

test.each(kinds)("null, undefined and an empty text clear a %s field", (kind) => {
  for (const raw of [null, undefined, ""]) expect(convertValue(field(kind), raw)).toEqual({ ok: true, value: null });
});

test("whatever comes, the answer is a JSON value of the kind or a sentence, and converting it again changes nothing", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  const strange = fc.constantFrom<unknown>(
    cyclic,
    10n,
    Symbol("s"),
    () => 1,
    new Date(Number.NaN),
    { toString: 1, valueOf: 1 },
    Object.create(null),
    "\ud800",
    "2025-04-23T10:00:00+99:99",
  );
  const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true });
  const raw = fc.oneof(strange, anything, fc.string(), fc.date().map(String));
  fc.assert(
    fc.property(fc.constantFrom(...kinds), raw, (kind, given) => {
      const result = convertValue(field(kind), given);
      if (!result.ok) return result.message.startsWith("“It” needs ");
      expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
      expect(convertValue(field(kind), result.value)).toEqual(result);
    }),
    { numRuns: 3000 },
  );
});

describe("forms by name", () => {
  test("one object for a single-line form, rows for a multi-line one, names without case and spaces", () => {
    const named = {
      INTEGRATION: { number: "INC1", "is Active": "yes" },
      linkedAssets: [{ Asset: "P1", kind: "printer" }, { asset: null }],
    };
    expect(convertForms(exampleForms, named)).toEqual({
      values: { 1: [{ 1: "INC1", 2: true }], 2: [{ 1: "P1", 2: "Printer" }, { 1: null }] },
      problems: {},
    });
  });

  test("every problem is named where it is", () => {
    const named = {
      Nothing: {},
      Integration: [{ Number: "1" }, { Number: "a\nb" }],
      "Linked assets": [{ Asset: "ok", Colour: "red" }, "P1", { Kind: "Toaster" }],
    };
    expect(convertForms(exampleForms, named).problems).toEqual({
      Nothing: ["This ticket has no form “Nothing”"],
      Integration: ["“Integration” has a single line"],
      "Integration.Number": ["“Number” needs a single line, not a b"],
      "Linked assets[0].Colour": ["“Linked assets” has no field “Colour”"],
      "Linked assets[1]": ["Give an object with one entry per field"],
      "Linked assets[2].Kind": ["“Kind” needs one of Printer, Laptop, not Toaster"],
    });
  });

  test("names of built-in properties are names like any other", () => {
    const named = JSON.parse(
      '{"__proto__": {"a": 1}, "constructor": [], "Integration": {"__proto__": 1, "toString": 2}}',
    );
    const { values, problems } = convertForms(exampleForms, named);
    expect(values).toEqual({ 1: [{}] });
    expect(Object.keys(problems).sort()).toEqual([
      "Integration.__proto__",
      "Integration.toString",
      "__proto__",
      "constructor",
    ]);
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (named) => {
        convertForms(exampleForms, { ...named, Integration: named });
      }),
    );
  });
});
