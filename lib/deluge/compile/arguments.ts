import type { Host } from "../host";
import { defaultLimits, defaultOptions } from "../options";
import type { RunSettings, Signature } from "../run";
import type { Context } from "../values/context";
import { fail } from "../values/errors";
import { parseJson } from "../values/json";
import { KeyValue, kindOf, typeNames, type Value } from "../values/value";
import { coerce } from "./coerce";
import { Execution } from "./execution";

/**
 * A function's arguments from the raw text of a JSON object, by name: integers beyond 2^53 stay exact, a missing one is null,
 * unknown keys are ignored (spec/deluge.md §1.5). Throws ScriptError naming the argument that is not of its type.
 */
export function coerceArguments(
  { parameters }: Signature,
  json: string,
  host: Host,
  { limits, options }: RunSettings = {},
): Record<string, Value> {
  const context: Context = new Execution(host, { ...defaultOptions, ...options }, { ...defaultLimits, ...limits });
  const given = json.trim() === "" ? new KeyValue() : parseJson(json, context);
  if (!(given instanceof KeyValue)) return fail("The arguments are not a JSON object");
  const coerced: [string, Value][] = parameters.map(({ name, type }) => {
    const value = given.entries.get(name) ?? null;
    const fitting = coerce(value, type, context);
    if (fitting !== undefined) return [name, fitting];
    return fail(`The argument '${name}' is a ${typeNames[kindOf(value)]} that can't be read as ${type}`);
  });
  return Object.fromEntries(coerced);
}
