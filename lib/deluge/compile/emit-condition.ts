import type { Expression } from "../ast";
import { type Emitter, runtime, temporary } from "./emitter";

type Binary = Extract<Expression, { kind: "binary" }>;

const comparing = new Set<string>(["==", "!=", "<", ">", "<=", ">=", "in", "not in", "like"]);

function inner(node: Expression): Expression {
  let at = node;
  while (at.kind === "group") at = at.value;
  return at;
}

/** Whether the code's value is true or false for certain. */
function isBoolean(node: Expression): boolean {
  if (node.kind === "boolean" || node.kind === "is-null") return true;
  if (node.kind === "unary") return node.operator === "!";
  return node.kind === "binary" && (comparing.has(node.operator) || node.operator === "&&" || node.operator === "||");
}

/** Code that is true or false: a condition, or a part of one (spec/deluge.md §3.2). */
export function emitCondition(node: Expression, emitter: Emitter): string {
  const condition = inner(node);
  const code = emitter.expression(condition);
  if (isBoolean(condition)) return code;
  const held = emitter.temporaries.live;
  const name = temporary(emitter);
  emitter.temporaries.live = held;
  return `((${name}=${code})===true||${name}!==false&&${runtime(emitter, "isTrue")}(${name},r))`;
}

/** `a && b && …` and `a || b || …`, evaluated only as far as needed (§4.2). */
export function emitLogical(node: Binary, emitter: Emitter): string {
  const terms: Expression[] = [];
  let at: Expression = node;
  while (at.kind === "binary" && at.operator === node.operator) {
    terms.push(at.right);
    at = inner(at.left);
  }
  terms.push(at);
  const codes = terms.reverse().map((term) => `(${emitCondition(term, emitter)})`);
  return `(${codes.join(node.operator)})`;
}
