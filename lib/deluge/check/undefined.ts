import { systemVariables } from "../builtins/index";
import type { Span } from "../diagnostic";
import { replacing } from "../syntax/findings";
import { similarWords } from "./similar";
import { maySuggest, type State } from "./state";

/** What other languages call something that has another name here (§9.13). */
const renamed: Record<string, string> = { undefined: "null", nil: "null", none: "null", nan: "null" };

/** `Variable 'x' is not defined`, with the names it may have meant. */
export function reportUndefined(span: Span, name: string, state: State) {
  if (name === "" || name.endsWith(".")) return;
  const lower = name.toLowerCase();
  const instead = Object.hasOwn(renamed, lower) ? renamed[lower] : undefined;
  const names = instead ? [instead] : maySuggest(state) ? similarWords(name, candidates(name, state)) : [];
  state.report.error(
    span,
    "undefined-variable",
    `Variable '${name}' is not defined`,
    names.map((text) => replacing(`Change to ${text}`, span, text)),
  );
}

function* candidates(name: string, state: State): Iterable<string> {
  if (name.includes(".")) {
    for (const { path } of systemVariables) if (path.includes(".")) yield path;
    for (const { name: parameter } of state.scope.parameters) yield `input.${parameter}`;
    return;
  }
  yield* state.scope.byName.keys();
  for (const { name: caught } of state.scope.caught) yield caught;
  for (const { path } of systemVariables) if (!path.includes(".")) yield path;
}
