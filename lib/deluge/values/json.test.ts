import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Execution } from "../compile/execution";
import { defaultLimits, defaultOptions } from "../options";
import { fakeHost } from "../testing/fake-host";
import { ScriptError } from "./errors";
import { parseJson } from "./json";
import { jsonOf } from "./text";
import { Decimal, KeyValue, List, type Value } from "./value";

const run = (limits = {}) => new Execution(fakeHost(), defaultOptions, { ...defaultLimits, made: 1e12, ...limits });

const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "toString", "", "\u0000", "\ud800", "\u2028", '"', "\\", "\n\t\r", "💩"),
);
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): Value => {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
});
const decimal = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value): Value => new Decimal(Object.is(value, -0) ? 0 : value));

const { value } = fc.letrec<{ value: Value; list: Value; map: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    anyText,
    integer,
    fc.integer(),
    decimal,
    fc.boolean(),
    fc.constant(null),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("value"), { maxLength: 6 }).map((items) => new List(items)),
  map: fc
    .array(fc.tuple(anyText, tie("value")), { maxLength: 6 })
    .map((entries) => new KeyValue(new Map<Value, Value>(entries))),
}));

/** As JSON.parse would have it: integers and decimals alike are numbers. */
function plain(value: Value): unknown {
  if (value instanceof Decimal) return value.value + 0;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof List) return value.items.map(plain);
  if (value instanceof KeyValue) return new Map([...value.entries].map(([key, item]) => [key, plain(item)]));
  return value;
}

const plainJson = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainJson);
  // The language has one zero.
  if (value === 0) return 0;
  if (value === null || typeof value !== "object") return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, plainJson(item)]));
};

describe("parseJson", () => {
  test("reads back what jsonOf writes", () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(parseJson(jsonOf(given, run()), run())).toEqual(given);
      }),
      { numRuns: 2_000 },
    );
  });

  test("agrees with JSON.parse on JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.boolean(), (text, isSpaced) => {
        const json = isSpaced ? JSON.stringify(JSON.parse(text), null, "\t ") : text;
        expect(plain(parseJson(json, run()))).toEqual(plainJson(JSON.parse(json)));
      }),
      { numRuns: 2_000 },
    );
  });

  test("throws nothing but what a script can catch, on any text", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      '"',
      "'",
      "\\",
      "\\u12",
      "a",
      "1",
      "-",
      ".",
      "e",
      "null",
      "tru",
      " ",
      "\u0000",
      "💩",
    );
    const noise = fc.oneof(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(noise, (text) => {
        let isRead = true;
        try {
          parseJson(text, run());
        } catch (error) {
          if (!(error instanceof ScriptError)) throw error;
          isRead = false;
        }
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(isRead).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ["", "Invalid JSON at position 0: expected a value but found the end"],
    ["{a:1,}", 'Invalid JSON at position 5: expected a key but found "}"'],
    ["[1 2]", "Invalid JSON at position 3: expected ',' or ']' but found \"2\""],
    ["01", 'Invalid JSON at position 0: expected a value but found "0"'],
    ["1.", 'Invalid JSON at position 0: expected a value but found "1"'],
    ["nulls", 'Invalid JSON at position 0: expected a value but found "n"'],
    ["{} {}", 'Invalid JSON at position 3: expected the end but found "{"'],
    ['"a', 'Invalid JSON at position 2: expected a closing " but found the end'],
    ['"\\x"', 'Invalid JSON at position 2: expected an escape such as \\n but found "x"'],
    ['"\\u12g4"', 'Invalid JSON at position 2: expected four hexadecimal digits but found "u"'],
    ["{💩:1}", 'Invalid JSON at position 1: expected a key but found "💩"'],
    ["1e999", 'Invalid JSON at position 0: expected a number in range but found "1"'],
  ])("%s: %s", (text, message) => {
    expect(() => parseJson(text, run())).toThrow(new ScriptError(message));
  });

  test.each([
    ["{a:'it''s'}", null],
    ['{ $id: 1, x-y: "raw\nline" }', '{"$id":1,"x-y":"raw\\nline"}'],
    [
      "\ufeff [1e2, 1.50, -0, -0.0, 9223372036854775807, 9223372036854775808] ",
      "[100.0,1.5,0,0.0,9223372036854775807,9223372036854776000.0]",
    ],
    ["'\\'\\/\\u00E9\\ud83d\\udca9'", '"\'/é💩"'],
  ])("relaxed: %j", (text, json) => {
    if (json === null) expect(() => parseJson(text, run())).toThrow(ScriptError);
    else expect(jsonOf(parseJson(text, run()), run())).toBe(json);
  });

  test("is linear in strings of escapes, quotes and unclosed brackets", () => {
    const started = performance.now();
    const wide = { textLength: 1e9, elements: 1e9 };
    expect(parseJson(`"${"\\n".repeat(500_000)}"`, run(wide))).toHaveLength(500_000);
    expect(parseJson(`"${'\\"'.repeat(500_000)}"`, run(wide))).toHaveLength(500_000);
    expect(() => parseJson(`"${"\\n".repeat(500_000)}`, run(wide))).toThrow(ScriptError);
    expect(parseJson(`[${'"a",'.repeat(250_000)}1]`, run(wide))).toBeInstanceOf(List);
    expect(() => parseJson("[".repeat(1_000_000), run(wide))).toThrow(ScriptError);
    expect(() => parseJson("9".repeat(1_000_000), run(wide))).toThrow(ScriptError);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
