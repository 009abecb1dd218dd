import type { Expression } from "../ast";
import { replacing } from "../syntax/findings";
import { checkComparison } from "./comparisons";
import { certain, either, type Inferred, undecided, unknown } from "./inferred";
import { typeOfBinary } from "./operators";
import { isNamespace, pathOf } from "./paths";
import { resolveCall, resolveMethod } from "./resolve-calls";
import { resolveMember, resolveName } from "./resolve-names";
import { resolveTask } from "./resolve-task";
import type { State } from "./state";
import { reportUndefined } from "./undefined";

/** Resolves an expression whose value is used: names must have one. */
export function readExpression(node: Expression, state: State): Inferred {
  const value = visit(node, state);
  requireValue(node, state);
  return value;
}

/** The part an expression begins with, which nests as deep as a chain is long: `a + b + …`, `x.f().g()…`. */
function leftOf(node: Expression): Expression | null {
  switch (node.kind) {
    case "binary":
      return node.left;
    case "method":
    case "member":
    case "criteria":
      return node.object;
    case "is-null":
    case "unary":
      return node.operand;
    case "group":
      return node.value;
    default:
      return null;
  }
}

function visit(node: Expression, state: State): Inferred {
  const spine: Expression[] = [];
  let at = node;
  for (let left = leftOf(at); left; left = leftOf(at)) {
    spine.push(at);
    at = left;
  }
  let value = visitFirst(at, state);
  state.types.set(at, value);
  for (let outer = spine.pop(); outer; outer = spine.pop()) {
    value = visitAround(outer, value, state);
    state.types.set(outer, value);
  }
  return value;
}

/** Reports a name without a value: unknown, or only part of a path. */
function requireValue(node: Expression, state: State) {
  if (node.kind !== "name" && node.kind !== "member") return;
  const kind = state.references.get(node)?.kind;
  if (kind === "unknown" || kind === "namespace") reportUndefined(node, (pathOf(node) ?? []).join("."), state);
}

function visitFirst(node: Expression, state: State): Inferred {
  switch (node.kind) {
    case "text":
      return certain("text");
    case "number":
    case "decimal":
    case "date":
    case "boolean":
    case "null":
    case "map":
      if (node.kind === "map")
        for (const { key, value } of node.entries) {
          state.read(key);
          state.read(value);
        }
      return certain(node.kind);
    case "list":
      for (const item of node.items) state.read(item);
      return certain("list");
    case "empty":
      return undecided;
    case "construct":
      for (const { key, value } of node.arguments) {
        if (key) state.read(key);
        state.read(value);
      }
      if (node.type !== "collection" && node.arguments.length > 1) reportConstruct(node, state);
      return certain(node.type);
    case "name":
      return resolveName(node, state);
    case "call":
      return resolveCall(node, state);
    case "if-call": {
      state.read(node.condition);
      const then = state.read(node.then);
      return either(then, state.read(node.otherwise));
    }
    case "task":
      return resolveTask(node, false, state);
    default:
      return unknown;
  }
}

const reportConstruct = (node: Extract<Expression, { kind: "construct" }>, state: State) =>
  state.report.error(node, "arity", `No. of arguments mismatches for the function ${node.type}`);

function visitAround(node: Expression, left: Inferred, state: State): Inferred {
  switch (node.kind) {
    case "member":
      requireRoot(node.object, state);
      return resolveMember(node, left, state);
    case "method":
      requireRoot(node.object, state);
      return resolveMethod(node, left, state);
    case "binary": {
      requireValue(node.left, state);
      const right = state.read(node.right);
      checkComparison(node, state);
      return typeOfBinary(node.operator, left, right);
    }
    case "is-null":
      requireValue(node.operand, state);
      return certain("boolean");
    case "unary":
      requireValue(node.operand, state);
      return node.operator === "!" ? certain("boolean") : left;
    case "group":
      requireValue(node.value, state);
      return left;
    case "criteria":
      return resolveCriteria(node, state);
    default:
      return unknown;
  }
}

/** The object of a dot has a value or is part of a path. */
function requireRoot(object: Expression, state: State) {
  if (!isNamespace(object, state)) requireValue(object, state);
}

/** `Form[…]` and `list[0]` are no expressions here (§6.6, §6.15). */
function resolveCriteria(node: Extract<Expression, { kind: "criteria" }>, state: State): Inferred {
  const { object, condition } = node;
  if (object.kind === "criteria") return unknown;
  const known = object.kind !== "name" || state.references.get(object)?.kind !== "unknown";
  const isIndex = condition !== undefined && known && condition.kind !== "binary" && condition.kind !== "is-null";
  if (isIndex) {
    state.read(condition);
    const { source } = state.report;
    const text = `.get(${source.slice(condition.start, condition.end)})`;
    const place = { start: object.end, end: node.end };
    state.report.error(place, "bracket-index", `Improper Statement: write ${text}`, [
      replacing(`Change to ${text}`, place, text),
    ]);
    return unknown;
  }
  const message =
    "Improper Statement: records of forms are not available here: ask the host's tasks or invokeurl for them";
  state.report.error(node, "records", message);
  return unknown;
}
