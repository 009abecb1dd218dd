import type { Json } from "@/lib/core/json";
import { ScriptError } from "@/lib/deluge/values/errors";
import {
  Collection,
  DateValue,
  Decimal,
  FileValue,
  KeyValue,
  List,
  settled,
  type Value,
} from "@/lib/deluge/values/value";

const deepest = 100;
/** Characters and parts of one value: a list that holds another one twice, and so on, is small to hold and endless to tell. */
const longest = 5_000_000;

/**
 * A script's value as plain JSON: dates as ISO text, integers beyond 2^53 as text, files as their name, null below 100 levels.
 * ScriptError when it would be longer than a text may be.
 */
export const plainOf = (value: Value): Json => plain(value, 0, { left: longest });

function plain(value: Value, depth: number, budget: { left: number }): Json {
  const it = settled(value);
  budget.left -= typeof it === "string" ? it.length + 1 : 1;
  if (budget.left < 0) throw new ScriptError(`A value given to a task may be ${longest} characters long`);
  if (depth > deepest) return null;
  if (it === null || typeof it === "string" || typeof it === "boolean" || typeof it === "number") return it;
  if (typeof it === "bigint") return it.toString();
  if (it instanceof Decimal) return it.value;
  if (it instanceof DateValue) return new Date(it.ms).toISOString();
  if (it instanceof FileValue) return it.name;
  if (it instanceof List) return it.items.map((item) => plain(item, depth + 1, budget));
  if (it instanceof KeyValue || it instanceof Collection)
    return Object.fromEntries(
      [...it.entries].map(([key, inner]) => [keyText(key, depth, budget), plain(inner, depth + 1, budget)]),
    );
  return it.message;
}

function keyText(key: Value, depth: number, budget: { left: number }): string {
  const text = plain(key, depth + 1, budget);
  return typeof text === "object" ? JSON.stringify(text) : String(text);
}

/** JSON as a script sees it: objects are maps, arrays lists, fractions DECIMAL. */
export function scriptValueOf(json: Json): Value {
  if (typeof json === "number") return Number.isSafeInteger(json) ? json : new Decimal(json);
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return new List(json.map(scriptValueOf));
  return new KeyValue(new Map(Object.entries(json).map(([key, inner]): [Value, Value] => [key, scriptValueOf(inner)])));
}
