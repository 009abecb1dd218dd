import type { AssignmentOperator, BinaryOperator, Expression, Script, Statement } from "../ast";
import { wildExpression, wildFunction, wildStatement } from "./exotic";
import * as node from "./nodes";
import { type Random, randomOf } from "./random";

export type ProgramKnobs = {
  /** Only what a simple reference evaluator can run: whole numbers, texts, lists, maps, conditions, loops, simple built-ins,
   * `info`, `throw` and `catch`. Unset: all of the grammar, meaning nothing. */
  isExecutable: boolean;
  /** Roughly the number of statements. */
  size: number;
};

type Type = "number" | "text" | "boolean" | "list" | "map";

type Scope = {
  random: Random;
  isWild: boolean;
  /** Statements that may still be made. */
  budget: number;
  loops: number;
  /** Variables surely assigned by now, each of one type for the whole program. */
  known: Map<string, Type>;
};

/** A random valid program; the same for the same seed. All spans are 0: print it to have a source. */
export function randomProgram(seed: number, { isExecutable, size }: ProgramKnobs): Script {
  const random = randomOf(seed);
  const scope: Scope = { random, isWild: !isExecutable, budget: size, loops: 0, known: new Map() };
  const body: Statement[] = [];
  while (scope.budget > 0) body.push(...statements(scope, 0));
  // What the program did to its variables, as one text.
  const names = [...scope.known.keys()];
  const state = names.reduce<Expression>(
    (text, name) => node.binaryNode(text, "+", node.binaryNode(node.textNode(` ${name}=`), "+", node.variable(name))),
    node.textNode("state"),
  );
  body.push(node.returnNode(state));
  const script = { start: 0, end: 0, functions: [], body, comments: [] };
  if (isExecutable || random.chance(0.7)) return script;
  return { ...script, functions: [wildFunction(random, body), wildFunction(random, [])], body: [] };
}

/** One statement, sometimes with the first assignment of its variable in front. */
function statements(scope: Scope, depth: number): Statement[] {
  const { random } = scope;
  scope.budget--;
  if (scope.isWild && random.chance(0.3)) return [wildStatement(random, () => expression(scope, anyType(random), 2))];
  const kind = random.below(depth < 3 ? 12 : 7);
  if (kind < 3) return [assignment(scope)];
  if (kind === 3) return [node.infoNode(expression(scope, anyType(random), 2))];
  if (kind < 6) return [mutation(scope)];
  if (kind === 6) return scope.loops > 0 && random.chance(0.5) ? [leaveLoop(scope)] : [assignment(scope)];
  if (kind < 9) return [condition(scope, depth)];
  if (kind < 11) return scope.loops < 2 ? [loop(scope, depth)] : [assignment(scope)];
  return [attempt(scope, depth)];
}

function inner(scope: Scope, depth: number): Statement[] {
  const made: Statement[] = [];
  // What is assigned in a branch may not be afterwards.
  const before = new Map(scope.known);
  for (let count = scope.random.below(3) + 1; count > 0; count--) made.push(...statements(scope, depth + 1));
  scope.known = before;
  return made;
}

const letters = { number: "n", text: "t", boolean: "b", list: "l", map: "m" } as const;
const anyType = (random: Random): Type => random.pick(["number", "text", "boolean", "list", "map"]);

function assignment(scope: Scope): Statement {
  const type = anyType(scope.random);
  const name = `${letters[type]}${scope.random.below(4)}`;
  const value = expression(scope, type, 3);
  scope.known.set(name, type);
  return node.assign(name, value);
}

function mutation(scope: Scope): Statement {
  const { random } = scope;
  const name = known(scope, random.pick(["list", "map", "number"]));
  if (!name) return assignment(scope);
  const variable = node.variable(name);
  // A list or map put into itself would have no end.
  const value = expression(scope, random.pick(["number", "text", "boolean"]), 2);
  switch (scope.known.get(name)) {
    case "list":
      return node.does(node.methodNode(variable, "add", value));
    case "map":
      return node.does(node.methodNode(variable, "put", expression(scope, "text", 1), value));
    default: {
      const operator = random.pick<AssignmentOperator>(["+=", "-="]);
      const amount = node.numberNode(random.below(50));
      return { start: 0, end: 0, kind: "assignment", target: variable, operator, value: amount };
    }
  }
}

function leaveLoop(scope: Scope): Statement {
  const leave: Statement = { start: 0, end: 0, kind: scope.random.pick(["break", "continue"]) };
  return node.ifNode(expression(scope, "boolean", 2), node.block([leave]));
}

function condition(scope: Scope, depth: number): Statement {
  const otherwise = scope.random.chance(0.5) ? node.block(inner(scope, depth)) : undefined;
  return node.ifNode(expression(scope, "boolean", 2), node.block(inner(scope, depth)), otherwise);
}

function loop(scope: Scope, depth: number): Statement {
  const { random } = scope;
  const isText = random.chance(0.5);
  const items = Array.from({ length: random.below(4) + 1 }, () => literal(random, isText ? "text" : "number"));
  const name = `${isText ? "s" : "i"}${scope.loops}`;
  const before = new Map(scope.known);
  scope.known.set(name, isText ? "text" : "number");
  scope.loops++;
  const body = node.block(inner(scope, depth));
  scope.loops--;
  scope.known = before;
  return node.forEach(name, node.listNode(items, random.pick(["{", "["])), body);
}

function attempt(scope: Scope, depth: number): Statement {
  const tried = inner(scope, depth);
  if (scope.random.chance(0.5)) tried.push(node.throwNode(expression(scope, "text", 1)));
  const handler = [node.infoNode(node.binaryNode(node.textNode("caught "), "+", node.variable("e")))];
  return node.tryNode(node.block(tried), "e", node.block([...handler, ...inner(scope, depth)]));
}

function known(scope: Scope, type: Type): string | undefined {
  const names = [...scope.known].filter(([, its]) => its === type).map(([name]) => name);
  return names[scope.random.below(names.length)];
}

/** An expression of a type, at most `depth` levels high. */
function expression(scope: Scope, type: Type, depth: number): Expression {
  const { random } = scope;
  if (scope.isWild && random.chance(0.15))
    return wildExpression(random, () => expression(scope, anyType(random), depth - 2));
  if (depth <= 0 || random.chance(0.2)) {
    const name = random.chance(0.6) ? known(scope, type) : undefined;
    return name ? node.variable(name) : literal(random, type);
  }
  const of = (wanted: Type) => expression(scope, wanted, depth - 1);
  if (random.chance(0.1)) return node.ifCall(of("boolean"), of(type), of(type));
  return composed(scope, type, of);
}

function composed({ random }: Scope, type: Type, of: (wanted: Type) => Expression): Expression {
  const one = random.below(6);
  switch (type) {
    case "number":
      if (one < 3) return node.binaryNode(of("number"), random.pick<BinaryOperator>(["+", "-"]), of("number"));
      if (one === 3) return node.binaryNode(of("number"), "%", node.numberNode(random.below(9) + 1));
      if (one === 4) return node.methodNode(of("text"), random.pick(["length", "len"]));
      return random.chance(0.5) ? node.methodNode(of("list"), "size") : node.unaryNode("-", of("number"));
    case "text":
      if (one < 2) return node.binaryNode(of("text"), "+", of(anyType(random)));
      if (one === 2) return node.binaryNode(of(anyType(random)), "+", of("text"));
      if (one === 3) return node.methodNode(of("text"), random.pick(["toUpperCase", "toLowerCase", "trim"]));
      return one === 4 ? node.methodNode(of("number"), "toString") : node.methodNode(of("text"), "concat", of("text"));
    case "boolean":
      if (one === 0) return node.binaryNode(of("boolean"), random.pick<BinaryOperator>(["&&", "||"]), of("boolean"));
      if (one === 1) return node.unaryNode("!", of("boolean"));
      if (one === 2) return node.methodNode(of("text"), random.pick(["contains", "startsWith"]), of("text"));
      if (one === 3) return node.methodNode(of("list"), "isEmpty");
      if (one === 4) return node.binaryNode(of("text"), random.pick<BinaryOperator>(["==", "!="]), of("text"));
      return node.binaryNode(
        of("number"),
        random.pick<BinaryOperator>(["<", ">", "<=", ">=", "==", "!="]),
        of("number"),
      );
    case "list":
      if (one === 0) return node.methodNode(of("map"), "keys");
      return node.listNode([of(anyType(random)), of(anyType(random))], random.pick(["{", "["]));
    case "map":
      return node.mapNode([
        [node.textNode("k1"), of(anyType(random))],
        [node.textNode(random.pick(["k2", "constructor", "a b"])), of(anyType(random))],
      ]);
  }
}

function literal(random: Random, type: Type): Expression {
  switch (type) {
    case "number":
      return node.numberNode(random.below(200));
    case "text":
      return node.textNode(
        random.pick(["", "a", "Hello", "x,y", "two words", "12", "line\nbreak", 'a "b" \\ c', "ümlaut 😀"]),
      );
    case "boolean":
      return node.booleanNode(random.chance(0.5));
    case "list":
      return node.listNode([node.numberNode(random.below(9)), node.textNode("z")], "[");
    case "map":
      return node.mapNode([[node.textNode("k"), node.numberNode(random.below(9))]]);
  }
}
