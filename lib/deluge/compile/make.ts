import type { Run } from "../builtins/builtin";
import { insertEach } from "../builtins/collection-entries";
import { itemFor } from "../builtins/list-item";
import { asList, asMap } from "../values/convert";
import { putKey } from "../values/keys";
import { Pair } from "../values/pair";
import { spendElements } from "../values/size";
import { Collection, type ElementType, KeyValue, List, type Value } from "../values/value";

/** `{k : v, …}` from keys and values in turn; a key given twice keeps its place (spec/deluge.md §3). */
export function mapOf(parts: readonly Value[]): KeyValue {
  const map = new KeyValue();
  for (let at = 0; at + 1 < parts.length; at += 2) putKey(map, parts[at] ?? null, parts[at + 1] ?? null);
  return map;
}

/** `Map()`, or a copy: `Map({…})` (§3.1). */
export function makeMap(run: Run, given: readonly Value[]): KeyValue {
  const map = new KeyValue();
  for (const value of given) {
    const { entries } = asMap(value, run);
    spendElements(map.entries.size + entries.size, run);
    for (const [key, item] of entries) putKey(map, key, item);
  }
  return map;
}

const elements = new Set<string>(["string", "int", "bigint", "date", "timestamp", "bool", "float", "decimal"]);
const isElement = (name: string | null): name is ElementType => name !== null && elements.has(name);

/** `List()`, `List({…})`, `List:Int({…})`: what goes in is coerced as `add` does it (§3.1). */
export function makeList(run: Run, element: string | null, given: readonly Value[]): List {
  const [only] = given;
  const items = given.length === 1 && only !== undefined ? asList(only, run).items : given;
  spendElements(items.length, run);
  if (!isElement(element)) return new List([...items]);
  const list = new List([], element);
  for (const item of items) list.items.push(itemFor(run, list, item));
  return list;
}

/** `Collection("a", "b")` (§9.7). */
export function collection(run: Run, given: readonly Value[]): Collection {
  const made = new Collection();
  insertEach(run, made, given);
  return made;
}

/** `Collection("k" : v)`, from keys and values in turn (§9.7). */
export function keyedCollection(run: Run, parts: readonly Value[]): Collection {
  const made = new Collection();
  const pairs: Value[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) pairs.push(new Pair(parts[at] ?? null, parts[at + 1] ?? null));
  insertEach(run, made, pairs);
  return made;
}
