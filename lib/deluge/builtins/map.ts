import { asMap } from "../values/convert";
import { equal } from "../values/equal";
import { fail } from "../values/errors";
import { clearKeys, getKey, hasKey, putKey, removeKey } from "../values/keys";
import { checkElements, spendElements, spendReading } from "../values/size";
import { kindOf, List, settled, typeNames, type Value } from "../values/value";
import type { Builtin, Parameter, Run } from "./builtin";

const onMap = { on: ["map"], section: "§9.6" } as const;
const key: readonly Parameter[] = [{ name: "key", type: "any" }];
const value: readonly Parameter[] = [{ name: "value", type: "any" }];

function put(run: Run, self: Value, name: Value, given?: Value): null {
  const map = asMap(self, run);
  if (given === undefined) return putAll(run, map, name);
  putKey(map, name, settled(given));
  checkElements(map.entries.size, run);
  return null;
}

function putAll(run: Run, self: Value, given: Value): null {
  const map = asMap(self, run);
  if (given === null) return fail(`Expected a value of type KEY-VALUE but found ${typeNames[kindOf(given)]}`);
  const { entries } = asMap(given, run);
  run.spend(entries.size);
  for (const [name, item] of entries) putKey(map, name, item);
  checkElements(map.entries.size, run);
  return null;
}

function hasValue(run: Run, self: Value, wanted: Value): boolean {
  const { entries } = asMap(self, run);
  spendReading(entries.size, run);
  for (const item of entries.values()) if (equal(item, wanted, run)) return true;
  return false;
}

/** Maps (spec/deluge.md §9.6). */
export const map: readonly Builtin[] = [
  {
    ...{ ...onMap, name: "put", returns: "void" },
    parameters: [
      { name: "key", type: "any", doc: "A map alone: all its entries." },
      { name: "value", type: "any", isOptional: true },
    ],
    doc: "Inserts an entry, or gives a known key another value in its place.",
    example: 'm = Map(); m.put("k","v"); m -> {"k":"v"}',
    call: (run, self, name = null, given?: Value) => put(run, self, name, given),
  },
  {
    ...{ ...onMap, name: "putAll", parameters: [{ name: "other", type: "map" }], returns: "void" },
    doc: "Puts every entry of another map.",
    example: 'm = {"a":1}; m.putAll({"b":2}); m -> {"a":1,"b":2}',
    call: (run, self, given = null) => putAll(run, self, given),
  },
  {
    ...{ ...onMap, name: "get", parameters: key, returns: "any" },
    doc: "The value of a key; null when there is none.",
    example: '{"status":"Open"}.get("status") -> Open',
    call: (run, self, given = null) => getKey(asMap(self, run), given) ?? null,
  },
  {
    ...{ ...onMap, name: "containKey", aliases: ["containsKey"], parameters: key, returns: "boolean" },
    doc: "Whether the map has the key.",
    example: '{"a":null}.containKey("a") -> true',
    call: (run, self, given = null) => hasKey(asMap(self, run), given),
  },
  {
    ...{ ...onMap, name: "notContains", parameters: key, returns: "boolean" },
    doc: "Whether the map lacks the key.",
    example: '{"a":1}.notContains("b") -> true',
    call: (run, self, given = null) => !hasKey(asMap(self, run), given),
  },
  {
    ...{ ...onMap, name: "containValue", aliases: ["containsValue"], parameters: value, returns: "boolean" },
    doc: "Whether a value of the map equals this one.",
    example: '{"a":1}.containValue(1) -> true',
    call: (run, self, given = null) => hasValue(run, self, given),
  },
  {
    ...{ ...onMap, name: "keys", parameters: [], returns: "list" },
    doc: "The keys in order of insertion.",
    example: '{"b":1,"a":2}.keys() -> b,a',
    call(run, self) {
      const { entries } = asMap(self, run);
      spendElements(entries.size, run);
      return new List([...entries.keys()]);
    },
  },
  {
    ...{ ...onMap, name: "remove", parameters: key, returns: "any" },
    doc: "Removes an entry, if there is one, and returns its value.",
    example: 'm = {"a":1,"b":2}; m.remove("a"); m -> {"b":2}',
    call: (run, self, given = null) => removeKey(asMap(self, run), given) ?? null,
  },
  {
    ...{ ...onMap, name: "size", parameters: [], returns: "number" },
    doc: "Number of entries.",
    example: '{"a":1,"b":2}.size() -> 2',
    call: (run, self) => asMap(self, run).entries.size,
  },
  {
    ...{ ...onMap, name: "clear", parameters: [], returns: "void" },
    doc: "Removes all entries.",
    example: 'm = {"a":1}; m.clear(); m -> {}',
    call(run, self) {
      clearKeys(asMap(self, run));
      return null;
    },
  },
  {
    ...{ ...onMap, name: "toList", parameters: [], returns: "list" },
    doc: "A list whose only element is the map.",
    example: '{"a":1}.toList().size() -> 1',
    call: (run, self) => new List([asMap(self, run)]),
  },
];
