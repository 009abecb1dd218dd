import { dateText } from "../dates/format-date";
import type { Context } from "./context";
import { decimalText } from "./numeral";
import { checkLength, deeper } from "./size";
import { Caught, Collection, DateValue, Decimal, FileValue, KeyValue, List, type Value } from "./value";

type Draft = { text: string; context: Context };

function add(draft: Draft, text: string): void {
  draft.text += text;
  checkLength(draft.text.length, draft.context);
}

/** Text form of a value (spec/deluge.md §4.3); as long as a text may be, else LimitError. */
export function textOf(value: Value, context: Context): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
  }
  if (value === null) return "null";
  if (value instanceof Decimal) return decimalText(value.value);
  if (value instanceof DateValue) return dateText(value, context.host.timeZone);
  if (value instanceof Caught) return value.message;
  if (value instanceof FileValue) return value.name;
  const draft = { text: "", context };
  write(value, draft, 0);
  context.spend(draft.text.length);
  return draft.text;
}

/** Lists and maps: elements joined by commas, maps as JSON; or as the options say (§14.1, §14.9). */
function write(value: Value, draft: Draft, depth: number): void {
  const { options } = draft.context;
  if (value instanceof List && !value.asMap && !value.isUndecided) {
    if (options.listText === "json") writeJson(value, draft, depth);
    else writeEach(value.items, value.items.length, draft, depth);
  } else if (value instanceof Collection && !value.isKeyed) {
    if (options.listText === "json") writeJson(value, draft, depth);
    else writeEach(value.entries.values(), value.entries.size, draft, depth);
  } else if (value instanceof List || value instanceof KeyValue || value instanceof Collection) {
    if (options.mapText === "json") writeJson(value, draft, depth);
    else writePairs(value, draft, depth);
  } else add(draft, textOf(value, draft.context));
}

function writeEach(items: Iterable<Value>, count: number, draft: Draft, depth: number): void {
  draft.context.spend(count);
  const inner = deeper(depth);
  let isFirst = true;
  for (const item of items) {
    if (!isFirst) add(draft, ",");
    isFirst = false;
    write(item, draft, inner);
  }
}

/** `{k=v, l=[1, 2]}`, the older engine's. */
function writePairs(value: Value, draft: Draft, depth: number): void {
  const inner = deeper(depth);
  const isSequence = (value instanceof List && !value.asMap) || (value instanceof Collection && !value.isKeyed);
  const entries = entriesOf(value);
  draft.context.spend(entries.size);
  add(draft, isSequence && entries.size ? "[" : "{");
  let isFirst = true;
  for (const [key, item] of entries) {
    if (!isFirst) add(draft, ", ");
    isFirst = false;
    if (!isSequence) add(draft, `${keyText(key, draft, inner)}=`);
    if (item instanceof List || item instanceof KeyValue || item instanceof Collection) writePairs(item, draft, inner);
    else add(draft, textOf(item, draft.context));
  }
  add(draft, isSequence && entries.size ? "]" : "}");
}

function entriesOf(value: Value): ReadonlyMap<Value, Value> {
  if (value instanceof List) return value.asMap ? value.asMap.entries : new Map(value.items.entries());
  return value instanceof KeyValue || value instanceof Collection ? value.entries : new Map();
}

/** Compact JSON of a value, keys in order of insertion, dates as their text (§4.3, §9.8). */
export function jsonOf(value: Value, context: Context): string {
  const draft = { text: "", context };
  writeJson(value, draft, 0);
  context.spend(draft.text.length);
  return draft.text;
}

// A pair of surrogates needs no escape, but telling is slower than asking JSON.stringify.
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters
const mayNeedEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

const quoted = (text: string): string => (mayNeedEscape.test(text) ? JSON.stringify(text) : `"${text}"`);

/** A list or map may be a key, of itself too: it nests like any other part. */
function keyText(key: Value, { context }: Draft, depth: number): string {
  if (!(key instanceof List || key instanceof KeyValue || key instanceof Collection)) return textOf(key, context);
  const draft = { text: "", context };
  write(key, draft, depth);
  context.spend(draft.text.length);
  return draft.text;
}

function writeJson(value: Value, draft: Draft, depth: number): void {
  if (typeof value === "string") add(draft, quoted(value));
  else if (value === null || typeof value !== "object") add(draft, String(value));
  else if (value instanceof List) {
    if (value.asMap) writeObject(value.asMap.entries, draft, depth);
    else if (value.isUndecided) add(draft, "{}");
    else writeArray(value.items, value.items.length, draft, depth);
  } else if (value instanceof KeyValue) writeObject(value.entries, draft, depth);
  else if (value instanceof Decimal) add(draft, decimalText(value.value));
  else if (value instanceof Collection) {
    if (value.isKeyed) writeObject(value.entries, draft, depth);
    else writeArray(value.entries.values(), value.entries.size, draft, depth);
  } else add(draft, JSON.stringify(textOf(value, draft.context)));
}

function writeArray(items: Iterable<Value>, count: number, draft: Draft, depth: number): void {
  const inner = deeper(depth);
  draft.context.spend(count);
  add(draft, "[");
  let isFirst = true;
  for (const item of items) {
    if (isFirst) isFirst = false;
    else draft.text += ",";
    writeJson(item, draft, inner);
  }
  add(draft, "]");
}

function writeObject(entries: ReadonlyMap<Value, Value>, draft: Draft, depth: number): void {
  const inner = deeper(depth);
  draft.context.spend(entries.size);
  add(draft, "{");
  let isFirst = true;
  for (const [key, item] of entries) {
    if (isFirst) isFirst = false;
    else draft.text += ",";
    add(draft, `${quoted(typeof key === "string" ? key : keyText(key, draft, inner))}:`);
    writeJson(item, draft, inner);
  }
  add(draft, "}");
}
