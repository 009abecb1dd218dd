import type { Json } from "@/lib/core/json";
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

/** A script's value as plain JSON: dates as ISO text, integers beyond 2^53 as text, files as their name. */
export function plainOf(value: Value, depth = 0): Json {
  const it = settled(value);
  if (depth > deepest) return null;
  if (it === null || typeof it === "string" || typeof it === "boolean" || typeof it === "number") return it;
  if (typeof it === "bigint") return it.toString();
  if (it instanceof Decimal) return it.value;
  if (it instanceof DateValue) return new Date(it.ms).toISOString();
  if (it instanceof FileValue) return it.name;
  if (it instanceof List) return it.items.map((item) => plainOf(item, depth + 1));
  if (it instanceof KeyValue || it instanceof Collection)
    return Object.fromEntries([...it.entries].map(([key, inner]) => [keyText(key), plainOf(inner, depth + 1)]));
  return it.message;
}

const keyText = (key: Value): string => String(plainOf(key));

/** JSON as a script sees it: objects are maps, arrays lists, fractions DECIMAL. */
export function scriptValueOf(json: Json): Value {
  if (typeof json === "number") return Number.isSafeInteger(json) ? json : new Decimal(json);
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return new List(json.map(scriptValueOf));
  return new KeyValue(new Map(Object.entries(json).map(([key, inner]): [Value, Value] => [key, scriptValueOf(inner)])));
}
