import type { Builtin, Parameter } from "../builtins/builtin";
import { freeFunctions } from "../builtins/index";
import { similarNames } from "../builtins/lookup";
import { replacing } from "../syntax/findings";
import type { Kind } from "../values/value";
import { type Called, foreignFunction } from "./foreign-functions";
import { certain, type Inferred, unknown } from "./inferred";
import { spanning } from "./paths";
import { similarWords } from "./similar";
import { maySuggest, type State } from "./state";

/** How many arguments a function takes. */
export function arity(parameters: readonly Parameter[]): { least: number; most: number } {
  const least = parameters.filter(({ isOptional, isRest }) => !isOptional && !isRest).length;
  return { least, most: parameters.at(-1)?.isRest ? Number.POSITIVE_INFINITY : parameters.length };
}

/** Reports a number of arguments none of the forms takes (§9). */
export function checkArity(forms: readonly (readonly Parameter[])[], given: number, call: Called, state: State) {
  const fits = forms.some((parameters) => {
    const { least, most } = arity(parameters);
    return given >= least && given <= most;
  });
  if (!fits) reportArity(call, state);
}

export const reportArity = (call: Called, state: State) =>
  state.report.error(call.name, "arity", `No. of arguments mismatches for the function ${call.name.text}`);

/** What a built-in gives for a receiver of the type. */
export function returnedBy(entries: readonly Builtin[], receiver: Inferred): Inferred {
  const kind = receiver.type;
  const fitting = kind === "any" ? entries : entries.filter(({ on }) => on.includes(kind as Kind));
  const asked = fitting.length > 0 ? fitting : entries;
  const first = asked[0]?.returns;
  if (!first || asked.some(({ returns }) => returns !== first)) return unknown;
  return certain(first);
}

/** `Not able to find 'f' function`, with what it may have meant. */
export function reportUnknownFunction(path: string, call: Called, state: State, others: Iterable<string> = []) {
  const { name } = call;
  if (name.text === "") return;
  const { advice, fixes } = foreignFunction(path, call, state.report.source);
  const isPath = path.includes(".");
  if (fixes.length === 0 && !advice && maySuggest(state)) {
    const place = isPath ? spanning(call, name) : name;
    for (const text of isPath ? similarPaths(path, others) : similarTo(name.text, others))
      fixes.push(replacing(`Change to ${text}`, place, text));
  }
  const said = `Not able to find '${path}' function`;
  state.report.error(name, "unknown-function", advice ? `${said}. ${advice}` : said, fixes);
}

const similarPaths = (path: string, others: Iterable<string>) =>
  similarWords(path, [
    ...others,
    ...freeFunctions.map(({ path: known }) => known).filter((known) => known.includes(".")),
  ]);

const similarTo = (name: string, others: Iterable<string>) =>
  [...new Set([...similarWords(name, others), ...similarNames(name)])].slice(0, 3);

/** Whether a receiver of the type reaches one of the entries, directly or by an implicit conversion (§3.2). */
export function isReachable(entries: readonly Builtin[], kind: Kind): boolean {
  const reached = new Set<Kind | "any">(["any", kind, ...(conversions[kind] ?? [])]);
  return entries.some(({ on }) => on.some((one) => reached.has(one)));
}

const conversions: Partial<Record<Kind, readonly Kind[]>> = {
  text: ["date", "number", "decimal", "list", "map", "boolean", "collection", "file"],
  ...{ number: ["text", "date", "decimal"], decimal: ["text", "number", "date"], boolean: ["text"], date: ["text"] },
  ...{ list: ["text", "collection", "map"], map: ["text", "list", "collection"], collection: ["list", "map", "text"] },
  ...{ file: ["text"], error: ["text"] },
};
