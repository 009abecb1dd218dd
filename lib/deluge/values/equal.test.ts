import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Execution } from "../compile/execution";
import { defaultLimits, defaultOptions, type Limits, type Options } from "../options";
import { fakeHost } from "../testing/fake-host";
import { asDate, asInteger, asList, asMap, asNumeric, asText, isTrue } from "./convert";
import { compare, compareText, equal } from "./equal";
import { LimitError, ScriptError } from "./errors";
import { jsonOf, textOf } from "./text";
import { Caught, Collection, DateValue, Decimal, FileValue, KeyValue, List, type Value } from "./value";

const run = (limits: Partial<Limits> = {}, options: Partial<Options> = {}) =>
  new Execution(fakeHost(), { ...defaultOptions, ...options }, { ...defaultLimits, ...limits });

const map = (entries: Record<string, Value>) => new KeyValue(new Map<Value, Value>(Object.entries(entries)));
const brace = () => new List([], null, true);
const date = new DateValue(Date.UTC(2019, 11, 31, 18, 30), true);

/** A list of twice the list of twice the list …: 2^n elements to look at. */
function doubled(times: number, innermost: Value): Value {
  let value = innermost;
  for (let at = 0; at < times; at++) value = new List([value, value]);
  return value;
}

function circle(): List {
  const list = new List([]);
  list.items.push(list);
  return list;
}

describe("equal", () => {
  test.each<[Value, Value, boolean]>([
    [1, 1, true],
    [1, new Decimal(1), true],
    [1, "1", true],
    ["1.0", 1, true],
    ["1", "1.0", false],
    ["a", "A", false],
    [" 1 ", 1, true],
    ["", 0, false],
    ["1e3", 1000, false],
    [9007199254740993n, "9007199254740993", true],
    [9007199254740993n, new Decimal(9007199254740992), false],
    [true, "TRUE", true],
    [true, 1, false],
    [null, null, true],
    [null, "", false],
    [null, 0, false],
    [date, new DateValue(date.ms, false), true],
    [date, "2020-01-01", true],
    [date, "01-Jan-2020 00:00:00", true],
    [date, "soon", false],
    [date, date.ms, false],
    [new List([1, "2"]), new List(["1", 2]), true],
    [new List([1]), new List([1, 1]), false],
    [map({ a: 1, b: 2 }), map({ b: "2", a: 1 }), true],
    [map({ a: 1 }), map({ b: 1 }), false],
    [brace(), new List([]), true],
    [brace(), map({}), true],
    [new List([]), map({}), false],
    [new List(["a"]), "a", false],
    [new Collection(), new Collection(), true],
    [new Caught("x", 1), "x", true],
  ])("%#", (a, b, result) => {
    expect(equal(a, b, run())).toBe(result);
    expect(equal(b, a, run())).toBe(result);
  });

  test("of lists that share parts runs out of budget instead of time", () => {
    expect(() => equal(doubled(60, 1), doubled(60, 1), run({ made: 100_000 }))).toThrow(LimitError);
  });

  test("of lists in circles is an error", () => {
    expect(() => equal(circle(), circle(), run())).toThrow(ScriptError);
  });

  test("a file equals only itself", () => {
    const file = new FileValue("a", "text/plain", new Uint8Array());
    expect(equal(file, file, run())).toBe(true);
    expect(equal(file, new FileValue("a", "text/plain", new Uint8Array()), run())).toBe(false);
  });
});

describe("compare", () => {
  test.each<[Value, Value, number]>([
    [2, 10, -1],
    ["2", 10, -1],
    ["2", "10", 1],
    [new Decimal(2.5), 2, 1],
    [2n ** 62n, 2n ** 62n + 1n, -1],
    [date, "2020-01-02", -1],
    ["a", "b", -1],
    ["ab", "a", 1],
    ["\uffff", "💩", -1],
  ])("%#", (a, b, sign) => {
    expect(Math.sign(compare(a, b, run()))).toBe(sign);
    expect(Math.sign(compare(b, a, run()))).toBe(-sign);
  });

  test.each<[Value, Value]>([
    [null, 1],
    ["a", 1],
    [true, false],
    [new List([]), new List([])],
    [date, 1],
    [date, "soon"],
  ])("%#: no order", (a, b) => {
    expect(() => compare(a, b, run())).toThrow("Comparison of non numeric expression is not supported");
  });

  test("orders text by code point", () => {
    const points = (text: string) =>
      [...text].map((character) => (character.codePointAt(0) ?? 0).toString(16).padStart(6, "0")).join("");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const [x, y] = [points(a), points(b)];
        expect(Math.sign(compareText(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });
});

describe("conversions name both types", () => {
  const file = new FileValue("f.txt", "text/plain", new Uint8Array());
  test.each<[string, () => unknown, string]>([
    ["asText", () => asText(null, run()), "Expected a value of type TEXT but found NULL"],
    ["asInteger", () => asInteger(true, run()), "Expected a value of type NUMBER but found BOOLEAN"],
    ["asInteger", () => asInteger("x", run()), "The text 'x' is not a NUMBER"],
    ["asNumeric", () => asNumeric(new List([]), run()), "Expected a value of type NUMBER but found LIST"],
    ["asList", () => asList(map({}), run()), "Expected a value of type LIST but found KEY-VALUE"],
    ["asList", () => asList(null, run()), "Expected a value of type LIST but found NULL"],
    ["asMap", () => asMap(new List([1]), run()), "Expected a value of type KEY-VALUE but found LIST"],
    ["asMap", () => asMap("[1]", run()), "The text '[1]' is not a KEY-VALUE"],
    ["asDate", () => asDate(file, run()), "Expected a value of type DATE-TIME but found FILE"],
    ["asDate", () => asDate("soon", run()), "The text 'soon' is not a DATE-TIME"],
    ["isTrue", () => isTrue(1, run()), "Expected a value of type BOOLEAN but found NUMBER"],
    [
      "isTrue",
      () => isTrue(null, run({}, { nullCondition: "error" })),
      "Expected a value of type BOOLEAN but found NULL",
    ],
  ])("%s: %#", (_, convert, message) => expect(convert).toThrow(new ScriptError(message)));

  test("what converts", () => {
    expect(asText(new List([1, 2]), run())).toBe("1,2");
    expect(asInteger("7.9", run())).toBe(7);
    expect(asInteger(new Decimal(-7.9), run())).toBe(-7);
    expect(asList("a,b", run()).items).toEqual(["a", "b"]);
    expect(asList("[1,[2]]", run()).items).toEqual([1, new List([2])]);
    expect(asList("", run()).items).toEqual([]);
    expect(asMap(" {a:1} ", run())).toEqual(map({ a: 1 }));
    expect(asDate(0, run())).toEqual(new DateValue(0, false));
    expect(isTrue("True", run())).toBe(true);
    expect(isTrue(null, run())).toBe(false);
  });

  test("an empty brace becomes the map it is used as", () => {
    const value = brace();
    asMap(value, run()).entries.set("k", 1);
    expect(textOf(value, run())).toBe('{"k":1}');
    expect(equal(value, map({ k: 1 }), run())).toBe(true);
  });
});

describe("text of what has no end", () => {
  test("doubling lists stop at the longest text", () => {
    for (const inner of ["abc", new List([]), map({})]) {
      expect(() => textOf(doubled(60, inner), run())).toThrow(LimitError);
      expect(() => jsonOf(doubled(60, inner), run())).toThrow(LimitError);
      expect(() => textOf(doubled(60, inner), run({}, { listText: "json", mapText: "pairs" }))).toThrow(LimitError);
    }
  }, 60_000);

  test("circles are an error a script can catch", () => {
    expect(() => textOf(circle(), run())).toThrow(ScriptError);
    expect(() => jsonOf(circle(), run())).toThrow(ScriptError);
    const map = new KeyValue();
    map.entries.set("me", map);
    expect(() => textOf(map, run({}, { mapText: "pairs" }))).toThrow(ScriptError);
  });
});
