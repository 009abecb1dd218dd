import { asInteger, asList } from "../values/convert";
import { equal } from "../values/equal";
import { fail } from "../values/errors";
import { checkElements, spendElements, spendReading } from "../values/size";
import { List, settled, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";
import { itemFor } from "./list-item";
import { looseSet } from "./loose-set";

const onList = { on: ["list"], section: "§9.5" } as const;
const element: readonly Parameter[] = [{ name: "element", type: "any" }];
const index: readonly Parameter[] = [{ name: "index", type: "number", doc: "From 0." }];
const other: readonly Parameter[] = [{ name: "other", type: "list" }];

function put(run: Run, self: Value, value: Value): null {
  const list = asList(self, run);
  checkElements(list.items.length + 1, run);
  list.items.push(itemFor(run, list, value));
  list.isUndecided = false;
  return null;
}

function putAll(run: Run, self: Value, given: Value): null {
  const list = asList(self, run);
  const { items } = asList(given, run);
  checkElements(list.items.length + items.length, run);
  run.spend(items.length);
  // A copy first: a list may be added to itself.
  for (const item of items.slice()) list.items.push(itemFor(run, list, item));
  if (items.length > 0) list.isUndecided = false;
  return null;
}

/** A place in the list; ScriptError outside of it (§9.5). */
function placeIn(list: List, at: number): number {
  if (at < 0) return fail(`Given index ${at} is less than 0`);
  return at < list.items.length ? at : fail(`Given index ${at} is greater than the list size`);
}

function get(run: Run, self: Value, given: Value): Value {
  const list = asList(self, run);
  const at = asInteger(given, run);
  const item = list.items[at];
  if (item !== undefined) return item;
  return run.options.getOutOfRange === "null" ? null : (list.items[placeIn(list, at)] ?? null);
}

function keep(run: Run, self: Value, given: Value, isKept: boolean): null {
  const list = asList(self, run);
  const isOther = looseSet(run, asList(given, run).items);
  run.spend(list.items.length);
  const kept = list.items.filter((item) => isOther(item) === isKept);
  replaceItems(list, kept);
  return null;
}

/** Index of the first element that equals, or the last; -1 when none does. */
function indexIn(run: Run, self: Value, wanted: Value, isLast = false): number {
  const { items } = asList(self, run);
  spendReading(items.length, run);
  const isWanted = (item: Value) => equal(item, wanted, run);
  return isLast ? items.findLastIndex(isWanted) : items.findIndex(isWanted);
}

/** Takes an element out. */
function removeAt(run: Run, { items }: List, at: number): Value {
  spendReading(items.length - at, run);
  return items.splice(at, 1)[0] ?? null;
}

/** The same list with other elements. */
export function replaceItems(list: List, items: readonly Value[]): void {
  list.items.length = items.length;
  for (let at = 0; at < items.length; at++) list.items[at] = items[at] ?? null;
}

/** Lists: elements (spec/deluge.md §9.5). */
export const list: readonly Builtin[] = [
  {
    ...{ ...onList, name: "add", parameters: element, returns: "void" },
    doc: "Appends an element.",
    example: "l = {1}; l.add(2); l -> 1,2",
    call: (run, self, given = null) => put(run, self, given),
  },
  {
    ...{ ...onList, name: "addAll", parameters: other, returns: "void" },
    doc: "Appends the elements of another list.",
    example: "l = {1}; l.addAll({2,3}); l -> 1,2,3",
    call: (run, self, given = null) => putAll(run, self, given),
  },
  {
    ...{ ...onList, name: "get", parameters: index, returns: "any" },
    doc: "The element at an index. An index outside the list is an error.",
    example: '{"a","b"}.get(1) -> b',
    call: (run, self, given = null) => get(run, self, given),
  },
  {
    ...{ ...onList, name: "size", parameters: [], returns: "number" },
    doc: "Number of elements.",
    example: "{1,2,3}.size() -> 3",
    call: (run, self) => asList(self, run).items.length,
  },
  {
    ...{ ...onList, name: "contains", parameters: element, returns: "boolean" },
    doc: "Whether an element equals the value, as == tells.",
    example: '{1,2}.contains("2") -> true',
    call: (run, self, given = null) => indexIn(run, self, given) >= 0,
  },
  {
    ...{ ...onList, name: "notContains", parameters: element, returns: "boolean" },
    doc: "Whether no element equals the value.",
    example: "{1,2}.notContains(3) -> true",
    call: (run, self, given = null) => indexIn(run, self, given) < 0,
  },
  {
    ...{ ...onList, name: "indexOf", parameters: element, returns: "number" },
    doc: "Index of the first element that equals the value; -1 when none does.",
    example: '{"a","b","a"}.indexOf("a") -> 0',
    call: (run, self, given = null) => indexIn(run, self, given),
  },
  {
    ...{ ...onList, name: "lastIndexOf", parameters: element, returns: "number" },
    doc: "Index of the last element that equals the value; -1 when none does.",
    example: '{"a","b","a"}.lastIndexOf("a") -> 2',
    call: (run, self, given = null) => indexIn(run, self, given, true),
  },
  {
    ...{ ...onList, name: "remove", parameters: index, returns: "any" },
    doc: "Removes the element at an index and returns it.",
    example: '{"a","b"}.remove(0) -> a',
    call(run, self, given = null) {
      const list = asList(self, run);
      return removeAt(run, list, placeIn(list, asInteger(given, run)));
    },
  },
  {
    ...{ ...onList, name: "removeElement", parameters: element, returns: "void" },
    doc: "Removes the first element that equals the value, if any.",
    example: "l = {1,2,1}; l.removeElement(1); l -> 2,1",
    call(run, self, given = null) {
      const at = indexIn(run, self, given);
      if (at >= 0) removeAt(run, asList(self, run), at);
      return null;
    },
  },
  {
    ...{ ...onList, name: "removeAll", parameters: other, returns: "void" },
    doc: "Removes every element that the other list has too.",
    example: "l = {1,2,3,2}; l.removeAll({2}); l -> 1,3",
    call: (run, self, given = null) => keep(run, self, given, false),
  },
  {
    ...{ ...onList, name: "intersect", parameters: other, returns: "list" },
    doc: "A new list of the elements that the other list has too.",
    example: "{1,2,3}.intersect({3,2}) -> 2,3",
    call(run, self, given = null) {
      const isOther = looseSet(run, asList(given, run).items);
      return new List(asList(self, run).items.filter((item) => isOther(item)));
    },
  },
  {
    ...{ ...onList, name: "clear", parameters: [], returns: "void" },
    doc: "Removes all elements.",
    example: "l = {1,2}; l.clear(); l.size() -> 0",
    call(run, self) {
      asList(self, run).items.length = 0;
      return null;
    },
  },
  {
    ...{ ...onList, name: "subList", returns: "list" },
    parameters: [
      { name: "start", type: "number", doc: "From 0." },
      { name: "end", type: "number", isOptional: true, doc: "Not included; left out: to the end." },
    ],
    doc: "A new list of the elements from start up to end.",
    example: "{1,2,3,4}.subList(1,3) -> 2,3",
    call: (run, self, start, end) => part(run, asList(self, run), start, end),
  },
  {
    ...{ ...onList, name: "duplicate", section: "§9.5", returns: "list" },
    parameters: [
      { name: "start", type: "number", isOptional: true },
      { name: "end", type: "number", isOptional: true, doc: "Not included; left out: to the end." },
    ],
    doc: "A copy, or of the elements from start up to end.",
    example: "a = {1,2}; b = a.duplicate(0); b.add(3); a -> 1,2",
    call: (run, self, start, end) => part(run, asList(self, run), start, end),
  },
];

/** The elements from start up to end as a new list (§9.5). */
export function part(run: Run, list: List, start: Value = 0, end?: Value): List {
  const from = asInteger(start, run);
  const to = end === undefined ? list.items.length : asInteger(end, run);
  const size = list.items.length;
  if (from < 0 || to < 0) fail(`Given index ${Math.min(from, to)} is less than 0`);
  if (from > size || to > size) fail(`Given index ${Math.max(from, to)} is greater than the list size`);
  if (to < from) fail(`End index ${to} is less than start index ${from}`);
  spendElements(to - from, run);
  return new List(list.items.slice(from, to).map(settled), list.element);
}
