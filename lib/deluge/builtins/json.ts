import { asList, asMap, asText } from "../values/convert";
import { fail } from "../values/errors";
import { parseJson } from "../values/json";
import { getKey, hasKey } from "../values/keys";
import { numeralOf } from "../values/numeral";
import { Collection, KeyValue, kindOf, List, settled, typeNames, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";

const path: readonly Parameter[] = [{ name: "key", type: "any", doc: "A key, or a path such as data.items[0].id." }];

const looksLikeJson = (text: string): boolean => /^[\s\u00a0\ufeff]*[[{]/.test(text);

/** One step down: a key of a map or collection, an index of a list, or of a list the first map that has the key (§9.8). */
function step(run: Run, self: Value, key: Value): Value | undefined {
  const value = typeof self === "string" && looksLikeJson(self) ? parseJson(self, run) : settled(self);
  if (value instanceof KeyValue) return getKey(value, key);
  if (value instanceof Collection) return value.entries.get(key) ?? getKey(new KeyValue(value.entries), key);
  if (!(value instanceof List)) return undefined;
  for (const item of value.items) {
    const map = settled(item);
    run.spend(1);
    if (map instanceof KeyValue && hasKey(map, key)) return getKey(map, key);
  }
  const index = typeof key === "string" ? numeralOf(key) : key;
  return typeof index === "number" && index >= 0 ? value.items[index] : undefined;
}

/** The value at a key, which may hold dots itself, or at a path of keys and `[index]`es; null when there is none. */
export function readPath(run: Run, self: Value, key: Value): Value {
  const found = step(run, self, key);
  if (found !== undefined) return found;
  if (typeof key !== "string" || !/[.[]/.test(key) || key.length > 10_000) return null;
  let value: Value | undefined = self;
  for (const part of key.replace(/^\$\.?/, "").split(/\.|\[/)) {
    const name = part.endsWith("]") ? part.slice(0, -1) : part;
    if (value === undefined || name === "") return null;
    value = step(run, value, name);
  }
  return value ?? null;
}

function ofText(run: Run, self: Value, key: Value): Value {
  const text = asText(self, run);
  if (text.trim() === "") return null;
  return readPath(run, parseJson(text, run), key);
}

/** `get` of a text: by key it is read as JSON, by index as a list (§3.2). */
function getOfText(run: Run, self: Value, key: Value): Value {
  const text = asText(self, run);
  const index = typeof key === "string" ? numeralOf(key) : key;
  if (typeof index !== "number" || (typeof key === "string" && text.trimStart().startsWith("{")))
    return ofText(run, self, key);
  const { items } = asList(self, run);
  if (index >= 0 && index < items.length) return items[index] ?? null;
  if (run.options.getOutOfRange === "null") return null;
  return fail(index < 0 ? `Given index ${index} is less than 0` : `Given index ${index} is greater than the list size`);
}

/** JSON (spec/deluge.md §9.8). */
export const json: readonly Builtin[] = [
  {
    ...{ name: "getJSON", on: ["text"], section: "§9.8", parameters: path, returns: "any" },
    doc: "The value of a key in a text of JSON; null when there is none.",
    example: '"{\\"id\\":7}".getJSON("id") -> 7',
    call: (run, self, given = null) => ofText(run, self, given),
  },
  {
    ...{ name: "getJSON", on: ["map", "list", "collection"], section: "§9.8", parameters: path, returns: "any" },
    doc: "The value of a key; of a list, that of the first map which has the key. null when there is none.",
    example: '{{"a":1},{"id":7}}.getJSON("id") -> 7',
    call: (run, self, given = null) => readPath(run, self, given),
  },
  {
    ...{ name: "get", on: ["text"], section: "§9.8", parameters: path, returns: "any" },
    doc: "A text of JSON by key; any other text as the list of what is between its commas, by index.",
    example: '"a,b".get(1) -> b',
    call: (run, self, given = null) => getOfText(run, self, given),
  },
  {
    ...{ name: "size", on: ["text"], section: "§9.8", parameters: [], returns: "number" },
    doc: "Number of elements of a text of JSON, or of what is between the commas.",
    example: '"a,b,c".size() -> 3',
    call(run, self) {
      const text = asText(self, run);
      return text.trimStart().startsWith("{") ? asMap(text, run).entries.size : asList(text, run).items.length;
    },
  },
  {
    ...{ name: "toMap", on: ["text", "map"], section: "§9.8", parameters: [], returns: "map" },
    doc: "The map that a text of JSON holds. Anything but an object is an error.",
    example: '"{name:\'Lia\',no:[1,2]}".toMap().get("no") -> 1,2',
    call(run, self) {
      if (typeof self !== "string") return asMap(self, run);
      const value = parseJson(self, run);
      return value instanceof KeyValue ? value : fail(`The JSON is a ${typeNames[kindOf(value)]}, not a KEY-VALUE`);
    },
  },
  {
    ...{ name: "toJSONList", on: ["text"], section: "§9.8", parameters: [], returns: "list" },
    doc: "The list that a text of JSON holds; an object alone gives a list of one.",
    example: '"[{\\"a\\":1},{\\"a\\":2}]".toJSONList().size() -> 2',
    call(run, self) {
      const value = parseJson(asText(self, run), run);
      if (value instanceof List) return value;
      return value instanceof KeyValue
        ? new List([value])
        : fail(`The JSON is a ${typeNames[kindOf(value)]}, not a LIST`);
    },
  },
];
