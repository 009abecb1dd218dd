import { asInteger, asList, asText, isTrue } from "../values/convert";
import { equal } from "../values/equal";
import { fail } from "../values/errors";
import { spendElements, spendReading } from "../values/size";
import { textOf } from "../values/text";
import { Collection, List, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";
import { asCollection, entryOf, insertAll, insertEach, placeOf, reindexed, replaceEntries } from "./collection-entries";
import { distinct, orderOf } from "./list-order";
import { looseSet } from "./loose-set";

const onCollection = { on: ["collection"], section: "§9.7" } as const;
const key: readonly Parameter[] = [{ name: "key", type: "any", doc: "Or an index, from 0." }];
const value: readonly Parameter[] = [{ name: "value", type: "any" }];
const order: readonly Parameter[] = [
  { name: "ascending", type: "boolean", isOptional: true, doc: "true unless told." },
];

/** Key or index of the first, or last, value that equals; undefined when none does. */
function keyOf(run: Run, self: Value, wanted: Value, isLast: boolean): Value | undefined {
  const { entries } = asCollection(self);
  spendReading(entries.size, run);
  let found: Value | undefined;
  for (const [at, item] of entries) {
    if (!equal(item, wanted, run)) continue;
    if (!isLast) return at;
    found = at;
  }
  return found;
}

/** -1 for an index, null for a key. */
const absent = (self: Value): Value => (asCollection(self).isKeyed ? null : -1);

function removeKeys(run: Run, self: Value, keys: readonly Value[]): null {
  const collection = asCollection(self);
  const places = keys.map((name) => placeOf(run, collection, name));
  for (const place of places) if (place !== undefined) collection.entries.delete(place);
  reindexed(run, collection);
  return null;
}

function sorted(run: Run, self: Value, isAscending: boolean, by: 0 | 1): Collection {
  const collection = asCollection(self);
  const entries = [...collection.entries];
  run.spend(entries.length * Math.ceil(Math.log2(entries.length + 2)));
  const compare = orderOf(
    run,
    entries.map((entry) => entry[by]),
  );
  if (compare === null) return fail("Only values of one type can be sorted");
  entries.sort((a, b) => (isAscending ? compare(a[by], b[by]) : compare(b[by], a[by])));
  replaceEntries(collection, entries);
  return collection;
}

const isUp = (run: Run, given: Value | undefined) => given === undefined || isTrue(given, run);

function made(run: Run, isKeyed: boolean | null, entries: readonly (readonly [Value, Value])[]): Collection {
  spendElements(entries.length, run);
  const collection = new Collection();
  collection.isKeyed = isKeyed;
  replaceEntries(collection, entries);
  return collection;
}

function sameOf(run: Run, self: Value, isKept: (item: Value) => boolean): Collection {
  const { isKeyed, entries } = asCollection(self);
  return made(
    run,
    isKeyed,
    [...entries].filter(([, item]) => isKept(item)),
  );
}

/** Collections (spec/deluge.md §9.7). */
export const collection: readonly Builtin[] = [
  {
    ...{ ...onCollection, name: "insert", returns: "void", takesPairs: true },
    parameters: [{ name: "values", type: "any", isRest: true, doc: "Values, or key : value pairs." }],
    doc: "Appends values, or sets keys. A collection has either indexes or keys, never both.",
    example: 'c = Collection("a"); c.insert("b"); c -> a,b',
    call: (run, self, ...given) => insertEach(run, asCollection(self), given),
  },
  {
    ...{ ...onCollection, name: "insertAll", parameters: [{ name: "other", type: "any" }], returns: "void" },
    doc: "Inserts everything of another collection, list or map.",
    example: 'c = Collection("a"); c.insertAll({"b","c"}); c -> a,b,c',
    call: (run, self, given = null) => insertAll(run, asCollection(self), given),
  },
  {
    ...{ ...onCollection, name: "get", parameters: key, returns: "any" },
    doc: "The value of a key, null when there is none; or at an index, which must exist.",
    example: 'Collection("a","b").get(1) -> b',
    call: (run, self, given = null) => entryOf(run, asCollection(self), given),
  },
  {
    ...{ ...onCollection, name: "getKey", parameters: value, returns: "any" },
    doc: "Key or index of the first value that equals; -1 or null when none does.",
    example: 'Collection("a","b").getKey("b") -> 1',
    call: (run, self, given = null) => keyOf(run, self, given, false) ?? absent(self),
  },
  {
    ...{ ...onCollection, name: "getLastKey", parameters: value, returns: "any" },
    doc: "Key or index of the last value that equals; -1 or null when none does.",
    example: 'Collection("a","b","a").getLastKey("a") -> 2',
    call: (run, self, given = null) => keyOf(run, self, given, true) ?? absent(self),
  },
  {
    ...{ ...onCollection, name: "getAsString", parameters: [], returns: "text" },
    doc: "The collection's text.",
    example: 'Collection("a","b").getAsString() -> a,b',
    call: (run, self) => textOf(self, run),
  },
  {
    ...{ ...onCollection, name: "update", parameters: [...key, ...value], returns: "void" },
    doc: "Gives a key or index that exists another value.",
    example: 'c = Collection("a","b"); c.update(0,"z"); c -> z,b',
    call(run, self, name = null, given = null) {
      const target = asCollection(self);
      const place = placeOf(run, target, name);
      if (place === undefined) fail(`The collection has no ${target.isKeyed ? "key" : "index"} ${asText(name, run)}`);
      else target.entries.set(place, given);
      return null;
    },
  },
  {
    ...{ ...onCollection, name: "delete", parameters: value, returns: "void" },
    doc: "Removes the first value that equals, if any.",
    example: 'c = Collection("a","b","a"); c.delete("a"); c -> b,a',
    call(run, self, given = null) {
      const place = keyOf(run, self, given, false);
      return place === undefined ? null : removeKeys(run, self, [place]);
    },
  },
  {
    ...{ ...onCollection, name: "deleteAll", parameters: [{ name: "values", type: "any" }], returns: "void" },
    doc: "Removes every value that the other collection or list has too.",
    example: 'c = Collection("a","b","a"); c.deleteAll({"a"}); c -> b',
    call(run, self, given = null) {
      const isOther = looseSet(run, asList(given, run).items);
      const kept = sameOf(run, self, (item) => !isOther(item));
      replaceEntries(asCollection(self), [...kept.entries]);
      return null;
    },
  },
  {
    ...{ ...onCollection, name: "deleteKey", parameters: key, returns: "void" },
    doc: "Removes the entry of a key or index, if there is one.",
    example: 'c = Collection("a","b"); c.deleteKey(0); c -> b',
    call: (run, self, given = null) => removeKeys(run, self, [given]),
  },
  {
    ...{ ...onCollection, name: "deleteKeys", parameters: [{ name: "keys", type: "list" }], returns: "void" },
    doc: "Removes the entries of several keys or indexes.",
    example: 'c = Collection("a","b","c"); c.deleteKeys({0,2}); c -> b',
    call: (run, self, given = null) => removeKeys(run, self, asList(given, run).items),
  },
  {
    ...{ ...onCollection, name: "containsKey", aliases: ["containKey"], parameters: key, returns: "boolean" },
    doc: "Whether there is such a key or index.",
    example: 'Collection("k":1).containsKey("k") -> true',
    call: (run, self, given = null) => placeOf(run, asCollection(self), given) !== undefined,
  },
  {
    ...{ ...onCollection, name: "containsValue", aliases: ["containValue", "contains"], parameters: value },
    returns: "boolean",
    doc: "Whether a value equals this one.",
    example: 'Collection("a","b").containsValue("b") -> true',
    call: (run, self, given = null) => keyOf(run, self, given, false) !== undefined,
  },
  {
    ...{ ...onCollection, name: "notContains", parameters: value, returns: "boolean" },
    doc: "Whether no value equals this one.",
    example: 'Collection("a","b").notContains("c") -> true',
    call: (run, self, given = null) => keyOf(run, self, given, false) === undefined,
  },
  {
    ...{ ...onCollection, name: "keys", parameters: [], returns: "list" },
    doc: "The keys or indexes in order.",
    example: 'Collection("k":1,"l":2).keys() -> k,l',
    call(run, self) {
      const { entries } = asCollection(self);
      spendElements(entries.size, run);
      return new List([...entries.keys()]);
    },
  },
  {
    ...{ ...onCollection, name: "values", aliases: ["toList"], parameters: [], returns: "list" },
    doc: "The values in order.",
    example: 'Collection("k":1,"l":2).values() -> 1,2',
    call: (run, self) => asList(self, run),
  },
  {
    ...{ ...onCollection, name: "size", parameters: [], returns: "number" },
    doc: "Number of values.",
    example: 'Collection("a","b").size() -> 2',
    call: (_run, self) => asCollection(self).entries.size,
  },
  {
    ...{ ...onCollection, name: "clear", parameters: [], returns: "void" },
    doc: "Removes everything; the next insertion decides again between indexes and keys.",
    example: 'c = Collection("a"); c.clear(); c.size() -> 0',
    call(_run, self) {
      const target = asCollection(self);
      target.entries.clear();
      target.isKeyed = null;
      return null;
    },
  },
  {
    ...{ ...onCollection, name: "sort", parameters: order, returns: "collection" },
    doc: "Sorts by value, the collection itself, and returns it.",
    example: "Collection(3,1,2).sort() -> 1,2,3",
    call: (run, self, given) => sorted(run, self, isUp(run, given), 1),
  },
  {
    ...{ ...onCollection, name: "sortKey", parameters: order, returns: "collection" },
    doc: "Sorts by key, the collection itself, and returns it.",
    example: 'Collection("b":1,"a":2).sortKey() -> {"a":2,"b":1}',
    call: (run, self, given) => sorted(run, self, isUp(run, given), 0),
  },
  {
    ...{ ...onCollection, name: "distinct", parameters: [], returns: "collection" },
    doc: "A new collection without repeated values.",
    example: 'Collection("a","b","a").distinct() -> a,b',
    call(run, self) {
      const { isKeyed, entries } = asCollection(self);
      if (!isKeyed) return made(run, isKeyed, [...distinct(run, entries.values()).entries()]);
      const left = new Set(distinct(run, entries.values()));
      return made(
        run,
        isKeyed,
        [...entries].filter(([, item]) => left.delete(item)),
      );
    },
  },
  {
    ...{ ...onCollection, name: "duplicate", returns: "collection" },
    parameters: [
      { name: "start", type: "number", isOptional: true },
      { name: "end", type: "number", isOptional: true, doc: "Not included; left out: to the end." },
    ],
    doc: "A copy, or of the entries from start up to end.",
    example: 'Collection("a","b","c").duplicate(1,3) -> b,c',
    call(run, self, start = 0, end?: Value) {
      const { isKeyed, entries } = asCollection(self);
      const from = asInteger(start, run);
      const to = end === undefined ? entries.size : asInteger(end, run);
      const farthest = Math.max(from, to);
      if (farthest > entries.size) fail(`Given index ${farthest} is greater than the list size`);
      if (from < 0 || to < from) fail(`End index ${to} is less than start index ${from}`);
      return made(run, isKeyed, [...entries].slice(from, to));
    },
  },
  {
    ...{ ...onCollection, name: "intersect", parameters: [{ name: "other", type: "any" }], returns: "collection" },
    doc: "A new collection of the values that the other one has too.",
    example: "Collection(1,2,3).intersect(Collection(3,2)) -> 2,3",
    call: (run, self, given = null) => sameOf(run, self, looseSet(run, asList(given, run).items)),
  },
];
