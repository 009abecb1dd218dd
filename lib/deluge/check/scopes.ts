import type { Expression, FunctionNode, Name, Script } from "../ast";
import type { TypeName } from "../builtins/builtin";
import type { Span } from "../diagnostic";
import type { Signature } from "../run";
import { certain, type Inferred, kindOfDeclared, kindOfParameter, unknown } from "./inferred";
import type { Scope, Variable } from "./resolution";

/** A type a variable has from an offset on. */
export type Assigned = { at: number; value: Inferred /** What was assigned. */; node?: Expression };

/** A scope while it is being filled. */
export type OpenScope = Scope & {
  parameters: Variable[];
  variables: Variable[];
  byName: Map<string, Variable>;
  /** Caught errors of the `catch` blocks around the current place, innermost last. */
  caught: Variable[];
  assigned: Map<Variable, Assigned[]>;
};

/** Finds a variable assigned before the current place. */
export function findVariable(scope: OpenScope, name: string): Variable | undefined {
  for (let at = scope.caught.length - 1; at >= 0; at--) {
    const caught = scope.caught[at];
    if (caught?.name === name) return caught;
  }
  return scope.byName.get(name);
}

/** A new variable of the scope; a caught error is not found by name until it is pushed to `caught`. */
export function addVariable(scope: OpenScope, name: string, role: Variable["role"], span: Span): Variable {
  const definition = { start: span.start, end: span.end };
  const variable: Variable = { name, role, slot: scope.variables.length, definition, reads: [], writes: [] };
  scope.variables.push(variable);
  if (role !== "error") scope.byName.set(name, variable);
  return variable;
}

export function assign(scope: OpenScope, variable: Variable, at: number, value: Inferred, node?: Expression) {
  const known = scope.assigned.get(variable);
  if (known) known.push({ at, value, node });
  else scope.assigned.set(variable, [{ at, value, node }]);
}

/** What the variable holds at the end of what was read so far: likely, as branches may differ. */
export function lastAssigned(scope: OpenScope, variable: Variable): Inferred | undefined {
  return scope.assigned.get(variable)?.at(-1)?.value;
}

const open = (node: FunctionNode | null, path: string): OpenScope => ({
  ...{ function: node, path, parameters: [], variables: [] },
  ...{ byName: new Map(), caught: [], assigned: new Map() },
});

const declaredAs = (type: TypeName) => (type === "any" || type === "void" ? unknown : certain(type));

function bodyScope(signature: Signature | undefined): OpenScope {
  const scope = open(null, "");
  for (const { name, type } of signature?.parameters ?? []) {
    const variable = addVariable(scope, name, "parameter", { start: 0, end: 0 });
    scope.parameters.push(variable);
    assign(scope, variable, 0, declaredAs(kindOfDeclared(type)));
  }
  return scope;
}

function functionScope(node: FunctionNode, bindings: Map<Name, Variable>): OpenScope {
  const scope = open(node, node.path.map(({ text }) => text).join("."));
  for (const { name, type } of node.parameters) {
    const variable = addVariable(scope, name.text, "parameter", name);
    variable.writes.push(variable.definition);
    scope.parameters.push(variable);
    bindings.set(name, variable);
    assign(scope, variable, name.start, declaredAs(kindOfParameter(type)));
  }
  return scope;
}

/** Scopes with their parameters: each function, or the bare body with the parameters of its form (§6.1). */
export function openScopes(
  { functions }: Script,
  signature: Signature | undefined,
  bindings: Map<Name, Variable>,
): [OpenScope, ...OpenScope[]] {
  const [first, ...others] = functions;
  if (!first) return [bodyScope(signature)];
  return [functionScope(first, bindings), ...others.map((node) => functionScope(node, bindings))];
}
