import { equal } from "../values/equal";
import { fail } from "../values/errors";
import { numeralOf } from "../values/numeral";
import { Pair } from "../values/pair";
import { checkElements } from "../values/size";
import { textOf } from "../values/text";
import { Collection, Decimal, KeyValue, kindOf, List, settled, typeNames, type Value } from "../values/value";
import type { Run } from "./builtin";

// A collection has indexes 0… or keys, as the first insertion decided (spec/deluge.md §9.7).

export const asCollection = (value: Value): Collection =>
  value instanceof Collection
    ? value
    : fail(`Expected a value of type COLLECTION but found ${typeNames[kindOf(value)]}`);

/** The key or index under which the collection holds what is asked for; undefined when it holds none. */
export function placeOf(run: Run, { isKeyed, entries }: Collection, given: Value): Value | undefined {
  const key = settled(given);
  if (entries.has(key)) return key;
  if (!isKeyed) {
    const index = typeof key === "string" ? numeralOf(key) : key instanceof Decimal ? key.value : undefined;
    return index !== undefined && index !== null && entries.has(index) ? index : undefined;
  }
  if (typeof key === "string") {
    const number = numeralOf(key);
    return typeof number !== "object" && entries.has(number) && String(number) === key ? number : undefined;
  }
  if (typeof key === "number" || typeof key === "bigint") return entries.has(String(key)) ? String(key) : undefined;
  run.spend(entries.size);
  for (const known of entries.keys()) if (equal(known, key, run)) return known;
  return undefined;
}

/** The value of a key, null without one; at an index, which must exist. */
export function entryOf(run: Run, collection: Collection, given: Value): Value {
  const place = placeOf(run, collection, given);
  if (place !== undefined) return collection.entries.get(place) ?? null;
  return collection.isKeyed ? null : fail(`Given index ${textOf(given, run)} is greater than the list size`);
}

function setKeyed(collection: Collection, isKeyed: boolean): void {
  if (collection.isKeyed !== null && collection.isKeyed !== isKeyed && collection.entries.size > 0) {
    fail("A collection takes either values or key : value pairs, not both");
  }
  collection.isKeyed = isKeyed;
}

function insertValue(run: Run, collection: Collection, value: Value): void {
  setKeyed(collection, false);
  checkElements(collection.entries.size + 1, run);
  collection.entries.set(collection.entries.size, value);
}

function insertPair(run: Run, collection: Collection, key: Value, value: Value): void {
  setKeyed(collection, true);
  collection.entries.set(placeOf(run, collection, key) ?? key, value);
  checkElements(collection.entries.size, run);
}

/** What `insert` and `Collection(…)` were given: values, or pairs. */
export function insertEach(run: Run, collection: Collection, given: readonly Value[]): null {
  for (const value of given) {
    if (value instanceof Pair)
      insertPair(run, collection, settled(value.items[0] ?? null), settled(value.items[1] ?? null));
    else insertValue(run, collection, settled(value));
  }
  return null;
}

/** Everything of another collection, a map or a list. */
export function insertAll(run: Run, collection: Collection, given: Value): null {
  const other = settled(given);
  if (other instanceof List) {
    run.spend(other.items.length);
    for (const item of other.items.slice()) insertValue(run, collection, item);
  } else if (other instanceof KeyValue || other instanceof Collection) {
    run.spend(other.entries.size);
    for (const [key, item] of [...other.entries]) {
      if (other instanceof KeyValue || other.isKeyed) insertPair(run, collection, key, item);
      else insertValue(run, collection, item);
    }
  } else fail(`Expected a value of type COLLECTION but found ${typeNames[kindOf(other)]}`);
  return null;
}

/** The same collection with other entries; indexes are counted anew. */
export function replaceEntries(collection: Collection, entries: readonly (readonly [Value, Value])[]): void {
  collection.entries.clear();
  for (const [key, value] of entries) collection.entries.set(collection.isKeyed ? key : collection.entries.size, value);
}

/** Counts indexes anew after a removal. */
export function reindexed(run: Run, collection: Collection): void {
  if (collection.isKeyed) return;
  run.spend(collection.entries.size);
  replaceEntries(collection, [...collection.entries]);
}
