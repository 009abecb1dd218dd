import type { Expression } from "../ast";
import { type Kind, typeNames } from "../values/value";
import type { OpenScope } from "./scopes";
import type { State } from "./state";

type BinaryNode = Extract<Expression, { kind: "binary" }>;

const ordered: ReadonlySet<string> = new Set(["<", ">", "<=", ">="]);
const numeric: ReadonlySet<Kind> = new Set(["number", "decimal"]);
const many: ReadonlySet<Kind> = new Set(["list", "map", "collection", "file"]);

/** Reports `<` between types that have no order, when both are certain once the whole function is read (§4.2, §11), and
 * `==` between types that are never equal. */
export function checkComparison(node: BinaryNode, state: State) {
  const isOrdered = ordered.has(node.operator);
  if (!isOrdered && node.operator !== "==" && node.operator !== "!=") return;
  const { scope } = state;
  state.later.push(() => {
    const left = certainKind(node.left, scope, state);
    const right = left && certainKind(node.right, scope, state);
    if (!left || !right) return;
    const message = `In Criteria left expression is of type ${typeNames[left]} and right expression is of type ${typeNames[right]} and the operator ${node.operator} is not valid`;
    if (isOrdered && !haveOrder(left, right)) state.report.error(node, "comparison-types", message);
    else if (!isOrdered && neverEqual(left, right)) state.report.warning(node, "comparison-types", message);
  });
}

/** TEXT may read as whatever it is compared with (§3.2). */
function haveOrder(a: Kind, b: Kind): boolean {
  if (many.has(a) || many.has(b)) return false;
  if (a === "boolean" || b === "boolean") return false;
  if (a === "null" || b === "null" || a === "text" || b === "text" || a === "error" || b === "error") return true;
  return a === b || (numeric.has(a) && numeric.has(b));
}

function neverEqual(a: Kind, b: Kind): boolean {
  const rank = (kind: Kind) => (many.has(kind) ? "many" : kind === "decimal" ? "number" : kind);
  const [left, right] = [rank(a), rank(b)];
  if (left === "many" || right === "many") return left !== right && !lenient.has(a) && !lenient.has(b);
  return left !== right && !lenient.has(a) && !lenient.has(b) && (left === "boolean" || right === "boolean");
}

const lenient: ReadonlySet<Kind> = new Set(["text", "null", "error"]);

/** The kind an expression surely has: a variable when every assignment of it gives the same. */
export function certainKind(node: Expression, scope: OpenScope, state: State): Kind | null {
  let at = node;
  while (at.kind === "group") at = at.value;
  const inferred = state.types.get(at);
  if (at.kind === "name" || at.kind === "member") {
    const reference = state.references.get(at);
    if (reference?.kind === "variable") {
      const all = scope.assigned.get(reference.variable) ?? [];
      const first = all[0]?.value;
      const isSure = first?.isCertain && all.every(({ value }) => value.type === first.type && value.isCertain);
      return isSure ? kindIn(first.type) : null;
    }
  }
  return inferred?.isCertain ? kindIn(inferred.type) : null;
}

const kindIn = (type: string): Kind | null => (type === "any" || type === "void" ? null : (type as Kind));
