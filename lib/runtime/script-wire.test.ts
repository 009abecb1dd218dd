import fc from "fast-check";
import { expect, test } from "vitest";
import {
  Caught,
  Collection,
  DateValue,
  Decimal,
  FileValue,
  KeyValue,
  List,
  type Value,
} from "@/lib/deluge/values/value";
import { decodeValue, decodeValues, encodeValue, encodeValues } from "./script-wire";

/** There and back, through a structured clone as between threads. */
const across = (value: Value): Value => decodeValue(structuredClone(encodeValue(value)));

const plain = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true }).map((value) => new Decimal(value)),
  fc.integer().map((ms) => new DateValue(ms, ms % 2 === 0)),
);
const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    plain,
    fc.array(tie("value")).map((items) => new List(items)),
    fc.array(fc.tuple(fc.string(), tie("value"))).map((entries) => new KeyValue(new Map(entries))),
  ),
}));

test("every value arrives as it left", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(across(value)).toStrictEqual(value);
    }),
  );
});

test("what cannot be generated: collections, files, caught errors, typed and undecided lists", () => {
  const collection = new Collection();
  collection.isKeyed = true;
  collection.entries.set("k", new List([1], "int"));
  const file = new FileValue("a.txt", "text/plain", new Uint8Array([1, 2]));
  file.charset = "UTF-8";
  file.paramName = "part";
  const list = new List([collection, file, new Caught("broken", 3), new List([], null, true)]);
  expect(across(list)).toStrictEqual(list);
});

test("two names for one list stay two names for one list, and a circle stays a circle", () => {
  const shared = new List([1]);
  const map = new KeyValue(
    new Map<Value, Value>([
      ["a", shared],
      ["b", shared],
    ]),
  );
  const copy = across(map);
  expect(copy instanceof KeyValue && copy.entries.get("a")).toBe(copy instanceof KeyValue && copy.entries.get("b"));
  shared.items.push(shared);
  const round = across(shared);
  expect(round instanceof List && round.items[1]).toBe(round);
  const [first, second] = decodeValues(structuredClone(encodeValues([shared, shared])));
  expect(first).toBe(second);
});

test("a brace that became a map is one on the other side", () => {
  const brace = new List([], null, true);
  brace.asMap = new KeyValue(new Map([["a", 1]]));
  expect(across(brace)).toStrictEqual(brace);
});

test("a hundred thousand levels take no stack", () => {
  let value: Value = 1;
  for (let i = 0; i < 100_000; i++) value = new List([value]);
  let depth = 0;
  for (let copy = across(value); copy instanceof List; copy = copy.items[0] ?? null) depth += 1;
  expect(depth).toBe(100_000);
});

test("large files are handed over, small ones copied", () => {
  const transfer: ArrayBuffer[] = [];
  const files = [10, 100_000].map((size) => new FileValue("f", "x", new Uint8Array(size)));
  encodeValue(new List([...files, ...files]), transfer);
  expect(transfer).toEqual([files[1]?.bytes.buffer]);
});
