import type { Position } from "./position";

/** What a name introduced by `for` stands for, and at which loop depth. */
export type LoopName = { slot: number; role: "value" | "key" | "loop" };

export type PathExpression = {
  kind: "path";
  /** Normalised steps; the first one is the loop variable when `local` is set. */
  steps: readonly string[];
  path: string;
  local?: LoopName;
  offset: number;
  length: number;
};

export type FilterExpression = {
  kind: "filter";
  name: string;
  input: Expression;
  args: readonly Expression[];
  offset: number;
};

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";

export type Expression =
  | { kind: "literal"; value: string | number | boolean | null }
  | PathExpression
  | { kind: "list"; items: readonly Expression[] }
  | { kind: "map"; entries: readonly (readonly [string, Expression])[] }
  | FilterExpression
  | { kind: "not"; operand: Expression }
  | { kind: "logic"; operator: "and" | "or"; operands: readonly Expression[] }
  | { kind: "compare"; operator: Comparison; left: Expression; right: Expression; offset: number };

export type TextNode = { kind: "text"; text: string };
export type OutputNode = { kind: "output"; expression: Expression; offset: number; length: number };
export type IfNode = {
  kind: "if";
  branches: readonly { condition: Expression; body: readonly Node[] }[];
  otherwise: readonly Node[];
  offset: number;
};
export type ForNode = {
  kind: "for";
  slot: number;
  source: Expression;
  body: readonly Node[];
  otherwise: readonly Node[];
  offset: number;
};
export type Node = TextNode | OutputNode | IfNode | ForNode;

/** One `{{ … }}`. `path` is normalised, and empty when a literal is shown; `text` is the source between the braces. */
export type Placeholder = Position & { path: string; text: string; length: number };

/** Every path read anywhere: shown, tested, looped over or given to a filter. */
export type Reference = Position & {
  path: string;
  steps: readonly string[];
  text: string;
  length: number;
  isLoopVariable: boolean;
};

/** The path an output shows, through its filters; undefined for literals. */
export function shownPath(expression: Expression): PathExpression | undefined {
  let current = expression;
  while (current.kind === "filter") current = current.input;
  return current.kind === "path" ? current : undefined;
}
