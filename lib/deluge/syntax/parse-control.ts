import type { Block, Expression, ForEach, Name, Statement } from "../ast";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { parseRecordTail } from "./parse-expression";
import { isName, startsExpression, Token } from "./token";

/** Braces are mandatory (spec/deluge.md §6.3); one statement without is read as the block that was meant. */
export function parseBraces(cursor: Cursor): Block {
  skipToBrace(cursor);
  const { kind, start } = cursor;
  if (kind === Token.OpenBrace || kind === Token.End || kind === Token.CloseBrace || cursor.isLost) {
    if (kind === Token.OpenBrace) return cursor.rules.block(cursor);
    cursor.expect(Token.OpenBrace);
    return { kind: "block", start: cursor.previousEnd, end: cursor.previousEnd, statements: [] };
  }
  const message = `Expecting '{' but found '${cursor.found()}'`;
  const span = { start, end: cursor.end };
  if (!cursor.enter()) return { kind: "block", start: cursor.previousEnd, end: cursor.previousEnd, statements: [] };
  const statement = cursor.rules.statement(cursor);
  cursor.leave();
  const edits = [
    { start, end: start, text: "{ " },
    { start: statement.end, end: statement.end, text: " }" },
  ];
  cursor.report("missing-brace", message, span, [{ title: "Put braces around it", edits }]);
  cursor.isLost = false;
  return { kind: "block", start, end: statement.end, statements: [statement] };
}

/** After an unreadable header: on to its block, if there is one before the statement ends. */
function skipToBrace(cursor: Cursor) {
  if (!cursor.isLost) return;
  while (cursor.kind !== Token.End && cursor.kind !== Token.Semicolon && cursor.kind !== Token.CloseBrace) {
    if (cursor.kind === Token.OpenBrace) {
      cursor.isLost = false;
      return;
    }
    cursor.advance();
  }
}

/** `( cond )`; reports parentheses that are missing. */
export function parseHead(cursor: Cursor): Expression {
  const hasParenthesis = cursor.expect(Token.OpenParen);
  if (!hasParenthesis && cursor.kind === Token.OpenBrace) return missing(cursor);
  const condition = cursor.rules.condition(cursor);
  if (hasParenthesis) cursor.expectClosing(Token.CloseParen);
  else if (cursor.kind === Token.OpenBrace) cursor.isLost = false;
  return condition;
}

const missing = (cursor: Cursor): Expression => ({ kind: "error", start: cursor.previousEnd, end: cursor.previousEnd });

/** `if(c){…} else if(c){…} else {…}` (§6.3). */
export function parseIf(cursor: Cursor): Statement {
  const { start } = cursor;
  const branches: { condition: Expression; block: Block }[] = [];
  while (true) {
    cursor.advance();
    branches.push({ condition: parseHead(cursor), block: parseBraces(cursor) });
    if (startsElseIf(cursor)) continue;
    if (cursor.kind !== Token.Else) return { kind: "if", start, end: cursor.previousEnd, branches };
    cursor.advance();
    if (cursor.kind === Token.If) continue;
    const otherwise = parseBraces(cursor);
    return { kind: "if", start, end: cursor.previousEnd, branches, otherwise };
  }
}

/** `elseif(` of other languages. */
function startsElseIf(cursor: Cursor): boolean {
  if (cursor.kind !== Token.ElseIf || cursor.ahead(1) !== Token.OpenParen) return false;
  const fixes = [replacing("Write else if", cursor, "else if")];
  cursor.report("foreign-statement", `Improper Statement: write 'else if' for '${cursor.text()}'`, cursor, fixes);
  cursor.isLost = false;
  return true;
}

/** `try { … } catch (e) { … }` (§6.10). */
export function parseTry(cursor: Cursor): Statement {
  const { start } = cursor;
  cursor.advance();
  const block = parseBraces(cursor);
  let error: Name | undefined;
  let handler: Block = { kind: "block", start: cursor.previousEnd, end: cursor.previousEnd, statements: [] };
  if (cursor.expect(Token.Catch)) {
    if (cursor.accept(Token.OpenParen)) {
      error = cursor.expectName();
      cursor.expectClosing(Token.CloseParen);
    }
    handler = parseBraces(cursor);
  }
  if (cursor.kind === Token.Finally && cursor.ahead(1) === Token.OpenBrace) {
    cursor.report("foreign-statement", "Improper Statement: there is no 'finally'; write it behind the 'catch' block");
    cursor.isLost = false;
    cursor.advance();
    const last = cursor.rules.block(cursor);
    handler = { ...handler, end: last.end, statements: [...handler.statements, last] };
  }
  const span = { start, end: cursor.previousEnd };
  return error ? { kind: "try", ...span, block, error, handler } : { kind: "try", ...span, block, handler };
}

/** `for each v in expr { … }`, `for each index i in expr { … }` (§6.4, §6.5; §12, rule 5). */
export function parseFor(cursor: Cursor): Statement {
  const { start } = cursor;
  cursor.advance();
  if (cursor.kind === Token.OpenParen) return parseCountingFor(cursor, start);
  if (isNamed(cursor, "each")) cursor.advance();
  else {
    const fixes = [{ title: "Write for each", edits: [{ start: cursor.start, end: cursor.start, text: "each " }] }];
    cursor.report("expected-token", `Expecting 'each' but found '${cursor.found()}'`, cursor, fixes);
    cursor.isLost = !isName(cursor.kind);
  }
  return parseLoop(cursor, start);
}

/** From the loop variable on. */
export function parseLoop(cursor: Cursor, start: number): ForEach {
  const hasParenthesis = cursor.kind === Token.OpenParen;
  if (hasParenthesis) {
    cursor.complain("a name");
    cursor.isLost = false;
    cursor.advance();
  }
  const isIndex = isNamed(cursor, "index") && isName(cursor.ahead(1)) && cursor.ahead(1) !== Token.In;
  if (isIndex) cursor.advance();
  const variable = cursor.expectName();
  if (!cursor.expect(Token.In) && isName(cursor.kind) && startsExpression(cursor.ahead(1))) {
    cursor.isLost = false;
    cursor.advance();
  }
  const iterable = parseRecordTail(cursor, cursor.rules.expression(cursor));
  if (hasParenthesis) cursor.accept(Token.CloseParen);
  const body = parseBraces(cursor);
  return { kind: "for-each", start, end: cursor.previousEnd, isIndex, variable, iterable, body };
}

const isNamed = (cursor: Cursor, word: string) => isName(cursor.kind) && cursor.text().toLowerCase() === word;

/** `for(i = 0; i < n; i++) { … }` of other languages: reported; its start and its block are read for what they hold. */
function parseCountingFor(cursor: Cursor, start: number): Statement {
  const message =
    "Improper Statement: write 'for each x in list { … }'; with 'break' a list long enough serves as a count";
  cursor.report("foreign-statement", message, { start, end: cursor.previousEnd });
  cursor.advance();
  const statements: Statement[] = [];
  if (isName(cursor.kind)) statements.push(cursor.rules.statement(cursor));
  let depth = 0;
  while (cursor.kind !== Token.End && cursor.kind !== Token.OpenBrace) {
    if (cursor.kind === Token.OpenParen) depth++;
    if (cursor.kind === Token.CloseParen && depth-- === 0) break;
    cursor.advance();
  }
  cursor.accept(Token.CloseParen);
  cursor.isLost = false;
  statements.push(parseBraces(cursor));
  return { kind: "block", start, end: cursor.previousEnd, statements };
}
