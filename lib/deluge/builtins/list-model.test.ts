import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Execution } from "../compile/execution";
import { defaultLimits, defaultOptions, type Limits } from "../options";
import { fakeHost } from "../testing/fake-host";
import { ScriptError } from "../values/errors";
import { Collection, Decimal, kindOf, List, type Value } from "../values/value";
import { builtinsNamed } from "./lookup";

const run = (limits: Partial<Limits> = {}) =>
  new Execution(fakeHost(), defaultOptions, { ...defaultLimits, ...limits });

function call(name: string, self: Value, ...given: Value[]): Value {
  const entries = builtinsNamed(name.toLowerCase());
  const entry = entries.find(({ on }) => on.includes(kindOf(self))) ?? entries.find(({ on }) => on.includes("any"));
  const result = entry?.call(run(), self, ...given);
  if (result === undefined || result instanceof Promise) throw new Error(`no ${name}`);
  return result;
}

/** Numbers, and texts of numbers, so that loose equality has something to find. */
const item: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.constantFrom("a", "b", "", "1.0", true, false, null, "true"),
  fc.constantFrom(1, 2.5).map((value) => new Decimal(value)),
);
const items = fc.array(item, { maxLength: 12 });

const plain = (value: Value) => (value instanceof Decimal ? value.value : value);

/** == of the language, for these items. */
function same(first: Value, second: Value): boolean {
  const [a, b] = [plain(first), plain(second)];
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === "boolean" || typeof b === "boolean") return typeof a !== typeof b && String(a) === String(b);
  if (typeof a === typeof b || (a as unknown) === "" || (b as unknown) === "") return false;
  return Number(a) === Number(b);
}

describe("lists agree with a naive model", () => {
  test("in what changes them", () => {
    const step = fc.tuple(
      fc.constantFrom(
        "add",
        "addAll",
        "remove",
        "removeElement",
        "removeAll",
        "clear",
        "get",
        "indexOf",
        "lastIndexOf",
        "contains",
      ),
      item,
      items,
      fc.integer({ min: -2, max: 14 }),
    );
    fc.assert(
      fc.property(items, fc.array(step, { maxLength: 25 }), (first, steps) => {
        const list = new List(first.slice());
        let model = first.slice();
        for (const [name, one, many, at] of steps) {
          if (name === "add") {
            call("add", list, one);
            model = [...model, one];
          } else if (name === "addAll") {
            call("addAll", list, new List(many));
            model = [...model, ...many];
          } else if (name === "remove" || name === "get") {
            if (at < 0 || at >= model.length) expect(() => call(name, list, at)).toThrow(ScriptError);
            else {
              expect(call(name, list, at)).toBe(model[at]);
              if (name === "remove") model = model.filter((_, index) => index !== at);
            }
          } else if (name === "removeElement") {
            call("removeElement", list, one);
            const found = model.findIndex((candidate) => same(candidate, one));
            model = model.filter((_, index) => index !== found);
          } else if (name === "removeAll") {
            call("removeAll", list, new List(many));
            model = model.filter((candidate) => !many.some((other) => same(other, candidate)));
          } else if (name === "clear" && at > 11) {
            call("clear", list);
            model = [];
          } else if (name === "indexOf")
            expect(call(name, list, one)).toBe(model.findIndex((candidate) => same(candidate, one)));
          else if (name === "lastIndexOf") {
            expect(call(name, list, one)).toBe(model.findLastIndex((candidate) => same(candidate, one)));
          } else if (name === "contains") {
            expect(call(name, list, one)).toBe(model.some((candidate) => same(candidate, one)));
            expect(call("notContains", list, one)).toBe(!model.some((candidate) => same(candidate, one)));
          }
          expect(list.items).toEqual(model);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test("in what makes new ones", () => {
    fc.assert(
      fc.property(items, items, fc.nat(14), fc.nat(14), (own, others, start, end) => {
        const list = new List(own.slice());
        const common = call("intersect", list, new List(others));
        expect(common).toEqual(new List(own.filter((one) => others.some((other) => same(other, one)))));
        const once = own.filter((one, at) => own.findIndex((other) => plain(other) === plain(one)) === at);
        expect(call("distinct", list)).toEqual(new List(once));
        if (start <= end && end <= own.length)
          expect(call("subList", list, start, end)).toEqual(new List(own.slice(start, end)));
        else expect(() => call("subList", list, start, end)).toThrow(ScriptError);
        expect(list.items).toEqual(own);
      }),
      { numRuns: 1_500 },
    );
  });

  test("in their order", () => {
    const numbers = fc.array(fc.oneof(fc.integer(), fc.bigInt({ min: 2n ** 60n, max: 2n ** 62n })), { maxLength: 20 });
    fc.assert(
      fc.property(numbers, (given) => {
        const sorted = given.slice().sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect(call("sort", new List(given.slice()))).toEqual(new List(sorted));
        expect(call("sort", new List(given.slice()), false)).toEqual(new List(sorted.reverse()));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 4 }), { maxLength: 20 }), (given) => {
        const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);
        const sorted = given.slice().sort((a, b) => {
          const [x, y] = [points(a), points(b)];
          const at = x.findIndex((point, index) => point !== y[index]);
          return at < 0 ? x.length - y.length : (x[at] ?? 0) - (y[at] ?? -1);
        });
        expect(call("sort", new List(given.slice()))).toEqual(new List(sorted));
      }),
    );
  });
});

test("collections with indexes stay counted from 0", () => {
  const step = fc.tuple(fc.constantFrom("insert", "delete", "deleteKey", "deleteAll", "update"), item, fc.nat(12));
  fc.assert(
    fc.property(items, fc.array(step, { maxLength: 20 }), (first, steps) => {
      const collection = new Collection();
      if (first.length > 0) call("insert", collection, ...first);
      let model = first.slice();
      for (const [name, one, at] of steps) {
        if (name === "insert") {
          call(name, collection, one);
          model = [...model, one];
        } else if (name === "delete") {
          call(name, collection, one);
          const found = model.findIndex((candidate) => same(candidate, one));
          model = model.filter((_, index) => index !== found);
        } else if (name === "deleteKey") {
          call(name, collection, at);
          model = model.filter((_, index) => index !== at);
        } else if (name === "deleteAll") {
          call(name, collection, new List([one]));
          model = model.filter((candidate) => !same(candidate, one));
        } else if (at < model.length) {
          call(name, collection, at, one);
          model[at] = one;
        }
        expect([...collection.entries]).toEqual([...model.entries()]);
      }
    }),
    { numRuns: 1_000 },
  );
});
