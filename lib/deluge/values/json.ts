import type { Context } from "./context";
import { fail } from "./errors";
import { integerOf } from "./numeral";
import { checkElements, deeper } from "./size";
import { Decimal, KeyValue, List, type Value } from "./value";

/** A text being read: `at` is the next UTF-16 unit, `backslash` the first backslash from there on, or the end. */
type Source = { readonly text: string; at: number; backslash: number; readonly context: Context };

/**
 * Reads relaxed JSON: unquoted keys, single quotes and raw control characters pass (spec/deluge.md §9.8). Whole numbers are
 * exact up to 64 bits. Linear time; ScriptError with the position for anything else than one value.
 */
export function parseJson(text: string, context: Context): Value {
  context.spend(text.length);
  const source = { text, at: 0, backslash: -1, context };
  const value = readValue(source, 0);
  skipSpace(source);
  if (source.at < text.length) expected(source, "the end");
  return value;
}

function expected(source: Source, what: string): never {
  const point = source.text.codePointAt(source.at);
  const found = point === undefined ? "the end" : JSON.stringify(String.fromCodePoint(point));
  return fail(`Invalid JSON at position ${source.at}: expected ${what} but found ${found}`);
}

function skipSpace(source: Source): void {
  const { text } = source;
  let at = source.at;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9 && unit !== 0xa0 && unit !== 0xfeff) break;
    at++;
  }
  source.at = at;
}

function readValue(source: Source, depth: number): Value {
  skipSpace(source);
  const { text, at } = source;
  switch (text.charCodeAt(at)) {
    case 34:
      return readQuoted(source, '"');
    case 39:
      return readQuoted(source, "'");
    case 123:
      return readObject(source, deeper(depth));
    case 91:
      return readArray(source, deeper(depth));
    case 116:
      return readWord(source, "true", true);
    case 102:
      return readWord(source, "false", false);
    case 110:
      return readWord(source, "null", null);
  }
  return readNumber(source);
}

const isNamePart = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) ||
  (unit >= 65 && unit <= 90) ||
  (unit >= 48 && unit <= 57) ||
  unit === 95 ||
  unit === 36 ||
  unit === 45;

function readWord(source: Source, word: string, value: Value): Value {
  if (!source.text.startsWith(word, source.at) || isNamePart(source.text.charCodeAt(source.at + word.length))) {
    return expected(source, "a value");
  }
  source.at += word.length;
  return value;
}

const isDigit = (unit: number) => unit >= 48 && unit <= 57;

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** As JSON writes them: no leading zero or plus, a digit on both sides of the point. */
function readNumber(source: Source): Value {
  const { text } = source;
  const start = source.at;
  const first = text.charCodeAt(start) === 45 ? start + 1 : start;
  let at = skipDigits(text, first);
  if (at === first || (text.charCodeAt(first) === 48 && at > first + 1)) return expected(source, "a value");
  let isWhole = true;
  if (text.charCodeAt(at) === 46) {
    const fraction = at + 1;
    at = skipDigits(text, fraction);
    if (at === fraction) return expected(source, "a value");
    isWhole = false;
  }
  if ((text.charCodeAt(at) | 32) === 101) {
    const sign = text.charCodeAt(at + 1);
    const exponent = sign === 43 || sign === 45 ? at + 2 : at + 1;
    at = skipDigits(text, exponent);
    if (at === exponent) return expected(source, "a value");
    isWhole = false;
  }
  const digits = text.slice(start, at);
  // Number() of millions of digits is linear, BigInt() is not: 20 characters hold all 64 bits.
  const whole = isWhole && digits.length <= 20 ? wholeOf(digits) : null;
  const value = whole ?? new Decimal(Number(digits));
  if (value instanceof Decimal && !Number.isFinite(value.value)) return expected(source, "a number in range");
  source.at = at;
  return value;
}

function wholeOf(digits: string): number | bigint | null {
  return digits.length <= 15 ? Number(digits) + 0 : integerOf(BigInt(digits));
}

const escapes = new Map<string, string>([
  ...(['"', "'", "\\", "/"] as const).map((same) => [same, same] as const),
  ...([
    ["b", "\b"],
    ["f", "\f"],
    ["n", "\n"],
    ["r", "\r"],
    ["t", "\t"],
  ] as const),
]);

function nextBackslash(source: Source): number {
  if (source.backslash < source.at) {
    const found = source.text.indexOf("\\", source.at);
    source.backslash = found < 0 ? source.text.length : found;
  }
  return source.backslash;
}

function readQuoted(source: Source, quote: '"' | "'"): string {
  const { text } = source;
  source.at++;
  let value = "";
  let end = text.indexOf(quote, source.at);
  for (;;) {
    // An escaped quote was passed. Found once per quote, so that a text of nothing but escapes stays linear.
    if (end >= 0 && end < source.at) end = text.indexOf(quote, source.at);
    const backslash = nextBackslash(source);
    if (end < 0 && backslash >= text.length) {
      source.at = text.length;
      return expected(source, `a closing ${quote}`);
    }
    if (end >= 0 && end < backslash) {
      value += text.slice(source.at, end);
      source.at = end + 1;
      return value;
    }
    value += text.slice(source.at, backslash);
    source.at = backslash + 1;
    value += readEscape(source);
  }
}

function readEscape(source: Source): string {
  const letter = source.text.charAt(source.at);
  if (letter === "u") {
    const digits = source.text.slice(source.at + 1, source.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return expected(source, "four hexadecimal digits");
    source.at += 5;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const meant = escapes.get(letter);
  if (meant === undefined) return expected(source, "an escape such as \\n");
  source.at++;
  return meant;
}

function readKey(source: Source): string {
  const { text, at } = source;
  const first = text.charCodeAt(at);
  if (first === 34) return readQuoted(source, '"');
  if (first === 39) return readQuoted(source, "'");
  let end = at;
  while (isNamePart(text.charCodeAt(end))) end++;
  if (end === at) return expected(source, "a key");
  source.at = end;
  return text.slice(at, end);
}

/** What a list or map takes beside its text, in the units of a budget: `[]` is two characters, and an object. */
const containerCost = 40;

function readObject(source: Source, depth: number): KeyValue {
  source.context.spend(containerCost);
  const map = new KeyValue();
  const { text } = source;
  source.at++;
  skipSpace(source);
  if (text.charCodeAt(source.at) === 125) {
    source.at++;
    return map;
  }
  for (;;) {
    skipSpace(source);
    const key = readKey(source);
    skipSpace(source);
    if (text.charCodeAt(source.at) !== 58) return expected(source, "':'");
    source.at++;
    // Keys are all text here: no loose match to look for.
    map.entries.set(key, readValue(source, depth));
    checkElements(map.entries.size, source.context);
    skipSpace(source);
    const next = text.charCodeAt(source.at);
    if (next !== 44 && next !== 125) return expected(source, "',' or '}'");
    source.at++;
    if (next === 125) return map;
  }
}

function readArray(source: Source, depth: number): List {
  source.context.spend(containerCost);
  const items: Value[] = [];
  const { text } = source;
  source.at++;
  skipSpace(source);
  if (text.charCodeAt(source.at) === 93) {
    source.at++;
    return new List(items);
  }
  for (;;) {
    items.push(readValue(source, depth));
    checkElements(items.length, source.context);
    skipSpace(source);
    const next = text.charCodeAt(source.at);
    if (next !== 44 && next !== 93) return expected(source, "',' or ']'");
    source.at++;
    if (next === 93) return new List(items);
  }
}
