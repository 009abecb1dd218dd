import { equal } from "../values/equal";
import { isNumeric, numeralOf } from "../values/numeral";
import type { Value } from "../values/value";
import { Decimal } from "../values/value";
import type { Run } from "./builtin";

/** Numbers and text that reads as one share a place, everything else of a kind that only == can tell has none. */
function placeOf(value: Value): string | number | bigint | undefined {
  if (typeof value === "string") {
    const number = numeralOf(value);
    return number === null ? `t${value}` : number instanceof Decimal ? number.value : number;
  }
  if (isNumeric(value)) return value instanceof Decimal ? value.value : value;
  return undefined;
}

/** Tells whether any of many values equals one, without comparing each with each where text and numbers are concerned (§9.5). */
export function looseSet(run: Run, values: readonly Value[]): (value: Value) => boolean {
  run.spend(values.length);
  const placed = new Map<string | number | bigint, Value[]>();
  const others: Value[] = [];
  for (const value of values) {
    const place = placeOf(value);
    const bucket = place === undefined ? others : placed.get(place);
    if (bucket) bucket.push(value);
    else if (place !== undefined) placed.set(place, [value]);
  }
  const among = (candidates: readonly Value[], value: Value): boolean => {
    run.spend(candidates.length);
    return candidates.some((candidate) => equal(candidate, value, run));
  };
  return (value) => {
    const place = placeOf(value);
    if (place === undefined) return among(values, value);
    return among(placed.get(place) ?? [], value) || among(others, value);
  };
}
