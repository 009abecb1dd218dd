import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import { ScriptError } from "@/lib/deluge/values/errors";
import { DateValue, Decimal, FileValue, KeyValue, List, type Value } from "@/lib/deluge/values/value";
import { plainOf, scriptValueOf } from "./plain";

test("JSON comes back as it went in", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      // -0 has no text of its own.
      const given = JSON.parse(JSON.stringify(json)) as Json;
      expect(plainOf(scriptValueOf(given))).toEqual(given);
    }),
  );
});

test("what JSON has no word for becomes text", () => {
  const value = new KeyValue(
    new Map<never, never>([
      ["big", 9007199254740993n],
      ["half", new Decimal(0.5)],
      ["when", new DateValue(Date.UTC(2026, 0, 15), false)],
      ["file", new FileValue("a.txt", "text/plain", new Uint8Array())],
      [1, new List(["x"])],
    ] as never),
  );
  expect(plainOf(value)).toEqual({
    ...{ big: "9007199254740993", half: 0.5, when: "2026-01-15T00:00:00.000Z", file: "a.txt" },
    1: ["x"],
  });
});

test("a list that holds itself ends", () => {
  const list = new List([]);
  list.items.push(list);
  expect(JSON.stringify(plainOf(list))).toMatch(/^\[+null\]+$/);
});

test("what is small to hold and endless to tell is refused", () => {
  let lists: Value = "abc";
  let maps: Value = "abc";
  for (let level = 0; level < 60; level++) {
    lists = new List([lists, lists]);
    maps = new KeyValue(
      new Map<Value, Value>([
        ["a", maps],
        ["b", maps],
      ]),
    );
  }
  for (const value of [lists, maps, new List(Array<Value>(100).fill("x".repeat(100_000)))])
    expect(() => plainOf(value)).toThrow(ScriptError);
});

test("a list or a map as a key is its JSON", () => {
  const list = new List([1, "a"]);
  expect(
    plainOf(
      new KeyValue(
        new Map<Value, Value>([
          [list, 1],
          [null, 2],
        ]),
      ),
    ),
  ).toEqual({ '[1,"a"]': 1, null: 2 });
});
