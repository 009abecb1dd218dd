import type { Assignment, AssignmentOperator, BinaryOperator, Block, Expression, ForEach, Statement } from "../ast";
import { emitCondition } from "./emit-condition";
import { emitOperator } from "./emit-operator";
import { constant, type Emitter, runtime, slot, unwritten, variableOf } from "./emitter";
import { operand } from "./operand";

const count = "if(--r.fuel<0)r.refuel();";

/** Where the next error is, and one statement less (spec/deluge.md §10, §11). */
function begin(start: number, emitter: Emitter): string {
  const line = emitter.lines.lineAt(start);
  const step = emitter.isTraced ? `r.trace.step(${line},${constant(emitter, emitter.scope.path)},d);` : "";
  return `line=${line};${count}${step}`;
}

/** For the trace: a variable has a new value. */
function changed(name: string, code: string, emitter: Emitter): string {
  return emitter.isTraced ? `r.trace.change(${constant(emitter, name)},${code},r);` : "";
}

export const emitStatements = (statements: readonly Statement[], emitter: Emitter): string =>
  statements.map((statement) => emitStatement(statement, emitter)).join("\n");

const emitBlock = ({ statements }: Block, emitter: Emitter) => `{${emitStatements(statements, emitter)}}`;

/** What a statement may make unasked: a longer literal is charged like everything else that makes much (§10). */
const lightest = 1_000;

/** Code that charges for what the expressions written by `emit` make, and their code. */
function weighed(emitter: Emitter, emit: () => string): [charge: string, code: string] {
  const before = emitter.weight;
  const code = emit();
  const weight = emitter.weight - before;
  return [weight > lightest ? `r.spend(${weight});` : "", code];
}

/** A simple statement: `wrap` has the code of its expression. */
function emitSimple(
  node: Statement & { value?: Expression },
  emitter: Emitter,
  wrap: (code: string) => string,
): string {
  const begun = begin(node.start, emitter);
  const [charge, code] = weighed(emitter, () => (node.value ? emitter.expression(node.value) : "null"));
  return `${begun}${charge}${wrap(code)}`;
}

/** Every statement counts one; blocks and empty ones nothing, loops one for each check (§10). */
function emitStatement(node: Statement, emitter: Emitter): string {
  switch (node.kind) {
    case "block":
      return emitBlock(node, emitter);
    case "empty":
      return "";
    case "if":
      return emitIf(node, emitter);
    case "for-each":
      return emitForEach(node, emitter);
    case "try":
      return emitTry(node, emitter);
    case "return":
      return emitSimple(node, emitter, (code) => `return ${code};`);
    case "throw":
      return emitSimple(node, emitter, (code) => `${runtime(emitter, "raise")}(r,${code});`);
    case "break":
    case "continue":
      return `${begin(node.start, emitter)}${node.kind};`;
    case "info":
      return emitSimple(node, emitter, (code) => `${runtime(emitter, "inform")}(r,${code});`);
    case "assignment":
      return emitAssignment(node, emitter);
    case "expression":
      return emitSimple(node, emitter, (code) => `${code};${receiverChanged(node.value, emitter)}`);
    default:
      return unwritten(node.kind);
  }
}

function emitIf(node: Extract<Statement, { kind: "if" }>, emitter: Emitter): string {
  let charges = "";
  const branches = node.branches.map(({ condition, block }, index) => {
    const [charge, test] = weighed(emitter, () => emitCondition(condition, emitter));
    charges += charge;
    // Each condition is to blame on its own line.
    const placed = index === 0 ? test : `(line=${emitter.lines.lineAt(condition.start)},${test})`;
    return `if(${placed})${emitBlock(block, emitter)}`;
  });
  const otherwise = node.otherwise ? `else${emitBlock(node.otherwise, emitter)}` : "";
  return `${begin(node.start, emitter)}${charges}${branches.join("else ")}${otherwise}`;
}

/** Goes through a snapshot; the check before each round counts one (§6.4, §10). */
function emitForEach(node: ForEach, emitter: Emitter): string {
  const variable = emitter.resolution.bindings.get(node.variable);
  if (!variable) return unwritten("a loop without its variable");
  const [list, index] = [`a${emitter.loops}`, `i${emitter.loops}`];
  emitter.loops += 1;
  const line = `line=${emitter.lines.lineAt(node.start)};`;
  const [charge, iterable] = weighed(emitter, () => emitter.expression(node.iterable));
  const [name, value, length] = node.isIndex
    ? (["indexes", index, list] as const)
    : (["each", `${list}[${index}]`, `${list}.length`] as const);
  const round = `${begin(node.start, emitter)}${slot(variable)}=${value};${changed(variable.name, slot(variable), emitter)}`;
  const head = `const ${list}=${runtime(emitter, name)}(r,${iterable});`;
  return `${line}${charge}${head}for(let ${index}=0;${index}<${length};${index}++){${round}${emitStatements(node.body.statements, emitter)}}`;
}

function emitTry(node: Extract<Statement, { kind: "try" }>, emitter: Emitter): string {
  const variable = node.error && emitter.resolution.bindings.get(node.error);
  const error = `${runtime(emitter, "caught")}(x,line)`;
  const bound = variable
    ? `${slot(variable)}=${error};${changed(variable.name, slot(variable), emitter)}`
    : `${error};`;
  const handler = emitStatements(node.handler.statements, emitter);
  return `${begin(node.start, emitter)}try${emitBlock(node.block, emitter)}catch(x){${bound}${handler}}`;
}

const operators: Record<Exclude<AssignmentOperator, "=">, BinaryOperator> = {
  ...{ "+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%" },
};

/** `x += e` is `x = x + e` (§4.2). */
function assigned({ target, operator, value, ...span }: Assignment): Expression {
  if (operator === "=") return value;
  const { start, end } = span;
  const operatorSpan = { start: target.end, end: value.start };
  return { kind: "binary", operator: operators[operator], operatorSpan, left: target, right: value, start, end };
}

function emitAssignment(node: Assignment, emitter: Emitter): string {
  const { target } = node;
  const begun = begin(node.start, emitter);
  const variable = variableOf(emitter, target);
  if (variable) {
    const [charge, code] = weighed(emitter, () => emitter.expression(assigned(node)));
    return `${begun}${charge}${slot(variable)}=${code};${changed(variable.name, slot(variable), emitter)}`;
  }
  if (target.kind !== "member") return unwritten("an assignment to no variable");
  const [charge, code] = weighed(emitter, () => emitFieldAssignment(node, target, emitter));
  return `${begun}${charge}${code};${receiverChanged(target, emitter)}`;
}

/** `record.Field = value`, the record evaluated once. */
function emitFieldAssignment(
  node: Assignment,
  target: Extract<Expression, { kind: "member" }>,
  emitter: Emitter,
): string {
  const name = constant(emitter, target.name.text);
  const parts: string[] = [];
  const live = emitter.temporaries.live;
  const object = operand(target.object, parts, emitter);
  let value: string;
  if (node.operator === "=") value = emitter.expression(node.value);
  else {
    const old = emitter.temporaries.live;
    const left = `t${old}`;
    emitter.temporaries.live += 1;
    emitter.temporaries.most = Math.max(emitter.temporaries.most, emitter.temporaries.live);
    parts.push(`${left}=${runtime(emitter, "field")}(r,${object},${name})`);
    const right = operand(node.value, parts, emitter);
    const binary = assigned(node);
    value = binary.kind === "binary" ? emitOperator(binary, left, right, emitter) : unwritten("an assignment");
  }
  emitter.temporaries.live = live;
  parts.push(`${runtime(emitter, "setField")}(r,${object},${name},${value})`);
  return parts.join(",");
}

/** For the trace: `m.put(k, v)` changes what m holds. */
function receiverChanged(node: Expression, emitter: Emitter): string {
  if (!emitter.isTraced) return "";
  let at = node;
  while (at.kind === "method" || at.kind === "member" || at.kind === "group") {
    const variable = variableOf(emitter, at);
    if (variable) break;
    at = at.kind === "group" ? at.value : at.object;
  }
  const variable = variableOf(emitter, at);
  return variable ? changed(variable.name, slot(variable), emitter) : "";
}
