import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import { DateValue, Decimal, FileValue, KeyValue, List } from "@/lib/deluge/values/value";
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
