import { parseDateText } from "../dates/parse-date";
import type { Context } from "./context";
import { fail } from "./errors";
import { getKey } from "./keys";
import { isNumeric, type Numeric, numeralOf } from "./numeral";
import { deeper, spendReading } from "./size";
import { Caught, Collection, DateValue, Decimal, FileValue, KeyValue, List, settled, type Value } from "./value";

const numericEqual = (a: Numeric, b: Numeric): boolean =>
  // biome-ignore lint/suspicious/noDoubleEquals: only == compares a bigint with a number by value, exactly
  (a instanceof Decimal ? a.value : a) == (b instanceof Decimal ? b.value : b);

/** The loose == of the language: numbers by value, text that reads as one too, dates by instant, lists and maps by content (§3.2, §4.2). */
export function equal(a: Value, b: Value, context: Context): boolean {
  if (typeof a === "string" && typeof b === "string") return sameText(a, b, context);
  if (a === b) return true;
  return equalWithin(a, b, context, 0);
}

/** Long texts cost what comparing them takes. */
export function sameText(a: string, b: string, context: Context): boolean {
  if (a.length !== b.length) return false;
  spendReading(a.length, context);
  return a === b;
}

function equalWithin(first: Value, second: Value, context: Context, depth: number): boolean {
  const a = first instanceof Caught ? first.message : settled(first);
  const b = second instanceof Caught ? second.message : settled(second);
  if (typeof a === "string" && typeof b === "string") return sameText(a, b, context);
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (isNumeric(a)) {
    if (isNumeric(b)) return numericEqual(a, b);
    return typeof b === "string" && textEqualsNumber(b, a);
  }
  if (typeof a === "string") return textEquals(a, b, context);
  if (typeof b === "string") return textEquals(b, a, context);
  if (typeof a === "boolean" || typeof b === "boolean") return false;
  if (a instanceof DateValue) return b instanceof DateValue && a.ms === b.ms;
  if (a instanceof FileValue || b instanceof FileValue) return false;
  return contentEqual(a, b, context, deeper(depth));
}

function textEqualsNumber(text: string, number: Numeric): boolean {
  const read = numeralOf(text);
  return read !== null && numericEqual(read, number);
}

function textEquals(text: string, other: Value, context: Context): boolean {
  if (isNumeric(other)) return textEqualsNumber(text, other);
  if (typeof other === "boolean") return text.length <= 5 && text.toLowerCase() === String(other);
  if (other instanceof DateValue) return parseDateText(text, context.host.timeZone)?.ms === other.ms;
  return false;
}

function contentEqual(a: Value, b: Value, context: Context, depth: number): boolean {
  if (a instanceof List && b instanceof List) return itemsEqual(a.items, b.items, context, depth);
  if (a instanceof KeyValue && b instanceof KeyValue) return entriesEqual(a, b, context, depth);
  if (a instanceof List && b instanceof KeyValue) return a.isUndecided && b.entries.size === 0;
  if (a instanceof KeyValue && b instanceof List) return b.isUndecided && a.entries.size === 0;
  if (!(a instanceof Collection && b instanceof Collection)) return false;
  if (a.isKeyed !== b.isKeyed) return a.entries.size === 0 && b.entries.size === 0;
  if (a.isKeyed) return entriesEqual(new KeyValue(a.entries), new KeyValue(b.entries), context, depth);
  return itemsEqual([...a.entries.values()], [...b.entries.values()], context, depth);
}

function itemsEqual(a: readonly Value[], b: readonly Value[], context: Context, depth: number): boolean {
  if (a.length !== b.length) return false;
  context.spend(a.length);
  return a.every((item, at) => equalWithin(item, b[at] ?? null, context, depth));
}

function entriesEqual(a: KeyValue, b: KeyValue, context: Context, depth: number): boolean {
  if (a.entries.size !== b.entries.size) return false;
  context.spend(a.entries.size);
  for (const [key, value] of a.entries) {
    const other = getKey(b, key);
    if (other === undefined || !equalWithin(value, other, context, depth)) return false;
  }
  return true;
}

/** By code point, so that it agrees with UTF-8 and Java's order of scripts beyond the basic plane (§9.5). */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    const xIsHigh = x >= 0xd800 && x < 0xe000;
    const yIsHigh = y >= 0xd800 && y < 0xe000;
    return xIsHigh === yIsHigh ? x - y : xIsHigh ? 1 : -1;
  }
  return a.length - b.length;
}

/** By value; exact where both are whole. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const x = a instanceof Decimal ? a.value : a;
  const y = b instanceof Decimal ? b.value : b;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Order for < and >: numbers, dates, texts by code point, text beside either of them as what it reads as; else ScriptError (§4.2). */
export function compare(first: Value, second: Value, context: Context): number {
  const a = first instanceof Caught ? first.message : first;
  const b = second instanceof Caught ? second.message : second;
  if (typeof a === "string" && typeof b === "string") {
    spendReading(a.length < b.length ? a.length : b.length, context);
    return compareText(a, b);
  }
  const x = typeof a === "string" ? beside(a, b, context) : a;
  const y = typeof b === "string" ? beside(b, a, context) : b;
  if (isNumeric(x) && isNumeric(y)) return compareNumbers(x, y);
  if (x instanceof DateValue && y instanceof DateValue) return x.ms - y.ms;
  return fail("Comparison of non numeric expression is not supported");
}

function beside(text: string, other: Value, context: Context): Value {
  if (isNumeric(other)) return numeralOf(text);
  return other instanceof DateValue ? parseDateText(text, context.host.timeZone) : null;
}
