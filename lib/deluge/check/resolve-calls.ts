import type { Argument, Expression } from "../ast";
import { freeFunctions } from "../builtins/index";
import { builtinsNamed, freeFunctionNamed, systemVariableNamed } from "../builtins/lookup";
import type { DeclaredType } from "../run";
import { replacing } from "../syntax/findings";
import { type Kind, typeNames } from "../values/value";
import { checkArity, isReachable, reportArity, reportUnknownFunction, returnedBy } from "./calls";
import type { Called } from "./foreign-functions";
import { certain, declaredType, either, type Inferred, kindOfDeclared, likely, unknown } from "./inferred";
import { isFunctionNamespace, isNamespace, pathOf } from "./paths";
import type { Scope, StoredFunction } from "./resolution";
import { assign } from "./scopes";
import type { State } from "./state";

export type CallNode = Extract<Expression, { kind: "call" }>;
export type MethodNode = Extract<Expression, { kind: "method" }>;

const readArguments = (given: readonly Argument[], state: State): Inferred[] =>
  given.map(({ key, value }) => {
    if (key) state.read(key);
    return state.read(value);
  });

/** `f(x, a)`: an own function, a free one, or a built-in on its first argument (§9). */
export function resolveCall(node: CallNode, state: State): Inferred {
  const name = node.name.text;
  const lower = name.toLowerCase();
  const values = readArguments(node.arguments, state);
  const own = state.own.get(name);
  if (own) return callOwn(node, own, state);
  const system = node.arguments.length === 0 ? systemVariableNamed(lower) : undefined;
  if (system && !state.scope.byName.has(name)) {
    const fix = replacing(`Change to ${name}`, node, name);
    state.report.warning(node, "called-variable", `'${name}' is read without parentheses`, [fix]);
    state.references.set(node, { kind: "system", variable: system });
    return certain(system.type);
  }
  const free = freeFunctionNamed(lower);
  if (free) {
    state.references.set(node, { kind: "free", function: free });
    checkArity([free.parameters], node.arguments.length, node, state);
    return certain(free.returns);
  }
  const entries = builtinsNamed(lower);
  if (!entries?.length) return unknownCall(name, node, state, state.own.keys());
  state.references.set(node, { kind: "builtin", entries });
  if (node.arguments.length === 0) reportArity(node, state);
  else
    checkArity(
      entries.map(({ parameters }) => parameters),
      node.arguments.length - 1,
      node,
      state,
    );
  if (lower === "ifnull") return either(values[0] ?? unknown, values[1] ?? unknown);
  return returnedBy(entries, values[0] ?? unknown);
}

function unknownCall(path: string, node: CallNode | MethodNode, state: State, others?: Iterable<string>): Inferred {
  state.references.set(node, { kind: "unknown" });
  reportUnknownFunction(path, node, state, others);
  return unknown;
}

/** `x.f(a)`, or a function called by its path. The object is resolved already. */
export function resolveMethod(node: MethodNode, object: Inferred, state: State): Inferred {
  const values = readArguments(node.arguments, state);
  if (isNamespace(node.object, state)) return callPath(node, state);
  const name = node.name.text;
  const lower = name.toLowerCase();
  const entries = builtinsNamed(lower);
  if (!entries?.length) {
    if (name !== "" && freeFunctionNamed(lower)) {
      state.references.set(node, { kind: "unknown" });
      const { source } = state.report;
      const rest = node.arguments.length > 0 ? `, ${source.slice(node.arguments[0]?.start, node.end)}` : ")";
      const text = `${name}(${source.slice(node.object.start, node.object.end)}${rest}`;
      state.report.error(node.name, "unknown-function", `Not able to find '${name}' function of a value`, [
        replacing(`Change to ${name}(…)`, node, text),
      ]);
      return unknown;
    }
    return unknownCall(name, node, state);
  }
  state.references.set(node, { kind: "builtin", entries });
  const forms = entries.map(({ parameters }) => parameters);
  checkArity(forms, node.arguments.length, node, state);
  if (object.isCertain && object.type !== "void" && !isReachable(entries, object.type as Kind))
    state.report.warning(
      node.name,
      "wrong-receiver",
      `Not able to find '${name}' function for ${typeNames[object.type as Kind]}`,
    );
  if (object.isUndecided) decide(node, lower, state);
  if (lower === "ifnull") return either(object, values[0] ?? unknown);
  return returnedBy(entries, object.isUndecided ? unknown : object);
}

/** The first use of an empty brace makes it a map or a list (§3.1). */
function decide({ object, start }: MethodNode, name: string, state: State) {
  const reference = object.kind === "name" ? state.references.get(object) : undefined;
  const type = name.startsWith("put") ? "map" : name.startsWith("add") ? "list" : null;
  if (reference?.kind === "variable" && type) assign(state.scope, reference.variable, start, likely(type));
}

function callPath(node: MethodNode, state: State): Inferred {
  const words = [...(pathOf(node.object) ?? []), node.name.text];
  const path = words.join(".");
  const root = words[0]?.toLowerCase() ?? "";
  const own = state.own.get(path) ?? (root === "thisapp" ? state.own.get(words.slice(1).join(".")) : undefined);
  if (own) return callOwn(node, own, state);
  const stored = state.stored.get(path);
  if (stored) return callStored(node, stored, state);
  const free = freeFunctionNamed(path.toLowerCase());
  if (free) {
    state.references.set(node, { kind: "free", function: free });
    checkArity([free.parameters], node.arguments.length, node, state);
    return certain(free.returns);
  }
  if (node.name.text === "") return unknown;
  const isMisspelt = librarySpaces.has(words.slice(0, -1).join(".").toLowerCase()) && !state.context.hasTask?.(path);
  if (root === "zoho" && !isMisspelt) return callHost(node, path, state);
  if (isFunctionNamespace(root) && !state.context.functions) {
    state.references.set(node, { kind: "stored", path });
    return unknown;
  }
  return unknownCall(path, node, state, [...state.own.keys(), ...state.stored.keys()]);
}

/** `zoho.encryption` and the like: what is not found there is misspelt and no task of the host. */
const librarySpaces = new Set(
  freeFunctions.flatMap(({ path }) => (path.includes(".") ? [path.slice(0, path.lastIndexOf(".")).toLowerCase()] : [])),
);

function callHost(node: MethodNode, path: string, state: State): Inferred {
  state.references.set(node, { kind: "host-task", path });
  const { hasTask } = state.context;
  if (hasTask && !hasTask(path))
    state.report.warning(
      { start: node.object.start, end: node.name.end },
      "unknown-task",
      `Not able to find '${path}' function here: calling it is an error at run time`,
    );
  return unknown;
}

function callOwn(node: Called & (CallNode | MethodNode), scope: Scope, state: State): Inferred {
  state.references.set(node, { kind: "own", scope });
  if (node.arguments.length > scope.parameters.length) reportArity(node, state);
  return typeReturned(declaredType(scope.function?.returnType.text ?? ""));
}

function callStored(node: MethodNode, stored: StoredFunction, state: State): Inferred {
  state.references.set(node, { kind: "stored", path: stored.path, function: stored });
  if (stored.signature && node.arguments.length > stored.signature.parameters.length) reportArity(node, state);
  return typeReturned(stored.signature?.returnType);
}

/** Any function may also return nothing, so its type is likely only. */
const typeReturned = (type: DeclaredType | null | undefined): Inferred =>
  !type ? unknown : type === "void" ? certain("void") : likely(kindOfDeclared(type));
