import type { Expression } from "../ast";
import { Decimal } from "../values/value";
import { emitCall, emitMethod } from "./emit-call";
import { emitCondition, emitLogical } from "./emit-condition";
import { emitConstruct, emitTask } from "./emit-construct";
import { emitOperator } from "./emit-operator";
import { constant, type Emitter, referenceOf, runtime, slot, temporary, unwritten } from "./emitter";
import { isPlain, type Operand, operand } from "./operand";
import { DateText } from "./runtime";

const isLogical = (node: Expression) => node.kind === "binary" && (node.operator === "&&" || node.operator === "||");

/** What a chain such as `a + b.f().g` continues, where it is evaluated first; null at the chain's first part. */
function before(node: Expression, emitter: Emitter): Expression | null {
  if (node.kind === "group") return node.value;
  if (node.kind === "binary") return isLogical(node) ? null : node.left;
  if (node.kind === "is-null") return node.operand;
  if (node.kind === "method") return referenceOf(emitter, node)?.kind === "builtin" ? node.object : null;
  if (node.kind === "member") return referenceOf(emitter, node)?.kind === "field" ? node.object : null;
  return null;
}

/**
 * Code of an expression. Chains are written one part after the other, `(t0=a,t0=f(t0),g(t0))`, so that thousands of
 * them nest no deeper than one.
 */
export function emitExpression(node: Expression, emitter: Emitter): string {
  const chain: Expression[] = [];
  let first = node;
  for (let left = before(first, emitter); left; left = before(first, emitter)) {
    if (first.kind !== "group") chain.push(first);
    first = left;
  }
  if (chain.length === 0) return emitFirst(first, emitter);
  const live = emitter.temporaries.live;
  const parts: string[] = [];
  let code = emitFirst(first, emitter);
  let holder: string | null = null;
  for (let link = chain.pop(); link; link = chain.pop()) {
    if (!isPlain(code)) {
      holder ??= temporary(emitter);
      parts.push(`${holder}=${code}`);
      code = holder;
    }
    const inLink = emitter.temporaries.live;
    code = emitLink(link, code, parts, emitter);
    emitter.temporaries.live = Math.max(inLink, holder ? Number(holder.slice(1)) + 1 : inLink);
  }
  emitter.temporaries.live = live;
  return parts.length === 0 ? code : `(${parts.join(",")},${code})`;
}

/** What a list, a map or any other value takes at most beside its elements, in units of the budget. */
const [containerWeight, valueWeight] = [40, 4];

const containers = new Set<Expression["kind"]>(["empty", "list", "map", "construct"]);

function emitLink(node: Expression, left: Operand, parts: string[], emitter: Emitter): string {
  emitter.weight += valueWeight;
  switch (node.kind) {
    case "binary":
      return emitOperator(node, left, operand(node.right, parts, emitter), emitter);
    case "is-null":
      return `${left}${node.isNegated ? "!==" : "==="}null`;
    case "method":
      return emitMethod(node, left, parts, emitter);
    case "member":
      return `${runtime(emitter, "field")}(r,${left},${constant(emitter, node.name.text)})`;
    default:
      return unwritten(node.kind);
  }
}

function emitFirst(node: Expression, emitter: Emitter): string {
  emitter.weight += containers.has(node.kind) ? containerWeight : valueWeight;
  switch (node.kind) {
    case "text":
      return constant(emitter, node.value);
    case "number":
      return typeof node.value === "number" ? String(node.value) : constant(emitter, node.value);
    case "decimal":
      return constant(emitter, new Decimal(node.value));
    case "date":
      return `${constant(emitter, new DateText(node.value))}.in(r)`;
    case "boolean":
    case "null":
      return node.kind === "null" ? "null" : String(node.value);
    case "empty":
      return `new ${runtime(emitter, "List")}([],null,true)`;
    case "list":
      return `new ${runtime(emitter, "List")}([${node.items.map((item) => emitExpression(item, emitter)).join(",")}])`;
    case "map": {
      const pairs = node.entries.flatMap(({ key, value }) => [key, value]).map(emitter.expression);
      return `${runtime(emitter, "mapOf")}([${pairs.join(",")}])`;
    }
    case "unary":
      return emitUnary(node, emitter);
    case "binary":
      return emitLogical(node, emitter);
    case "if-call": {
      const [then, otherwise] = [node.then, node.otherwise].map(emitter.expression);
      return `(${emitCondition(node.condition, emitter)}?${then}:${otherwise})`;
    }
    case "construct":
      return emitConstruct(node, emitter);
    case "task":
      return emitTask(node, emitter);
    case "call":
    case "method":
      return emitCall(node, emitter);
    case "name":
    case "member":
      return emitName(node, emitter);
    default:
      return unwritten(node.kind);
  }
}

function emitUnary(node: Extract<Expression, { kind: "unary" }>, emitter: Emitter): string {
  if (node.operator === "!") return `!(${emitCondition(node.operand, emitter)})`;
  if (node.operator === "+") return `${runtime(emitter, "plus")}(${emitExpression(node.operand, emitter)})`;
  const { operand: number } = node;
  if (number.kind === "number" && typeof number.value === "number" && number.value > 0) return `(-${number.value})`;
  return `${runtime(emitter, "negate")}(${emitExpression(number, emitter)},r)`;
}

/** A variable, or a value that the system or the host has under a path. */
function emitName(node: Extract<Expression, { kind: "name" | "member" }>, emitter: Emitter): string {
  const reference = referenceOf(emitter, node);
  switch (reference?.kind) {
    case "variable":
      return slot(reference.variable);
    case "system":
      return `${constant(emitter, reference.variable.read)}(r)`;
    case "host-variable":
      return `${runtime(emitter, "hostVariable")}(r,${constant(emitter, reference.path)})`;
    case "bare-word":
      return constant(emitter, reference.text);
    default:
      return unwritten(`${node.kind} ${reference?.kind}`);
  }
}
