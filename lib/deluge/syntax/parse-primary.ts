import type { Argument, Expression } from "../ast";
import { isDateText } from "../dates/parse-date";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { integerValue, isJustBeyond, textValue } from "./literal";
import { parseArguments } from "./parse-arguments";
import { parseTask } from "./parse-task";
import { elementTypes, isName, Token } from "./token";

/** `primary` of spec/deluge.md §12. Where none begins: an error node, nothing taken. */
export function parsePrimary(cursor: Cursor): Expression {
  cursor.height = 0;
  const { kind, start, end } = cursor;
  switch (kind) {
    case Token.Identifier:
      return parseName(cursor);
    case Token.Text:
    case Token.Quoted:
      return parseText(cursor);
    case Token.Integer:
      return parseInteger(cursor);
    case Token.Decimal:
      return parseDecimal(cursor);
    case Token.True:
    case Token.False:
      cursor.advance();
      return { kind: "boolean", start, end, value: kind === Token.True };
    case Token.Null:
      cursor.advance();
      return { kind: "null", start, end };
    case Token.OpenParen:
      return parseGroup(cursor);
    case Token.OpenBrace:
      return parseBraces(cursor);
    case Token.OpenBracket:
      return parseBrackets(cursor);
    case Token.If:
      return parseIfCall(cursor);
    case Token.UrlTask:
      if (cursor.ahead(1) === Token.OpenBracket) return parseTask(cursor, start, [cursor.takeName()]);
      return parseName(cursor);
    case Token.List:
    case Token.Map:
    case Token.Collection:
      return parseConstruct(cursor, kind);
  }
  if (isName(kind)) return parseName(cursor);
  return reject(cursor);
}

function reject(cursor: Cursor): Expression {
  const doubled = doubledSign(cursor);
  if (doubled) {
    const name = cursor.textAhead(-3);
    const instead = `${name} = ${name} ${doubled.charAt(0)} 1`;
    const message = `Unexpected token found '${doubled}': write ${instead}`;
    const end = cursor.previousEnd;
    const canMend = isName(cursor.ahead(-3)) && !isName(cursor.ahead(-4)) && cursor.ahead(-4) !== Token.Dot;
    const whole = { start: end - 2 - name.length, end };
    const isNext = cursor.source.slice(whole.start, end) === name + doubled;
    const fixes = canMend && isNext ? [replacing(`Write ${instead}`, whole, instead)] : [];
    cursor.report("unexpected-token", message, { start: end - 2, end }, fixes);
  } else cursor.complain();
  return { kind: "error", start: cursor.previousEnd, end: cursor.previousEnd };
}

/** Whether `++` or `--` stands right before, as it does in `i++;`. */
function doubledSign(cursor: Cursor): string | null {
  const sign = cursor.ahead(-1);
  if (cursor.at < 2 || sign !== cursor.ahead(-2) || (sign !== Token.Plus && sign !== Token.Minus)) return null;
  const text = cursor.source.slice(cursor.previousEnd - 2, cursor.previousEnd);
  return text === "++" || text === "--" ? text : null;
}

function parseName(cursor: Cursor): Expression {
  const name = cursor.takeName();
  const { start } = name;
  if (cursor.kind !== Token.OpenParen) return { kind: "name", start, end: name.end, text: name.text };
  const given: readonly Argument[] = parseArguments(cursor, name.text);
  cursor.grow(cursor.height + 1);
  return { kind: "call", start, end: cursor.previousEnd, name, arguments: given };
}

/** `Map()`, `List({1})`, `List:String()`, `Collection("k" : v)` (§3.1); else an ordinary name. */
function parseConstruct(cursor: Cursor, kind: number): Expression {
  const { start } = cursor;
  const type = kind === Token.List ? "list" : kind === Token.Map ? "map" : "collection";
  const hasElement =
    cursor.ahead(1) === Token.Colon &&
    cursor.ahead(3) === Token.OpenParen &&
    isName(cursor.ahead(2)) &&
    elementTypes.has(cursor.textAhead(2).toLowerCase());
  if (!hasElement && cursor.ahead(1) !== Token.OpenParen) return parseName(cursor);
  cursor.advance();
  if (hasElement) cursor.advance();
  const element = hasElement ? cursor.takeName() : undefined;
  const given: readonly Argument[] = parseArguments(cursor, type);
  cursor.grow(cursor.height + 1);
  const span = { start, end: cursor.previousEnd };
  return element
    ? { kind: "construct", ...span, type, element, arguments: given }
    : { kind: "construct", ...span, type, arguments: given };
}

function parseText(cursor: Cursor): Expression {
  const { kind, start, end } = cursor;
  const value = textValue(cursor.source, start, end, cursor.flagsAhead(), cursor.keepsBackslashN);
  cursor.advance();
  if (kind === Token.Text) return { kind: "text", start, end, value, quote: "double" };
  if (isDateText(value)) return { kind: "date", start, end, value };
  return { kind: "text", start, end, value, quote: "single" };
}

/** What a double can hold (§2.7, §3). */
function parseDecimal(cursor: Cursor): Expression {
  const { start, end } = cursor;
  const value = Number(cursor.source.slice(start, end));
  if (!Number.isFinite(value)) {
    cursor.report("number-range", "A number beyond the range of DECIMAL");
    cursor.isLost = false;
  }
  cursor.advance();
  return { kind: "decimal", start, end, value };
}

/** 64 bits (§2.7). */
function parseInteger(cursor: Cursor): Expression {
  const { start, end } = cursor;
  const value = integerValue(cursor.source.slice(start, end).replace(/\D.*/s, ""));
  const isNegated = cursor.ahead(-1) === Token.Minus && cursor.at > 0;
  if (value === null || (isJustBeyond(value) && !isNegated)) {
    cursor.report("number-range", "A number beyond 64 bits: the largest is 9223372036854775807");
    cursor.isLost = false;
  }
  cursor.advance();
  return { kind: "number", start, end, value: value ?? 0 };
}

function parseGroup(cursor: Cursor): Expression {
  const { start } = cursor;
  if (!cursor.enter()) return reject(cursor);
  cursor.advance();
  const value = cursor.rules.expression(cursor);
  const { height } = cursor;
  cursor.expectClosing(Token.CloseParen);
  cursor.leave();
  cursor.grow(height + 1);
  return { kind: "group", start, end: cursor.previousEnd, value };
}

/** `if(c, a, b)` (§5). */
function parseIfCall(cursor: Cursor): Expression {
  const { start } = cursor;
  if (cursor.ahead(1) !== Token.OpenParen) return reject(cursor);
  if (!cursor.enter()) return reject(cursor);
  cursor.advance();
  cursor.advance();
  const condition = cursor.rules.condition(cursor);
  const rest = parseIfRest(cursor, start, condition);
  cursor.leave();
  return rest;
}

/** From behind the condition on. */
export function parseIfRest(cursor: Cursor, start: number, condition: Expression): Expression {
  const before = cursor.comparesByAssign;
  cursor.comparesByAssign = false;
  let { height } = cursor;
  const values: Expression[] = [];
  while (cursor.accept(Token.Comma)) {
    values.push(cursor.rules.expression(cursor));
    height = Math.max(height, cursor.height);
  }
  const isClosed = cursor.expectClosing(Token.CloseParen);
  cursor.comparesByAssign = before;
  const span = { start, end: cursor.previousEnd };
  if (isClosed && values.length !== 2) {
    cursor.report("arity", "No. of arguments mismatches for the function if", span);
    cursor.isLost = false;
  }
  const error: Expression = { kind: "error", start: span.end, end: span.end };
  const [then = error, otherwise = error] = values;
  cursor.grow(height + 1);
  return { kind: "if-call", ...span, condition, then, otherwise };
}

/** `{1, 2}`, `{"k" : v}` or `{}` (§3.1): the first element decides. */
function parseBraces(cursor: Cursor): Expression {
  const { start } = cursor;
  if (!cursor.enter()) return reject(cursor);
  const before = cursor.comparesByAssign;
  cursor.comparesByAssign = false;
  cursor.advance();
  const items: Expression[] = [];
  const entries: { key: Expression; value: Expression }[] = [];
  let isMap = false;
  let highest = 0;
  while (cursor.kind !== Token.CloseBrace && cursor.kind !== Token.End) {
    const item = cursor.rules.expression(cursor);
    if (cursor.height > highest) highest = cursor.height;
    if (items.length === 0 && entries.length === 0) isMap = cursor.kind === Token.Colon;
    if (isMap) {
      entries.push({ key: item, value: parseEntryValue(cursor) });
      if (cursor.height > highest) highest = cursor.height;
    } else items.push(item);
    if (cursor.kind !== Token.Comma) break;
    cursor.advance();
  }
  cursor.expectClosing(Token.CloseBrace);
  cursor.comparesByAssign = before;
  cursor.leave();
  cursor.grow(highest + 1);
  const span = { start, end: cursor.previousEnd };
  if (isMap) return { kind: "map", ...span, entries };
  return items.length === 0 ? { kind: "empty", ...span } : { kind: "list", ...span, items, bracket: "{" };
}

function parseEntryValue(cursor: Cursor): Expression {
  if (cursor.expect(Token.Colon)) return cursor.rules.expression(cursor);
  return { kind: "error", start: cursor.previousEnd, end: cursor.previousEnd };
}

function parseBrackets(cursor: Cursor): Expression {
  const { start } = cursor;
  if (!cursor.enter()) return reject(cursor);
  const before = cursor.comparesByAssign;
  cursor.comparesByAssign = false;
  cursor.advance();
  const items: Expression[] = [];
  let highest = 0;
  while (cursor.kind !== Token.CloseBracket && cursor.kind !== Token.End) {
    items.push(cursor.rules.expression(cursor));
    if (cursor.height > highest) highest = cursor.height;
    if (!cursor.accept(Token.Comma)) break;
  }
  cursor.expectClosing(Token.CloseBracket);
  cursor.comparesByAssign = before;
  cursor.leave();
  cursor.grow(highest + 1);
  return { kind: "list", start, end: cursor.previousEnd, items, bracket: "[" };
}
