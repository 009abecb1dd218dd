import type { Expression, Name, Script } from "../ast";
import type { Diagnostic } from "../diagnostic";
import { parse } from "../syntax/parse";
import type { Inferred } from "./inferred";
import { checkHeaders, checkUnused } from "./names";
import { type Report, reportOn } from "./report";
import type { Resolution, StoredFunction, Variable } from "./resolution";
import { readExpression } from "./resolve-expression";
import { resolveStatements } from "./resolve-statements";
import { checkEnd } from "./returns";
import { type Assigned, type OpenScope, openScopes } from "./scopes";
import type { CheckContext, State } from "./state";

export type Checked = {
  script: Script;
  /** The parser's too, in text order. With an error among them the source can't be saved. */
  diagnostics: readonly Diagnostic[];
  resolution: Resolution;
  types: Types;
};

/** What is known of values, for completion and hover. */
export type Types = {
  /** Every expression that was resolved. */
  expressions: ReadonlyMap<Expression, Inferred>;
  /** Per variable what it holds from an offset on, in text order. */
  variables: ReadonlyMap<Variable, readonly Assigned[]>;
};

/** Parses a source and finds out what everything in it means and what is wrong with it (§11). Never throws. */
export function check(source: string, context: CheckContext = {}): Checked {
  const { script, diagnostics } = parse(source, context.options);
  const report = reportOn(source, diagnostics);
  const state = stateOf(script, context, report);
  checkHeaders(script, report);
  for (const scope of state.scopes) checkFunction(scope, script, state);
  const { references, bindings, types } = state;
  const variables = new Map(state.scopes.flatMap(({ assigned }) => [...assigned]));
  const resolution = { scopes: state.scopes, entry: state.entry, references, bindings };
  return { script, diagnostics: report.all(), resolution, types: { expressions: types, variables } };
}

function stateOf(script: Script, context: CheckContext, report: Report): State {
  const bindings = new Map<Name, Variable>();
  const scopes = openScopes(script, context.signature, bindings);
  const own = new Map(scopes.filter((scope) => scope.function).map((scope) => [scope.path, scope]));
  const stored = new Map<string, StoredFunction>((context.functions ?? []).map((one) => [one.path, one]));
  const paths = [...own.keys(), ...stored.keys()].filter((path) => path.includes("."));
  const state: State = {
    ...{ report, context, scopes, own, stored, bindings },
    entry: scopes[0],
    scope: scopes[0],
    namespaces: new Set(paths.map((path) => path.slice(0, path.indexOf(".")))),
    references: new Map(),
    types: new Map(),
    later: [],
    loops: 0,
    suggestionsLeft: 40,
    read: (node) => readExpression(node, state),
  };
  return state;
}

function checkFunction(scope: OpenScope, script: Script, state: State) {
  state.scope = scope;
  state.loops = 0;
  const statements = scope.function?.body.statements ?? script.body;
  const ends = resolveStatements(statements, state);
  for (const check of state.later) check();
  state.later = [];
  checkEnd(statements, ends, state);
  checkUnused(scope, state.report);
  if (scope === state.entry) checkForm(scope, state);
}

/** The header of the entry function against the form's parameters (§1.1). */
function checkForm({ function: node, parameters }: OpenScope, { context, report }: State) {
  const wanted = context.signature?.parameters;
  const last = node?.path.at(-1);
  if (!wanted || !last || wanted.length === parameters.length) return;
  const message = `The header takes ${parameters.length} parameters, the function is declared with ${wanted.length}`;
  report.warning(last, "header-parameters", message);
}
