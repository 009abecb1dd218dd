import type { Block, Expression, FunctionNode, Script, Statement } from "../ast";
import { builtinsNamed, freeFunctionNamed } from "../builtins/lookup";
import { Execution } from "../compile/execution";
import { field, setField } from "../compile/field";
import { each } from "../compile/iterate";
import { matchReceiver } from "../compile/receiver";
import { parseDateText } from "../dates/parse-date";
import type { Host } from "../host";
import { defaultLimits, defaultOptions, type Limits } from "../options";
import { type LineIndex, lineIndex } from "../syntax/line-index";
import { parse } from "../syntax/parse";
import { add, divide, multiply, negate, plus, remainder, subtract } from "../values/arithmetic";
import { isTrue } from "../values/convert";
import { compare, equal } from "../values/equal";
import { fail, LimitError, ScriptError } from "../values/errors";
import { putKey } from "../values/keys";
import { textOf } from "../values/text";
import { Caught, Decimal, KeyValue, kindOf, List, settled, typeNames, type Value } from "../values/value";

/** What a script came to, as far as two evaluators can be compared. */
export type Observed = { info: readonly string[]; statements: number } & (
  | { output: string }
  | { error: string; line: number; isLimit: boolean }
);

type Frame = { names: Map<string, Value>; depth: number; line: number };
type World = { run: Execution; lines: LineIndex; functions: readonly FunctionNode[]; left: number; limit: number };

/** How a statement ended. */
type Flow = { kind: "next" | "break" | "continue" } | { kind: "return"; value: Value };
const next: Flow = { kind: "next" };

/**
 * Walks the tree, statement by statement and name by name: slow, simple, and what the compiler is compared with. It shares
 * the values and the dispatch of built-ins with the compiler, nothing else, and knows no tasks.
 */
export function evaluate(source: string, host: Host, limits: Partial<Limits> = {}): Observed {
  const { script } = parse(source);
  const all = { ...defaultLimits, ...limits };
  const run = new Execution(host, defaultOptions, all);
  const world: World = {
    run,
    lines: lineIndex(source),
    functions: script.functions,
    left: all.statements,
    limit: all.statements,
  };
  const seen = () => ({ info: run.lines, statements: all.statements - world.left });
  try {
    const value = runFunction(script.functions[0] ?? null, script, [], 0, world);
    return { ...seen(), output: textOf(value, run) };
  } catch (error) {
    if (!(error instanceof ScriptError || error instanceof LimitError)) throw error;
    return { ...seen(), error: error.message, line: error.line, isLimit: error instanceof LimitError };
  }
}

function runFunction(node: FunctionNode | null, script: Script, given: Value[], depth: number, world: World): Value {
  if (depth > world.run.limits.calls) return world.run.tooDeep();
  const names = new Map(node?.parameters.map(({ name }, at) => [name.text, given[at] ?? null] as const));
  const frame: Frame = { names, depth, line: 0 };
  try {
    const flow = runStatements(node?.body.statements ?? script.body, frame, world);
    return flow.kind === "return" ? flow.value : null;
  } catch (error) {
    if ((error instanceof ScriptError || error instanceof LimitError) && error.line === 0) error.line = frame.line;
    throw error;
  }
}

function runStatements(statements: readonly Statement[], frame: Frame, world: World): Flow {
  for (const statement of statements) {
    const flow = runStatement(statement, frame, world);
    if (flow.kind !== "next") return flow;
  }
  return next;
}

const runBlock = (block: Block, frame: Frame, world: World) => runStatements(block.statements, frame, world);

function count(node: { start: number }, frame: Frame, world: World) {
  frame.line = world.lines.lineAt(node.start);
  if (world.left === 0)
    throw new LimitError("statements", `The limit of Statement has reached its maximum ${world.limit}`);
  world.left -= 1;
}

function runStatement(node: Statement, frame: Frame, world: World): Flow {
  if (node.kind === "block") return runBlock(node, frame, world);
  if (node.kind === "empty") return next;
  if (node.kind === "for-each") return runLoop(node, frame, world);
  count(node, frame, world);
  const value = (expression: Expression) => evaluateIn(expression, frame, world);
  switch (node.kind) {
    case "if": {
      for (const { condition, block } of node.branches) {
        if (condition !== node.branches[0]?.condition) frame.line = world.lines.lineAt(condition.start);
        if (isTrue(value(condition), world.run)) return runBlock(block, frame, world);
      }
      return node.otherwise ? runBlock(node.otherwise, frame, world) : next;
    }
    case "try":
      return runTry(node, frame, world);
    case "return":
      return { kind: "return", value: node.value ? value(node.value) : null };
    case "throw":
      return fail(textOf(value(node.value), world.run));
    case "break":
    case "continue":
      return { kind: node.kind };
    case "info":
      world.run.info(textOf(value(node.value), world.run));
      return next;
    case "expression":
      value(node.value);
      return next;
    case "assignment":
      assign(node, frame, world);
      return next;
    default:
      throw new Error(`The reference evaluator knows no ${node.kind}`);
  }
}

function runLoop(node: Extract<Statement, { kind: "for-each" }>, frame: Frame, world: World): Flow {
  frame.line = world.lines.lineAt(node.start);
  const items = each(world.run, evaluateIn(node.iterable, frame, world));
  for (let at = 0; at < items.length; at++) {
    count(node, frame, world);
    frame.names.set(node.variable.text, node.isIndex ? at : (items[at] ?? null));
    const flow = runBlock(node.body, frame, world);
    if (flow.kind === "break") break;
    if (flow.kind === "return") return flow;
  }
  return next;
}

function runTry(node: Extract<Statement, { kind: "try" }>, frame: Frame, world: World): Flow {
  try {
    return runBlock(node.block, frame, world);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    const name = node.error?.text;
    if (name === undefined) return runBlock(node.handler, frame, world);
    const outer = frame.names.get(name);
    frame.names.set(name, new Caught(error.message, error.line || frame.line));
    try {
      return runBlock(node.handler, frame, world);
    } finally {
      if (outer === undefined) frame.names.delete(name);
      else frame.names.set(name, outer);
    }
  }
}

function assign(node: Extract<Statement, { kind: "assignment" }>, frame: Frame, world: World) {
  const { target, operator } = node;
  const object = target.kind === "member" ? evaluateIn(target.object, frame, world) : null;
  const old = operator === "=" ? null : evaluateIn(target, frame, world);
  const right = evaluateIn(node.value, frame, world);
  const value = operator === "=" ? right : operate(operator.slice(0, 1), old, right, world);
  if (target.kind === "name") frame.names.set(target.text, value);
  else if (target.kind === "member") setField(world.run, object, target.name.text, value);
}

function operate(operator: string, a: Value, b: Value, { run }: World): Value {
  const arithmetic: Record<string, (a: Value, b: Value, run: Execution) => Value> = {
    ...{ "+": add, "-": subtract, "*": multiply, "/": divide, "%": remainder, "==": equal },
    "!=": (x, y) => !equal(x, y, run),
    "<": (x, y) => compare(x, y, run) < 0,
    ">": (x, y) => compare(x, y, run) > 0,
    "<=": (x, y) => compare(x, y, run) <= 0,
    ">=": (x, y) => compare(x, y, run) >= 0,
  };
  const compute = arithmetic[operator];
  if (!compute) throw new Error(`The reference evaluator knows no ${operator}`);
  return compute(a, b, run);
}

function evaluateIn(node: Expression, frame: Frame, world: World): Value {
  const { run } = world;
  const value = (part: Expression) => evaluateIn(part, frame, world);
  switch (node.kind) {
    case "text":
    case "number":
    case "boolean":
      return node.value;
    case "decimal":
      return new Decimal(node.value);
    case "date":
      return parseDateText(node.value, run.host.timeZone) ?? node.value;
    case "null":
      return null;
    case "empty":
      return new List([], null, true);
    case "list":
      return new List(node.items.map(value));
    case "map": {
      const map = new KeyValue();
      for (const entry of node.entries) putKey(map, value(entry.key), value(entry.value));
      return map;
    }
    case "group":
      return value(node.value);
    case "name":
      return frame.names.get(node.text) ?? null;
    case "if-call":
      return isTrue(value(node.condition), run) ? value(node.then) : value(node.otherwise);
    case "is-null":
      return (value(node.operand) === null) !== node.isNegated;
    case "unary":
      if (node.operator === "!") return !isTrue(value(node.operand), run);
      return node.operator === "-" ? negate(value(node.operand), run) : plus(value(node.operand));
    case "binary":
      if (node.operator === "&&") return isTrue(value(node.left), run) && isTrue(value(node.right), run);
      if (node.operator === "||") return isTrue(value(node.left), run) || isTrue(value(node.right), run);
      return operate(node.operator, value(node.left), value(node.right), world);
    case "member":
      return field(run, value(node.object), node.name.text);
    case "method":
      return callBuiltin(
        node.name.text,
        value(node.object),
        node.arguments.map((one) => value(one.value)),
        world,
      );
    case "call":
      return callNamed(
        node.name.text,
        node.arguments.map((one) => value(one.value)),
        frame,
        world,
      );
    default:
      throw new Error(`The reference evaluator knows no ${node.kind}`);
  }
}

const nullReceiver = (): never => fail("Function specified in criteria has returned null value");

function callNamed(name: string, given: Value[], frame: Frame, world: World): Value {
  const own = world.functions.find(({ path }) => path.map(({ text }) => text).join(".") === name);
  if (own)
    return runFunction(own, { start: 0, end: 0, functions: [], body: [], comments: [] }, given, frame.depth + 1, world);
  const free = freeFunctionNamed(name.toLowerCase());
  if (free) return free.call(world.run, ...given) as Value;
  return callBuiltin(name, given[0] ?? null, given.slice(1), world);
}

function callBuiltin(name: string, self: Value, given: Value[], { run }: World): Value {
  const entries = builtinsNamed(name.toLowerCase());
  const match = matchReceiver(entries, self, given, run);
  if (match) return match.entry.call(run, match.self, ...given) as Value;
  return self === null
    ? nullReceiver()
    : fail(`Not able to find '${name}' function for ${typeNames[kindOf(settled(self))]}`);
}
