import fc from "fast-check";
import { expect, test } from "vitest";
import { clearKeys, getKey, hasKey, putKey, removeKey } from "./keys";
import { decimalText } from "./numeral";
import { DateValue, Decimal, KeyValue, List, type Value } from "./value";

/** What makes two keys the same entry: their text, but a date's is its instant. */
function nameOf(key: Value): string {
  if (key instanceof Decimal) return decimalText(key.value);
  return key instanceof DateValue ? `@${key.ms}` : String(key);
}

const key: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    "1",
    "2",
    "-3",
    "01",
    "1.5",
    "true",
    "null",
    "",
    "a",
    "__proto__",
    "constructor",
    "9007199254740993",
    "-0",
    "1.0",
  ),
  fc.constantFrom<Value>(1, 2, -3, 0, 9007199254740993n, true, false, null),
  fc.constantFrom(1, 1.5, -3).map((value) => new Decimal(value)),
  fc.constantFrom(0, 1).map((ms) => new DateValue(ms, false)),
);

test("maps agree with a naive model that goes by the key's text", () => {
  const step = fc.tuple(fc.constantFrom("put", "put", "get", "has", "remove", "clear"), key, fc.integer());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const map = new KeyValue();
      const model = new Map<string, number>();
      for (const [verb, name, value] of steps) {
        const known = nameOf(name);
        if (verb === "put") {
          putKey(map, name, value);
          model.set(known, value);
        } else if (verb === "get") expect(getKey(map, name)).toBe(model.get(known));
        else if (verb === "has") expect(hasKey(map, name)).toBe(model.has(known));
        else if (verb === "remove") {
          expect(removeKey(map, name)).toBe(model.get(known));
          model.delete(known);
        } else if (Math.abs(value) % 5 === 0) {
          clearKeys(map);
          model.clear();
        }
        expect([...map.entries.keys()].map(nameOf)).toEqual([...model.keys()]);
        expect([...map.entries.values()]).toEqual([...model.values()]);
      }
    }),
    { numRuns: 3_000 },
  );
});

test("a list as a key is itself and nothing else", () => {
  const [map, list] = [new KeyValue(), new List([1])];
  putKey(map, list, "x");
  expect(getKey(map, list)).toBe("x");
  expect(getKey(map, new List([1]))).toBeUndefined();
  expect(getKey(map, "1")).toBeUndefined();
});

test("an empty brace that became a map is that map as a key", () => {
  const [map, brace] = [new KeyValue(), new List([], null, true)];
  brace.asMap = new KeyValue();
  putKey(map, brace, "x");
  expect(getKey(map, brace)).toBe("x");
  expect(getKey(map, brace.asMap)).toBe("x");
});
