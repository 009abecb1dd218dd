import type { Filter, FilterEnv } from "./filter";
import { readText } from "./filters-text";
import { charge, checkLength } from "./limits";
import { textOf } from "./text";
import { isCollection } from "./value";

/** The items of a list, or the values of an object; undefined for a single value. */
export function itemsOf(value: unknown, env: FilterEnv): readonly unknown[] | undefined {
  if (!isCollection(value)) return undefined;
  const items = Array.isArray(value) ? value : Object.values(value);
  charge(env, items.length);
  return items;
}

const toNumber = (value: unknown): number => {
  const number = typeof value === "string" ? Number(value.trim() || "0") : Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
};

const scalarNumber = (value: unknown): number =>
  typeof value === "object" || typeof value === "symbol" ? 0 : toNumber(value);

function join(value: unknown, [glue, lastGlue]: readonly unknown[], env: FilterEnv): string {
  const items = itemsOf(value, env);
  if (!items) return readText(value, env);
  const between = textOf(glue, env);
  const texts = items.map((item) => readText(item, env));
  checkLength(
    env,
    texts.reduce((sum, text) => sum + text.length + between.length, 0),
  );
  if (lastGlue === undefined || texts.length < 2) return texts.join(between);
  return texts.slice(0, -1).join(between) + textOf(lastGlue, env) + texts.at(-1);
}

function slice(value: unknown, [start, length]: readonly unknown[], env: FilterEnv): unknown {
  const items = itemsOf(value, env) ?? [...readText(value, env)];
  const from = Math.trunc(scalarNumber(start));
  const begin = from < 0 ? Math.max(0, items.length + from) : from;
  const size = length === undefined || length === null ? items.length : Math.trunc(scalarNumber(length));
  const part = items.slice(begin, size < 0 ? Math.max(begin, items.length + size) : begin + size);
  return isCollection(value) ? part : part.join("");
}

function round(value: unknown, [places]: readonly unknown[]): number {
  const number = scalarNumber(value);
  const digits = Math.max(-15, Math.min(15, Math.trunc(scalarNumber(places))));
  // By exponent rather than by multiplication: 1.005 becomes 1.01.
  const moved = Number(`${Math.abs(number)}e${digits}`);
  if (!Number.isFinite(moved)) return number;
  const rounded = Number(`${Math.round(moved)}e${-digits}`);
  return Number.isFinite(rounded) ? Math.sign(number) * rounded : number;
}

/** The end of a list, object or text: whole characters, not halves of them. */
function endOf(value: unknown, index: 0 | -1, env: FilterEnv): unknown {
  const items = itemsOf(value, env);
  return items ? items.at(index) : ([...readText(value, env)].at(index) ?? "");
}

export const listFilters: Record<string, Filter> = {
  length: {
    doc: "How many items a list has, or characters a text.",
    args: [],
    call: (value, _args, env) => itemsOf(value, env)?.length ?? [...readText(value, env)].length,
  },
  join: {
    doc: 'The items as one text: join(", ") or join(", ", " and ").',
    args: [
      { name: "separator", isOptional: true },
      { name: "lastSeparator", isOptional: true },
    ],
    call: join,
  },
  first: { doc: "The first item or character.", args: [], call: (value, _args, env) => endOf(value, 0, env) },
  last: { doc: "The last item or character.", args: [], call: (value, _args, env) => endOf(value, -1, env) },
  slice: {
    doc: "A part: slice(0, 10) is the first ten items or characters, slice(-3) the last three.",
    args: [{ name: "start" }, { name: "length", isOptional: true }],
    call: slice,
  },
  keys: {
    doc: "The field names of an object as a list.",
    args: [],
    call: (value, _args, env) => (itemsOf(value, env) ? Object.keys(Object(value)) : []),
  },
  round: { doc: "Rounded to so many decimals.", args: [{ name: "decimals", isOptional: true }], call: round },
  abs: { doc: "The number without its sign.", args: [], call: (value) => Math.abs(scalarNumber(value)) },
};
