import type { Comparison, Expression, FilterExpression } from "./ast";
import { type Cursor, deeper, expect, fail, isSymbol, peek, take, takeWord } from "./cursor";
import { TemplateError } from "./errors";
import { filterNames, findFilter } from "./filters";
import { parsePath } from "./parse-path";
import { didYouMean } from "./suggest";

const constants = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["none", null],
]);
const comparisons = new Set<string>(["==", "!=", "<", "<=", ">", ">="]);
const mostFilters = 50;

function readItems<T>(cursor: Cursor, close: string, read: () => T): T[] {
  const items: T[] = [];
  while (!take(cursor, close)) {
    if (items.length > 0) expect(cursor, ",", `between two values, or a ${close} after the last`);
    items.push(read());
  }
  return items;
}

function parsePrimary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (!token) fail(cursor, "A field or a value is missing here, such as ticket.id");
  const { parsing } = cursor;
  if (token.kind === "symbol") {
    const inner = (read: () => Expression) => deeper(parsing, token.offset, read);
    if (take(cursor, "(")) {
      const expression = inner(() => parseAny(cursor));
      expect(cursor, ")", "to close the one opened before");
      return expression;
    }
    if (take(cursor, "["))
      return inner(() => ({ kind: "list", items: readItems(cursor, "]", () => parseAny(cursor)) }));
    if (take(cursor, "{"))
      return inner(() => ({ kind: "map", entries: readItems(cursor, "}", () => readEntry(cursor)) }));
    fail(cursor, `A field or a value should stand here instead of ${token.text}`);
  }
  const following = cursor.tokens[cursor.next + 1];
  const isAlone = !following || (following.kind === "symbol" && following.text !== "." && following.text !== "[");
  if (token.kind === "string" || (token.kind === "number" && (isAlone || token.text.startsWith("-")))) {
    cursor.next += 1;
    return { kind: "literal", value: token.kind === "string" ? token.text : Number(token.text) };
  }
  const constant = constants.get(token.text);
  const isOperatorNext = cursor.inCondition && following?.kind === "word" && /^(?:and|or|in|not)$/.test(following.text);
  if (constant !== undefined && (isAlone || isOperatorNext)) {
    cursor.next += 1;
    return { kind: "literal", value: constant };
  }
  if (token.kind === "number" && isOperatorNext) {
    cursor.next += 1;
    return { kind: "literal", value: Number(token.text) };
  }
  return parsePath(cursor);
}

function readEntry(cursor: Cursor): [string, Expression] {
  const key = peek(cursor);
  if (key?.kind !== "string") fail(cursor, 'A pair starts with a quoted text, as in {"old": "new"}');
  cursor.next += 1;
  expect(cursor, ":", "between the two texts of a pair");
  return [key.text, parseAny(cursor)];
}

function parseFilter(cursor: Cursor, input: Expression): FilterExpression {
  const token = peek(cursor);
  if (token?.kind !== "word") fail(cursor, "The name of a filter is missing after |");
  const filter = findFilter(token.text);
  if (!filter)
    fail(cursor, `There is no filter called ${token.text}${didYouMean(token.text.toLowerCase(), filterNames)}`);
  cursor.next += 1;
  if (isSymbol(peek(cursor), ":")) fail(cursor, `Values for a filter go in parentheses: ${token.text}(…)`);
  const args = take(cursor, "(")
    ? deeper(cursor.parsing, token.offset, () => readItems(cursor, ")", () => parseAny(cursor)))
    : [];
  const least = filter.args.filter((arg) => !arg.isOptional).length;
  const problem =
    args.length < least || args.length > filter.args.length
      ? `The filter ${token.text} takes ${describeArgs(filter.args)}`
      : filter.check?.(args.map((arg) => (arg.kind === "literal" ? arg.value : undefined)));
  if (problem) throw new TemplateError(problem, cursor.parsing.source, token.offset, token.end - token.offset);
  return { kind: "filter", name: token.text, input, args, offset: token.offset };
}

function describeArgs(args: readonly { name: string; isOptional?: boolean }[]): string {
  if (args.length === 0) return "nothing in parentheses";
  return `(${args.map((arg) => (arg.isOptional ? `${arg.name}?` : arg.name)).join(", ")})`;
}

/** A value with its filters: what may stand in `{{ }}` and behind `in` of a `for`. */
export function parseFiltered(cursor: Cursor): Expression {
  let expression = parsePrimary(cursor);
  for (let filters = 0; take(cursor, "|"); filters++) {
    if (filters >= mostFilters) fail(cursor, `A placeholder takes at most ${mostFilters} filters`);
    expression = parseFilter(cursor, expression);
  }
  return expression;
}

function parseComparison(cursor: Cursor): Expression {
  const left = parseFiltered(cursor);
  const token = peek(cursor);
  const offset = token?.offset ?? cursor.end;
  let operator: Comparison | undefined;
  if (token?.kind === "symbol" && comparisons.has(token.text)) {
    cursor.next += 1;
    operator = token.text as Comparison;
  } else if (takeWord(cursor, "in")) operator = "in";
  else if (takeWord(cursor, "not")) {
    if (!takeWord(cursor, "in")) fail(cursor, "After not comes in here, as in: status not in [1, 2]");
    operator = "not in";
  }
  return operator ? { kind: "compare", operator, left, right: parseFiltered(cursor), offset } : left;
}

function parseNot(cursor: Cursor): Expression {
  const offset = peek(cursor)?.offset ?? cursor.end;
  if (!takeWord(cursor, "not")) return parseComparison(cursor);
  return { kind: "not", operand: deeper(cursor.parsing, offset, () => parseNot(cursor)) };
}

function parseLogic(cursor: Cursor, operator: "and" | "or", parseOperand: (cursor: Cursor) => Expression): Expression {
  const first = parseOperand(cursor);
  const operands = [first];
  while (takeWord(cursor, operator)) operands.push(parseOperand(cursor));
  return operands.length > 1 ? { kind: "logic", operator, operands } : first;
}

/** A condition: comparisons joined with and, or, not. */
export const parseCondition = (cursor: Cursor): Expression =>
  parseLogic(cursor, "or", (at) => parseLogic(at, "and", parseNot));

const parseAny = (cursor: Cursor): Expression => (cursor.inCondition ? parseCondition(cursor) : parseFiltered(cursor));
