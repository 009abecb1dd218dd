import type { Argument, BinaryOperator, Expression, Name } from "../ast";
import type { Span } from "../diagnostic";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { parseArguments } from "./parse-arguments";
import { parsePrimary } from "./parse-primary";
import { parseTask, startsAttributes } from "./parse-task";
import { isName, isWord, startsExpression, Token } from "./token";

/** How strongly operators bind (spec/deluge.md §4.1); 0 is no operator. */
const powers = new Uint8Array(128);
const operators: (BinaryOperator | undefined)[] = [];
const tiers: readonly (readonly (readonly [number, BinaryOperator])[])[] = [
  [
    [Token.Or, "||"],
    [Token.OrWord, "||"],
  ],
  [
    [Token.And, "&&"],
    [Token.AndWord, "&&"],
  ],
  [
    [Token.Equal, "=="],
    [Token.NotEqual, "!="],
    [Token.Assign, "=="],
  ],
  [
    ...([
      [Token.Less, "<"],
      [Token.Greater, ">"],
      [Token.LessEqual, "<="],
      [Token.GreaterEqual, ">="],
    ] as const),
    ...([
      [Token.In, "in"],
      [Token.Contains, "contains"],
      [Token.Like, "like"],
      [Token.NotWord, "not in"],
    ] as const),
    ...([
      [Token.StartsWith, "startswith"],
      [Token.EndsWith, "endswith"],
      [Token.Is, "=="],
    ] as const),
  ],
  [
    [Token.Plus, "+"],
    [Token.Minus, "-"],
  ],
  [
    [Token.Star, "*"],
    [Token.Slash, "/"],
    [Token.Percent, "%"],
  ],
];
for (const [tier, kinds] of tiers.entries())
  for (const [kind, operator] of kinds) {
    powers[kind] = tier + 1;
    operators[kind] = operator;
  }

/** `expr` of §12. */
export function parseExpression(cursor: Cursor): Expression {
  const expression = parseBinary(cursor, 1);
  return cursor.kind === Token.Question ? parseChoice(cursor, expression) : expression;
}

/** `cond` of §12: a lone `=` compares. */
export function parseCondition(cursor: Cursor): Expression {
  const before = cursor.comparesByAssign;
  cursor.comparesByAssign = true;
  const condition = parseExpression(cursor);
  cursor.comparesByAssign = before;
  return condition;
}

function parseBinary(cursor: Cursor, least: number): Expression {
  let left = parseUnary(cursor);
  while (true) {
    const { kind } = cursor;
    const power = powers[kind] ?? 0;
    if (power < least || power === 0) return left;
    if (kind === Token.Assign && !cursor.comparesByAssign) return left;
    if (isWord(kind) && !isOperatorWord(cursor)) return left;
    left = kind === Token.Is ? parseIsNull(cursor, left) : parseRight(cursor, left, power);
  }
}

/** The words only mean something between operands (§2.4). */
function isOperatorWord(cursor: Cursor): boolean {
  if (cursor.kind === Token.NotWord) return cursor.ahead(1) === Token.In;
  return startsExpression(cursor.ahead(1));
}

function parseRight(cursor: Cursor, left: Expression, power: number): Expression {
  const operator = operators[cursor.kind] ?? "+";
  const start = cursor.start;
  const isAssign = cursor.kind === Token.Assign;
  if (cursor.kind === Token.NotWord) cursor.advance();
  const operatorSpan = { start, end: cursor.end };
  cursor.advance();
  if (isAssign) warnOfAssign(cursor, operatorSpan);
  const { height } = cursor;
  const right = parseBinary(cursor, power + 1);
  cursor.grow(Math.max(height, cursor.height) + 1);
  return { kind: "binary", start: left.start, end: cursor.previousEnd, operator, operatorSpan, left, right };
}

function warnOfAssign(cursor: Cursor, span: Span) {
  const fixes = [replacing("Write ==", span, "==")];
  cursor.warn("assignment-in-condition", "'=' compares here: write == to make that plain", span, fixes);
}

/** `x is null`, `x is not null`. */
function parseIsNull(cursor: Cursor, operand: Expression): Expression {
  cursor.advance();
  const isNegated = cursor.accept(Token.NotWord);
  if (!cursor.accept(Token.Null)) cursor.complain(isNegated ? "'null'" : "'null' or 'not null'");
  cursor.grow(cursor.height + 1);
  return { kind: "is-null", start: operand.start, end: cursor.previousEnd, operand, isNegated };
}

/** `a ? b : c` of other languages: reported, and read as what it means. */
function parseChoice(cursor: Cursor, condition: Expression): Expression {
  const question = { start: cursor.start, end: cursor.end };
  const wasLost = cursor.isLost;
  const { height } = cursor;
  if (!cursor.enter()) return condition;
  cursor.advance();
  cursor.isLost = true;
  const then = startsExpression(cursor.kind) ? parseExpression(cursor) : missing(cursor);
  const thenHeight = cursor.height;
  const colon = { start: cursor.start, end: cursor.end };
  const isWhole = cursor.accept(Token.Colon) && startsExpression(cursor.kind);
  const otherwise = isWhole ? parseExpression(cursor) : missing(cursor);
  cursor.leave();
  cursor.isLost = wasLost;
  const { start } = condition;
  const end = cursor.previousEnd;
  const edits = [
    { start, end: start, text: "if(" },
    { ...question, text: "," },
    { ...colon, text: "," },
    { start: end, end, text: ")" },
  ];
  const fixes = isWhole ? [{ title: "Write if(condition, value, other value)", edits }] : [];
  const message = "Unexpected token found '?': write if(condition, value, other value)";
  cursor.report("unexpected-token", message, question, fixes);
  cursor.isLost = !isWhole;
  cursor.grow(Math.max(height, thenHeight, cursor.height) + 1);
  return { kind: "if-call", start, end, condition, then, otherwise };
}

const missing = (cursor: Cursor): Expression => ({ kind: "error", start: cursor.previousEnd, end: cursor.previousEnd });

function parseUnary(cursor: Cursor): Expression {
  const { kind, start } = cursor;
  const operator = kind === Token.Not ? "!" : kind === Token.Minus ? "-" : kind === Token.Plus ? "+" : null;
  const isWordNot = kind === Token.NotWord && startsExpression(cursor.ahead(1)) && cursor.ahead(1) !== Token.In;
  if (!operator && !isWordNot) return parsePostfix(cursor);
  if (!cursor.enter()) return missing(cursor);
  cursor.advance();
  const operand = parseUnary(cursor);
  cursor.leave();
  cursor.grow(cursor.height + 1);
  return { kind: "unary", start, end: cursor.previousEnd, operator: operator ?? "!", operand };
}

/** `postfix` of §12: members, methods, criteria, and the block tasks called by a path. */
export function parsePostfix(cursor: Cursor): Expression {
  let object = parsePrimary(cursor);
  while (true) {
    if (cursor.kind === Token.Dot) object = parseMember(cursor, object);
    else if (cursor.kind === Token.OpenBracket && takesBracket(object)) object = parseBracket(cursor, object);
    else return object;
  }
}

function parseMember(cursor: Cursor, object: Expression): Expression {
  const { height } = cursor;
  cursor.advance();
  const name = memberName(cursor);
  const { start } = object;
  if (cursor.kind === Token.OpenParen && name.text !== "") {
    const given: readonly Argument[] = parseArguments(cursor, name.text);
    cursor.grow(Math.max(height, cursor.height) + 1);
    return { kind: "method", start, end: cursor.previousEnd, object, name, arguments: given };
  }
  cursor.grow(height + 1);
  return { kind: "member", start, end: cursor.previousEnd, object, name };
}

/** Any word behind a dot, but not the next line's statement. */
function memberName(cursor: Cursor): Name {
  if (isName(cursor.kind) || (isWord(cursor.kind) && !cursor.isOnNewLine)) return cursor.takeName();
  cursor.complain("a name");
  return { start: cursor.previousEnd, end: cursor.previousEnd, text: "" };
}

const takesBracket = ({ kind }: Expression) =>
  kind === "name" ||
  kind === "member" ||
  kind === "call" ||
  kind === "method" ||
  kind === "group" ||
  kind === "criteria";

/** `zoho.sdp.invokeurl [ url : … ]`, or `Form[criteria]` (§12, rule 2). */
function parseBracket(cursor: Cursor, object: Expression): Expression {
  const path = pathOf(object);
  if (path && startsAttributes(cursor, 1)) return parseTask(cursor, object.start, path);
  const { height } = cursor;
  if (!cursor.enter()) return object;
  cursor.advance();
  cursor.height = 0;
  const condition = cursor.kind === Token.CloseBracket ? undefined : cursor.rules.condition(cursor);
  const inner = cursor.height;
  if (condition && !cursor.isLost) parseRecordTail(cursor, condition);
  cursor.expectClosing(Token.CloseBracket);
  cursor.leave();
  cursor.grow(Math.max(height, inner) + 1);
  const span = { start: object.start, end: cursor.previousEnd };
  return condition ? { kind: "criteria", ...span, object, condition } : { kind: "criteria", ...span, object };
}

function pathOf(expression: Expression): Name[] | null {
  const names: Name[] = [];
  let part = expression;
  while (part.kind === "member") {
    names.push(part.name);
    part = part.object;
  }
  if (part.kind !== "name") return null;
  names.push({ start: part.start, end: part.end, text: part.text });
  return names.reverse();
}

/** `sort by F desc range from 1 to 10` behind records (§6.6): read, and marked as what only records have. */
export function parseRecordTail(cursor: Cursor, expression: Expression): Expression {
  let hasTail = false;
  while (true) {
    if (cursor.kind === Token.Sort && cursor.textAhead(1).toLowerCase() === "by") {
      cursor.advance();
      do {
        cursor.advance();
        cursor.rules.expression(cursor);
        if (/^(asc|desc)$/i.test(isName(cursor.kind) ? cursor.text() : "")) cursor.advance();
      } while (cursor.kind === Token.Comma);
    } else if (cursor.kind === Token.Range && cursor.textAhead(1).toLowerCase() === "from") {
      cursor.advance();
      cursor.advance();
      cursor.rules.expression(cursor);
      if (isName(cursor.kind) && cursor.text().toLowerCase() === "to") cursor.advance();
      else cursor.complain("'to'");
      cursor.rules.expression(cursor);
    } else if (hasTail && cursor.kind === Token.Dot) return tailCalls(cursor, expression);
    else return hasTail ? tailed(cursor, expression) : expression;
    hasTail = true;
  }
}

const tailed = (cursor: Cursor, object: Expression): Expression => ({
  ...{ kind: "criteria", start: object.start, end: cursor.previousEnd, object },
});

function tailCalls(cursor: Cursor, records: Expression): Expression {
  let object = tailed(cursor, records);
  while (cursor.kind === Token.Dot) object = parseMember(cursor, object);
  return object;
}
