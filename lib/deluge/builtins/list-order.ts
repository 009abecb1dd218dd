import { asList, isTrue } from "../values/convert";
import { compareNumbers, compareText } from "../values/equal";
import { isNumeric } from "../values/numeral";
import { spendElements } from "../values/size";
import { jsonOf } from "../values/text";
import { DateValue, Decimal, List, settled, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";

type Order = (a: Value, b: Value) => number;

/** By code point; long texts cost what comparing them takes. */
const byText =
  (run: Run): Order =>
  (a, b) => {
    if (typeof a !== "string" || typeof b !== "string") return 0;
    const shorter = Math.min(a.length, b.length);
    if (shorter > 200) run.spend(shorter >> 4);
    return compareText(a, b);
  };

const byNumber: Order = (a, b) => (isNumeric(a) && isNumeric(b) ? compareNumbers(a, b) : 0);
const byDate: Order = (a, b) => (a instanceof DateValue && b instanceof DateValue ? a.ms - b.ms : 0);
const byTruth: Order = (a, b) => Number(a) - Number(b);
const unordered: Order = () => 0;

/** The order of elements that are all of one type; null for a mixture. */
export function orderOf(run: Run, items: readonly Value[]): Order | null {
  const all = (is: (item: Value) => boolean) => items.every(is);
  if (all(isNumeric)) return byNumber;
  if (all((item) => typeof item === "string")) return byText(run);
  if (all((item) => item instanceof DateValue)) return byDate;
  if (all((item) => typeof item === "boolean")) return byTruth;
  return all((item) => item === null) ||
    all((item) => typeof item === "object" && item !== null && !isNumeric(item) && !(item instanceof DateValue))
    ? unordered
    : null;
}

/** Sorts in place; a mixture of types becomes nulls (§9.5). */
function sort(run: Run, list: List, isAscending: boolean): List {
  const { items } = list;
  run.spend(items.length * Math.ceil(Math.log2(items.length + 2)));
  const order = orderOf(run, items);
  if (order === null) items.fill(null);
  else items.sort(isAscending ? order : (a, b) => order(b, a));
  return list;
}

/** Without conversions: "1" is not 1. Numbers and dates by value, lists and maps by content. */
export function distinct(run: Run, items: Iterable<Value>): Value[] {
  const plain = new Set<Value>();
  const composite = new Set<string>();
  const kept: Value[] = [];
  for (const given of items) {
    const item = settled(given);
    if (item instanceof Decimal) keepOnce(plain, item.value, item, kept);
    else if (item instanceof DateValue) keepOnce(composite, `@${item.ms}`, item, kept);
    else if (item !== null && typeof item === "object") keepOnce(composite, jsonOf(item, run), item, kept);
    else keepOnce(plain, item, item, kept);
  }
  return kept;
}

function keepOnce<Key>(seen: Set<Key>, key: Key, item: Value, kept: Value[]): void {
  if (seen.has(key)) return;
  seen.add(key);
  kept.push(item);
}

/** Lists: order (spec/deluge.md §9.5). */
export const listOrder: readonly Builtin[] = [
  {
    ...{ name: "sort", on: ["list"], section: "§9.5", returns: "list" },
    parameters: [{ name: "ascending", type: "boolean", isOptional: true, doc: "true unless told." }],
    doc: "Sorts the list itself and returns it: text by code point, numbers by value. A mixture of types becomes nulls.",
    example: '{"b","a","C"}.sort() -> C,a,b',
    call: (run, self, ascending) => sort(run, asList(self, run), ascending === undefined || isTrue(ascending, run)),
  },
  {
    ...{ name: "distinct", on: ["list"], section: "§9.5", parameters: [], returns: "list" },
    doc: 'A new list without repetitions; "1" and 1 are two.',
    example: '{"1",1,1,2,2,3}.distinct() -> 1,1,2,3',
    call(run, self) {
      const { items, element } = asList(self, run);
      spendElements(items.length, run);
      return new List(distinct(run, items), element);
    },
  },
];
