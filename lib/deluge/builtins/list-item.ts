import { asDate, asNumeric, asText, isTrue } from "../values/convert";
import { doubleOf } from "../values/numeral";
import { DateValue, Decimal, type List, settled, type Value } from "../values/value";
import type { Run } from "./builtin";
import { truncated } from "./number-round";

/** What a list with an element type stores for a value; ScriptError when it can't (spec/deluge.md §3.1). */
export function itemFor(run: Run, list: List, given: Value): Value {
  const value = settled(given);
  if (list.element === null || value === null) return value;
  switch (list.element) {
    case "string":
      return asText(value, run);
    case "bool":
      return isTrue(value, run);
    case "date":
    case "timestamp":
      return asDate(value, run);
    default:
      return numericItem(run, list.element, value);
  }
}

/** Whole or decimal numbers; a date becomes its epoch milliseconds (§3.1). */
function numericItem(run: Run, element: "int" | "bigint" | "float" | "decimal", value: Value): Value {
  if (value instanceof DateValue) return value.ms;
  const number = asNumeric(value, run);
  return element === "int" || element === "bigint" ? truncated(number) : new Decimal(doubleOf(number));
}
