import type { Expression, Name, Statement } from "../ast";
import type { Cursor } from "./cursor";
import { endStatement } from "./recovery";
import { isName, isWord, startsExpression, Token } from "./token";

/** The second word of those that have one. */
const seconds: Record<number, string> = {
  ...{ [Token.Cancel]: "submit", [Token.Insert]: "into", [Token.Delete]: "from" },
};

/** Whether a task of Creator's begins here (spec/deluge.md §6.15): read, and refused by the checks. */
export function startsRefused(cursor: Cursor): boolean {
  const { kind } = cursor;
  const next = cursor.ahead(1);
  const second = seconds[kind];
  if (second) return isName(next) && cursor.textAhead(1).toLowerCase() === second;
  if (kind === Token.Alert) return startsExpression(next) && !(next >= Token.In && next <= Token.OrWord);
  if (kind === Token.Update) return isName(next) && cursor.ahead(2) === Token.OpenBracket;
  if (kind !== Token.FieldTask || !isName(next)) return false;
  const after = cursor.ahead(2);
  return after === Token.Semicolon || after === Token.Comma || after === Token.Dot || after === Token.CloseBrace;
}

export function parseRefused(cursor: Cursor): Statement {
  const { kind, start } = cursor;
  const name = parseTaskName(cursor);
  const parts: Expression[] = [];
  if (kind === Token.Insert) parseFields(cursor, parts);
  else if (kind !== Token.Cancel) {
    do parts.push(cursor.rules.expression(cursor));
    while (cursor.accept(Token.Comma));
  }
  endStatement(cursor);
  return { kind: "refused", start, end: cursor.previousEnd, name, parts };
}

function parseTaskName(cursor: Cursor): Name {
  const name = cursor.takeName();
  if (!seconds[cursor.ahead(-1)]) return name;
  const second = cursor.takeName();
  return { start: name.start, end: second.end, text: `${name.text} ${second.text}` };
}

/** `insert into Form [ F = v, … ]`. */
function parseFields(cursor: Cursor, parts: Expression[]) {
  while (isWord(cursor.kind) || cursor.kind === Token.Dot) cursor.advance();
  cursor.expect(Token.OpenBracket);
  while (isWord(cursor.kind)) {
    while (isWord(cursor.kind) || cursor.kind === Token.Dot) cursor.advance();
    if (!cursor.accept(Token.Assign)) cursor.expect(Token.Colon);
    parts.push(cursor.rules.expression(cursor));
    if (cursor.isLost) break;
    cursor.accept(Token.Comma);
  }
  cursor.expectClosing(Token.CloseBracket);
}
