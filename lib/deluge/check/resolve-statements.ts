import type { Block, Expression, ForEach, Statement } from "../ast";
import { resolveAssignment } from "./assignments";
import { certain, likely, unknown } from "./inferred";
import { refuse } from "./refused";
import { resolveTask } from "./resolve-task";
import { checkReturn } from "./returns";
import { addVariable, assign, findVariable } from "./scopes";
import type { State } from "./state";

/** Resolves statements in text order; true when the last one reached never goes on to what follows. */
export function resolveStatements(statements: readonly Statement[], state: State): boolean {
  let ends = false;
  let isReported = false;
  for (const statement of statements) {
    if (ends && !isReported && statement.kind !== "empty" && statement.kind !== "error") {
      isReported = true;
      const end = statements.at(-1)?.end ?? statement.end;
      state.report.warning({ start: statement.start, end }, "unreachable", "This is never reached");
    }
    if (resolveStatement(statement, state)) ends = true;
  }
  return ends;
}

const resolveBlock = ({ statements }: Block, state: State) => resolveStatements(statements, state);

function resolveStatement(node: Statement, state: State): boolean {
  switch (node.kind) {
    case "block":
      return resolveBlock(node, state);
    case "if":
      return resolveIf(node, state);
    case "for-each":
      resolveForEach(node, state);
      return false;
    case "try":
      return resolveTry(node, state);
    case "return":
      if (node.value) state.read(node.value);
      checkReturn(node, state);
      return true;
    case "throw":
      state.read(node.value);
      return true;
    case "break":
    case "continue":
      if (state.loops === 0)
        state.report.error(node, "outside-loop", `'${node.kind}' can be used only inside for each`);
      return state.loops > 0;
    case "info":
      state.read(node.value);
      return false;
    case "assignment":
      resolveAssignment(node, state);
      return false;
    case "expression":
      resolveExpressionStatement(node, state);
      return false;
    case "refused":
      refuse(node, state);
      return false;
    default:
      return false;
  }
}

function resolveIf(node: Extract<Statement, { kind: "if" }>, state: State): boolean {
  let everyEnds = true;
  for (const { condition, block } of node.branches) {
    state.read(condition);
    if (!resolveBlock(block, state)) everyEnds = false;
  }
  if (!node.otherwise) return false;
  return resolveBlock(node.otherwise, state) && everyEnds;
}

function resolveForEach(node: ForEach, state: State) {
  const iterable = state.read(node.iterable);
  const { scope } = state;
  const { variable: name } = node;
  const variable = findVariable(scope, name.text) ?? addVariable(scope, name.text, "loop", name);
  variable.writes.push({ start: name.start, end: name.end });
  state.bindings.set(name, variable);
  assign(
    scope,
    variable,
    name.end,
    node.isIndex ? certain("number") : iterable.type === "text" ? likely("text") : unknown,
  );
  state.loops++;
  resolveBlock(node.body, state);
  state.loops--;
}

/** The error is known in its block alone (§6.10). */
function resolveTry(node: Extract<Statement, { kind: "try" }>, state: State): boolean {
  const blockEnds = resolveBlock(node.block, state);
  const { scope } = state;
  const { error } = node;
  if (error) {
    const variable = addVariable(scope, error.text, "error", error);
    const isClosed = state.report.source[node.handler.end - 1] === "}";
    variable.until = isClosed ? node.handler.end : state.report.source.length;
    variable.writes.push(variable.definition);
    state.bindings.set(error, variable);
    assign(scope, variable, error.end, certain("error"));
    scope.caught.push(variable);
  }
  const handlerEnds = resolveBlock(node.handler, state);
  if (error) scope.caught.pop();
  return blockEnds && handlerEnds;
}

const effective = new Set(["call", "method", "task", "if-call", "error", "criteria"]);

function resolveExpressionStatement({ value }: Extract<Statement, { kind: "expression" }>, state: State) {
  if (value.kind === "task") {
    state.types.set(value, resolveTask(value, true, state));
    return;
  }
  state.read(value);
  let inner: Expression = value;
  while (inner.kind === "group") inner = inner.value;
  if (!effective.has(inner.kind)) state.report.hint(value, "no-effect", "This value is not used");
}
