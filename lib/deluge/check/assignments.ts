import type { Assignment, AssignmentOperator, BinaryOperator, Expression } from "../ast";
import { replacing } from "../syntax/findings";
import { type Inferred, unknown } from "./inferred";
import { typeOfBinary } from "./operators";
import type { Variable } from "./resolution";
import { inputVariable } from "./resolve-names";
import { addVariable, assign, findVariable, lastAssigned } from "./scopes";
import type { State } from "./state";
import { reportUndefined } from "./undefined";

const operators: Record<Exclude<AssignmentOperator, "=">, BinaryOperator> = {
  ...{ "+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%" },
};

/** `target = value;`: the value first, as `today = today.addDay(1)` reads the system's (§4.2, §6.1). */
export function resolveAssignment(node: Assignment, state: State) {
  const { target } = node;
  if (node.operator !== "=") readTarget(target, state);
  const value = state.read(node.value);
  if (value.type === "void")
    state.report.warning(node.value, "void-value", "This gives nothing: the variable becomes null");
  if (isSelf(node, state)) state.report.warning(node, "self-assignment", "The variable is assigned to itself");
  const variable = targetVariable(node, state);
  if (!variable) return;
  const last = lastAssigned(state.scope, variable) ?? unknown;
  const written: Inferred =
    value.type === "void"
      ? unknown
      : node.operator === "="
        ? value
        : typeOfBinary(operators[node.operator], last, value);
  variable.writes.push({ start: target.start, end: target.end });
  assign(state.scope, variable, node.end, written, node.value);
  state.types.set(target, written);
}

function isSelf({ target, value, operator }: Assignment, state: State): boolean {
  if (operator !== "=" || target.kind !== "name" || value.kind !== "name" || target.text !== value.text) return false;
  return state.references.get(value)?.kind === "variable";
}

/** `x += 1` reads x; the target's own reference is set by `targetVariable`. */
function readTarget(target: Expression, state: State) {
  if (target.kind !== "name") return;
  const variable = findVariable(state.scope, target.text);
  if (variable) variable.reads.push({ start: target.start, end: target.end });
  else reportUndefined(target, target.text, state);
}

/** The variable an assignment writes; undefined for a field of a record, and for what can't be assigned: the parser says
 * so. */
function targetVariable(node: Assignment, state: State): Variable | undefined {
  const { target } = node;
  if (target.kind === "name") {
    if (target.text === "") return undefined;
    const variable =
      findVariable(state.scope, target.text) ?? addVariable(state.scope, target.text, "variable", target);
    state.references.set(target, { kind: "variable", variable });
    return variable;
  }
  if (target.kind === "member") return memberTarget(target, state);
  if (target.kind === "criteria" && target.condition) reportIndexed(node, target.condition, state);
  else state.read(target);
  return undefined;
}

function memberTarget(target: Extract<Expression, { kind: "member" }>, state: State): Variable | undefined {
  const { object, name } = target;
  const isInput =
    object.kind === "name" && object.text.toLowerCase() === "input" && !findVariable(state.scope, object.text);
  if (!isInput) {
    state.read(object);
    state.references.set(target, { kind: "field" });
    return undefined;
  }
  state.references.set(object, { kind: "namespace" });
  const variable = inputVariable(name.text, state);
  state.references.set(target, variable ? { kind: "variable", variable } : { kind: "unknown" });
  if (!variable) reportUndefined(target, `input.${name.text}`, state);
  return variable;
}

/** `map["k"] = v;` */
function reportIndexed({ target, value }: Assignment, index: Expression, state: State) {
  if (target.kind !== "criteria") return;
  state.read(target.object);
  state.read(index);
  const { source } = state.report;
  const text = `.put(${source.slice(index.start, index.end)}, ${source.slice(value.start, value.end)})`;
  const fix = replacing(`Change to ${text}`, { start: target.object.end, end: value.end }, text);
  const place = { start: target.object.end, end: target.end };
  state.report.error(place, "bracket-index", `Improper Statement: write ${text}`, [fix]);
}
