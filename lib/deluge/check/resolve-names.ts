import type { Expression } from "../ast";
import { systemVariableNamed } from "../builtins/lookup";
import { replacing } from "../syntax/findings";
import { certain, type Inferred, likely, unknown } from "./inferred";
import { isFunctionNamespace, isNamespace, pathOf } from "./paths";
import type { Reference, Referring, Variable } from "./resolution";
import { findVariable, lastAssigned } from "./scopes";
import type { State } from "./state";

type NameNode = Extract<Expression, { kind: "name" }>;
export type MemberNode = Extract<Expression, { kind: "member" }>;

function refer(node: Referring, reference: Reference, value: Inferred, state: State): Inferred {
  state.references.set(node, reference);
  return value;
}

function readVariable(node: NameNode | MemberNode, variable: Variable, state: State): Inferred {
  variable.reads.push({ start: node.start, end: node.end });
  const last = lastAssigned(state.scope, variable) ?? unknown;
  const value = last.isUndecided ? last : likely(last.type);
  return refer(node, { kind: "variable", variable }, value, state);
}

/** A variable wins over `today` and `now`, and over every namespace (§2.4, §9.3). Nothing is reported here: who reads the
 * value does that. */
export function resolveName(node: NameNode, state: State): Inferred {
  const variable = findVariable(state.scope, node.text);
  if (variable) return readVariable(node, variable, state);
  const lower = node.text.toLowerCase();
  const system = systemVariableNamed(lower);
  if (system) return refer(node, { kind: "system", variable: system }, certain(system.type), state);
  const isSpace = lower === "zoho" || lower === "input" || lower === "console";
  if (isSpace || isFunctionNamespace(lower) || state.namespaces.has(node.text))
    return refer(node, { kind: "namespace" }, unknown, state);
  return refer(node, { kind: "unknown" }, unknown, state);
}

/** `input.x`, a system variable's path, or a field of the object's value. The object is resolved already. */
export function resolveMember(node: MemberNode, object: Inferred, state: State): Inferred {
  if (isNamespace(node.object, state)) return resolvePath(node, state);
  if (node.name.text.toLowerCase() === "length" && object.type !== "any" && object.type !== "map")
    state.report.error(node.name, "unknown-function", "There are no properties: length() is a function", [
      replacing("Change to length()", node.name, "length()"),
    ]);
  return refer(node, { kind: "field" }, object.type === "error" ? fieldOfError(node.name.text) : unknown, state);
}

function resolvePath(node: MemberNode, state: State): Inferred {
  const words = pathOf(node) ?? [];
  const [root = "", second = ""] = words;
  const lower = words.join(".").toLowerCase();
  if (root.toLowerCase() === "input") {
    const variable = words.length === 2 ? inputVariable(second, state) : undefined;
    return variable ? readVariable(node, variable, state) : refer(node, { kind: "unknown" }, unknown, state);
  }
  const system = systemVariableNamed(lower);
  if (system) return refer(node, { kind: "system", variable: system }, certain(system.type), state);
  if (words.length === 3 && lower.startsWith("zoho.appvariable."))
    return refer(node, { kind: "host-variable", path: lower }, unknown, state);
  return refer(node, { kind: words.length < 8 ? "namespace" : "unknown" }, unknown, state);
}

/** `input.x` is the parameter x, also while a caught error has its name (§6.1). */
export const inputVariable = (name: string, { scope }: State): Variable | undefined => scope.byName.get(name);

const fieldOfError = (name: string) =>
  name === "message" ? certain("text") : name.toLowerCase() === "lineno" ? certain("number") : unknown;
