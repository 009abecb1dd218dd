import type { Run } from "../builtins/builtin";
import { asMap } from "../values/convert";
import { fail } from "../values/errors";
import { getKey, hasKey, putKey } from "../values/keys";
import { checkElements } from "../values/size";
import { Caught, Collection, KeyValue, kindOf, List, settled, typeNames, type Value } from "../values/value";

const onNull = (): never => fail("Function specified in criteria has returned null value");

/** `record.Field`, `e.message`: never a property of a JavaScript value (spec/deluge.md §6.10, §9.6). */
export function field(run: Run, object: Value, name: string): Value {
  if (object instanceof KeyValue) return getKey(object, name) ?? null;
  if (object === null) return onNull();
  if (object instanceof Caught) return fieldOfError(object, name);
  const record = settled(object);
  if (record instanceof KeyValue) return getKey(record, name) ?? null;
  if (record instanceof Collection) return getKey(new KeyValue(record.entries), name) ?? null;
  if (typeof record === "string") return getKey(asMap(record, run), name) ?? null;
  return fail(`Not able to find '${name}' of ${typeNames[kindOf(record)]}`);
}

function fieldOfError(error: Caught, name: string): Value {
  const lower = name.toLowerCase();
  if (lower === "message") return error.message;
  return lower === "lineno" ? error.line : fail(`An error has message and lineNo, but no '${name}'`);
}

/** `record.Field = value;` puts (§4.2). */
export function setField(run: Run, object: Value, name: string, value: Value): void {
  if (object === null) onNull();
  const isBrace = object instanceof List && object.isUndecided;
  if (!(object instanceof KeyValue) && !isBrace) fail(`Not able to set '${name}' of ${typeNames[kindOf(object)]}`);
  const map = asMap(object, run);
  if (!hasKey(map, name)) checkElements(map.entries.size + 1, run);
  putKey(map, name, value);
}
