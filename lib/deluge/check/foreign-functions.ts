import type { Argument, Expression, Name } from "../ast";
import type { Span } from "../diagnostic";
import { type Fix, replacing } from "../syntax/findings";

/** A call as the fixes see it. */
export type Called = Span & { name: Name; arguments: readonly Argument[]; object?: Expression };

/** Functions of other languages and what they are called here (§9.13). */
const renamed: Record<string, string> = {
  ...{ split: "toList", join: "toString", substr: "subString", slice: "subString", push: "add", append: "add" },
  ...{ toint: "toLong", parseint: "toLong", parsefloat: "toDecimal", tofloat: "toDecimal", keyset: "keys" },
  ...{ toupper: "toUpperCase", tolower: "toLowerCase", includes: "contains", haskey: "containKey", strip: "trim" },
  ...{ count: "size", stringify: "toString", parsejson: "toMap", tojson: "toString", formatdate: "toString" },
};

const absent: Record<string, string> = {
  gettype:
    "There is none: a value's type can't be asked for. isNumber(), isText() and isDate() tell what a text reads as",
  typeof:
    "There is none: a value's type can't be asked for. isNumber(), isText() and isDate() tell what a text reads as",
  instanceof: "There is none: a value's type can't be asked for",
  islist: "There is none: a value's type can't be asked for",
  foreach: "Write: for each item in items { … }",
  map: "Write: for each item in items { … }",
  filter: "Write: for each item in items { if(…) { found.add(item); } }",
};

const printing = new Set(["print", "println", "printf", "console.log", "echo", "debug", "alert"]);

const has = (table: Record<string, string>, name: string) => Object.hasOwn(table, name);

/** What to write instead of another language's function; `name` is the path as written. */
export function foreignFunction(name: string, call: Called, source: string): { advice?: string; fixes: Fix[] } {
  const lower = name.toLowerCase();
  const text = (span: Span) => source.slice(span.start, span.end);
  const [first, second] = call.arguments;
  const last = call.arguments.at(-1);
  if (printing.has(lower) && first && last) {
    const edits = [
      { start: call.start, end: first.start, text: "info " },
      { start: last.end, end: call.end, text: "" },
    ];
    return { advice: "Write: info …", fixes: call.arguments.length === 1 ? [{ title: "Change to info", edits }] : [] };
  }
  if (lower === "replace" && first && second && last) {
    const edits = [
      { start: call.name.start, end: call.name.end, text: "replaceAll" },
      ...(call.arguments.length === 2 ? [{ start: last.end, end: last.end, text: ", true" }] : []),
    ];
    return { fixes: [{ title: "Change to replaceAll(…, …, true)", edits }] };
  }
  if (lower === "charat" && first && call.object) {
    const index = text(first);
    const after = /^\d{1,9}$/.test(index) ? `${Number(index) + 1}` : `${index} + 1`;
    const rest = { start: call.name.start, end: call.end };
    return { fixes: [replacing(`Change to subString(${index}, ${after})`, rest, `subString(${index}, ${after})`)] };
  }
  const instead = has(renamed, lower) ? renamed[lower] : undefined;
  if (instead) return { fixes: [replacing(`Change to ${instead}`, call.name, instead)] };
  return { advice: has(absent, lower) ? absent[lower] : undefined, fixes: [] };
}
