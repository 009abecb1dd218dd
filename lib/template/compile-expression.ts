import type { Expression, FilterExpression, PathExpression } from "./ast";
import { comparisons } from "./compare";
import type { Mode } from "./escape";
import { findFilter } from "./filters";
import { escapeFilter } from "./filters-encoding";
import { charge, checkLength } from "./limits";
import { formatPath } from "./path";
import type { Evaluate, Frame, RenderState } from "./program";
import { memberOf } from "./scope";
import { isTrue } from "./value";

const loopFields: Record<string, (frame: Frame) => unknown> = {
  index: (frame) => frame.index + 1,
  index0: (frame) => frame.index,
  first: (frame) => frame.index === 0,
  last: (frame) => frame.index === frame.length - 1,
  length: (frame) => frame.length,
};

export const loopFieldNames: readonly string[] = Object.keys(loopFields);

function compileLocal(node: PathExpression): Evaluate {
  const { slot = 0, role = "value" } = node.local ?? {};
  const rest = node.steps.slice(1);
  if (role === "loop") {
    const name = rest.length === 1 ? (rest[0] ?? "") : "";
    const field = Object.hasOwn(loopFields, name) ? loopFields[name] : undefined;
    return (state) => field?.(state.frames[slot] as Frame);
  }
  return (state) => {
    let current: unknown = state.frames[slot]?.[role];
    for (const step of rest) current = memberOf(current, step, state);
    return current;
  };
}

function compilePath(node: PathExpression): Evaluate {
  const { steps, path } = node;
  const read: Evaluate = node.local ? compileLocal(node) : (state) => state.scope.get(steps);
  return (state) => {
    const value = read(state);
    if (value === undefined) state.onUnknown?.(path);
    // A scope of another make may hand out anything.
    return typeof value === "function" || typeof value === "symbol" ? undefined : value;
  };
}

function compileFilter(node: FilterExpression): Evaluate {
  const filter = findFilter(node.name);
  const input = compileExpression(node.input);
  const args = node.args.map(compileExpression);
  const { offset } = node;
  return (state) => {
    const value = input(state);
    const values = args.map((arg) => arg(state));
    state.at = offset;
    const result = filter?.call(value, values, state);
    if (typeof result === "string") checkLength(state, result.length);
    return result;
  };
}

export function compileExpression(node: Expression): Evaluate {
  switch (node.kind) {
    case "literal":
      return () => node.value;
    case "path":
      return compilePath(node);
    case "filter":
      return compileFilter(node);
    case "list": {
      const items = node.items.map(compileExpression);
      return (state) => items.map((item) => item(state));
    }
    case "map": {
      const entries = node.entries.map(([key, value]) => [key, compileExpression(value)] as const);
      return (state) => Object.fromEntries(entries.map(([key, value]) => [key, value(state)]));
    }
    case "not": {
      const operand = compileExpression(node.operand);
      return (state) => !isTrue(operand(state));
    }
    case "logic": {
      const operands = node.operands.map(compileExpression);
      if (node.operator === "and") return (state) => operands.every((operand) => isTrue(operand(state)));
      return (state) => operands.some((operand) => isTrue(operand(state)));
    }
    case "compare": {
      const left = compileExpression(node.left);
      const right = compileExpression(node.right);
      const test = comparisons[node.operator];
      return (state) => {
        const a = left(state);
        const b = right(state);
        state.at = node.offset;
        charge(state, 1);
        return test(a, b, state);
      };
    }
  }
}

/** The value a placeholder shows in `mode`, and whether its last filter already made it fit for that place. */
export function compileShown(
  expression: Expression,
  mode: Mode,
): { evaluate: Evaluate; isFinal: boolean; isRaw: boolean } {
  if (expression.kind !== "filter") return { evaluate: compileExpression(expression), isFinal: false, isRaw: false };
  const filter = findFilter(expression.name);
  const [first] = expression.args;
  const isFinal = filter?.finalIn?.(first?.kind === "literal" ? first.value : undefined).includes(mode) ?? false;
  const isRaw = expression.name === "raw";
  if (!filter?.isMarkup || !isFinal) return { evaluate: compileExpression(expression), isFinal, isRaw };
  const inner = compileShown(expression.input, mode);
  const evaluate: Evaluate = (state) => {
    const value = inner.evaluate(state);
    state.at = expression.offset;
    return filter.call(inner.isFinal ? value : escapeFilter.call(value, [], state), [], state);
  };
  return { evaluate, isFinal, isRaw };
}

/** Where the shown value came from, loop variables replaced by the list and row they stand for. */
export function tracePath(node: PathExpression | undefined, state: RenderState): string {
  if (!node) return "";
  if (node.local?.role !== "value") return node.path;
  const origin = state.frames[node.local.slot]?.path ?? "";
  if (origin === "") return node.path;
  const rest = formatPath(["", ...node.steps.slice(1)]).replace(/^\[""\]/, "");
  return origin + rest;
}
