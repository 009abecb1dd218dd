import { parseDateText } from "../dates/parse-date";
import { inRange } from "../dates/wall";
import type { Context } from "./context";
import { fail, ScriptError } from "./errors";
import { splitAt } from "./find-text";
import { parseJson } from "./json";
import { doubleOf, isNumeric, type Numeric, numeralOf } from "./numeral";
import { spendElements } from "./size";
import { textOf } from "./text";
import {
  Collection,
  DateValue,
  Decimal,
  KeyValue,
  type Kind,
  kindOf,
  List,
  settled,
  typeNames,
  type Value,
} from "./value";

const mismatch = (expected: Kind, found: Value): never =>
  fail(`Expected a value of type ${typeNames[expected]} but found ${typeNames[kindOf(found)]}`);

const unreadable = (expected: Kind, text: string): never =>
  fail(`The text '${text.length > 60 ? `${text.slice(0, 60)}…` : text}' is not a ${typeNames[expected]}`);

/** Condition of an `if`: BOOLEAN, "true" or "false" in any case, null as the options say (§3.2, §14.10). */
export function isTrue(value: Value, context: Context): boolean {
  if (typeof value === "boolean") return value;
  if (value === null && context.options.nullCondition === "false") return false;
  if (typeof value === "string" && value.length <= 5) {
    const lower = value.toLowerCase();
    if (lower === "true") return true;
    if (lower === "false") return false;
  }
  return mismatch("boolean", value);
}

/** TEXT where one is expected: any value's text form, null excepted (§3.2). */
export function asText(value: Value, context: Context): string {
  if (typeof value === "string") return value;
  return value === null ? mismatch("text", value) : textOf(value, context);
}

/** NUMBER or DECIMAL, or the text of one (§3.2). */
export function asNumeric(value: Value, _context: Context): Numeric {
  if (isNumeric(value)) return value;
  if (typeof value === "string") return numeralOf(value) ?? unreadable("number", value);
  return mismatch("number", value);
}

/** An index or a count: a whole number, fractions cut off; text of one too (§3.2). */
export function asInteger(value: Value, context: Context): number {
  if (typeof value === "number") return value;
  return Math.trunc(doubleOf(asNumeric(value, context)));
}

/** The value a text of JSON holds, when it begins and ends like `open`…`close`; null otherwise. */
function jsonIn(text: string, open: string, close: string, context: Context): Value {
  const trimmed = text.trim();
  if (!trimmed.startsWith(open) || !trimmed.endsWith(close)) return null;
  try {
    return parseJson(trimmed, context);
  } catch (error) {
    if (error instanceof ScriptError) return null;
    throw error;
  }
}

/** Pieces between separators; "" cuts into characters, an empty text has none (§9.1). */
export function pieces(text: string, separator: string, context: Context): List {
  if (text === "") return new List([]);
  const items = separator === "" ? [...text] : splitAt(text, separator);
  context.spend(text.length);
  spendElements(items.length, context);
  return new List(items);
}

/** LIST: text of a JSON array gives its elements, other text its pieces between commas, a collection its values (§3.2, §6.4). */
export function asList(value: Value, context: Context): List {
  const self = settled(value);
  if (self instanceof List) return self;
  if (typeof self === "string") {
    const parsed = jsonIn(self, "[", "]", context);
    return parsed instanceof List ? parsed : pieces(self, ",", context);
  }
  if (self instanceof Collection) {
    context.spend(self.entries.size);
    return new List([...self.entries.values()]);
  }
  return mismatch("list", self);
}

/** KEY-VALUE: an empty brace becomes one, text of a JSON object is parsed (§3.1, §3.2). */
export function asMap(value: Value, context: Context): KeyValue {
  if (value instanceof KeyValue) return value;
  if (value instanceof List) {
    if (value.asMap) return value.asMap;
    if (value.isUndecided) {
      value.asMap = new KeyValue();
      return value.asMap;
    }
  }
  if (typeof value === "string") {
    const parsed = jsonIn(value, "{", "}", context);
    return parsed instanceof KeyValue ? parsed : unreadable("map", value);
  }
  return mismatch("map", value);
}

/** DATE-TIME: text in an accepted form, a number as epoch milliseconds (§2.6, §3.2). */
export function asDate(value: Value, context: Context): DateValue {
  if (value instanceof DateValue) return value;
  if (typeof value === "string") return parseDateText(value, context.host.timeZone) ?? unreadable("date", value);
  if (typeof value === "number") return inRange(value, false);
  if (value instanceof Decimal) return inRange(Math.trunc(value.value), false);
  return mismatch("date", value);
}
