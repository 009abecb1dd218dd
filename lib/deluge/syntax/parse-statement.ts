import type { Assignment, AssignmentOperator, Block, Expression, Name, Statement } from "../ast";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { startsFunction } from "./header";
import { parseFor, parseIf, parseTry } from "./parse-control";
import { parseRecordTail } from "./parse-expression";
import { parseForeign, startsForeign } from "./parse-foreign";
import { parseRefused, startsRefused } from "./parse-refused";
import { parseTask } from "./parse-task";
import { endStatement, recover } from "./recovery";
import { isName, startsExpression, Token, typeWords } from "./token";

const assignments: Record<number, AssignmentOperator> = {
  ...{ [Token.Assign]: "=", [Token.PlusAssign]: "+=", [Token.MinusAssign]: "-=", [Token.StarAssign]: "*=" },
  ...{ [Token.SlashAssign]: "/=", [Token.PercentAssign]: "%=" },
};

const isAssignment = (kind: number) => kind >= Token.Assign && kind <= Token.PercentAssign;

/** `statement` of spec/deluge.md §12; takes at least one token, unless a `}` or the end is next. */
export function parseStatement(cursor: Cursor): Statement {
  cursor.isLost = false;
  const { kind, start } = cursor;
  switch (kind) {
    case Token.Semicolon:
      cursor.advance();
      return { kind: "empty", start, end: cursor.previousEnd };
    case Token.OpenBrace:
      return parseBlock(cursor);
    case Token.If:
      return isIfCall(cursor) ? parseSimple(cursor) : parseIf(cursor);
    case Token.For:
      return parseFor(cursor);
    case Token.Try:
      return parseTry(cursor);
    case Token.Return:
      return parseReturn(cursor);
    case Token.Identifier:
      return startsDeclaration(cursor) ? parseDeclaration(cursor) : parseWord(cursor);
  }
  return parseContextual(cursor);
}

/** Words that lead a statement only where no `=`, `.` or operator follows (§2.4). */
function parseContextual(cursor: Cursor): Statement {
  const { kind, start } = cursor;
  const next = cursor.ahead(1);
  switch (kind) {
    case Token.Info:
    case Token.Throw:
      if (startsExpression(next) && !isWordOperator(cursor))
        return parseValued(cursor, kind === Token.Info ? "info" : "throw");
      break;
    case Token.Break:
    case Token.Continue:
      if (next === Token.Semicolon || next === Token.CloseBrace || next === Token.End || isOnNextLine(cursor)) {
        cursor.advance();
        endStatement(cursor);
        return { kind: kind === Token.Break ? "break" : "continue", start, end: cursor.previousEnd };
      }
      break;
    case Token.Mail:
      if (next === Token.OpenBracket) {
        const value = parseTask(cursor, start, [cursor.takeName()]);
        return finish(cursor, value);
      }
      break;
  }
  if (startsRefused(cursor)) return parseRefused(cursor);
  return startsDeclaration(cursor) ? parseDeclaration(cursor) : parseWord(cursor);
}

const isOnNextLine = (cursor: Cursor) => (cursor.flagsAhead(1) & 1) !== 0 && !isAssignment(cursor.ahead(1));

/** `info in list`: there `info` is a variable. */
const isWordOperator = (cursor: Cursor) =>
  cursor.ahead(1) >= Token.In &&
  cursor.ahead(1) <= Token.OrWord &&
  cursor.ahead(1) !== Token.NotWord &&
  startsExpression(cursor.ahead(2));

/** `if(c, a, b);` for its effect (§12, rule 1): a comma stands between the parentheses. */
function isIfCall(cursor: Cursor): boolean {
  if (cursor.ahead(1) !== Token.OpenParen) return false;
  let depth = 0;
  for (let places = 1; places < 500; places++) {
    const kind = cursor.ahead(places);
    if (kind === Token.OpenBrace && endsOperand(cursor.ahead(places - 1))) return false;
    if (kind === Token.OpenParen || kind === Token.OpenBrace || kind === Token.OpenBracket) depth++;
    else if (kind === Token.CloseParen || kind === Token.CloseBrace || kind === Token.CloseBracket) depth--;
    else if (kind === Token.Comma && depth === 1) return true;
    if (depth <= 0 || kind === Token.Semicolon || kind === Token.End) return false;
  }
  return false;
}

/** No literal begins behind it. */
const endsOperand = (kind: number) =>
  kind === Token.CloseParen || kind === Token.CloseBrace || kind === Token.CloseBracket || kind === Token.Identifier;

function parseWord(cursor: Cursor): Statement {
  return startsForeign(cursor) ? parseForeign(cursor) : parseSimple(cursor);
}

/** Braces and what is between them; a function's header inside means that the closing one is missing. */
export function parseBlock(cursor: Cursor): Block {
  const statements: Statement[] = [];
  const end = cursor.previousEnd;
  if (!cursor.enter()) return { kind: "block", start: end, end, statements };
  const brace = cursor.start;
  const start = cursor.expect(Token.OpenBrace) ? brace : end;
  while (cursor.kind !== Token.CloseBrace && cursor.kind !== Token.End && !startsFunction(cursor)) {
    statements.push(cursor.rules.statement(cursor));
  }
  cursor.isLost = false;
  cursor.expect(Token.CloseBrace);
  cursor.leave();
  return { kind: "block", start, end: cursor.previousEnd, statements };
}

function parseReturn(cursor: Cursor): Statement {
  const { start } = cursor;
  cursor.advance();
  if (!startsExpression(cursor.kind)) {
    if (isAssignment(cursor.kind)) cursor.report("reserved-word", "'return' is a reserved word: choose another name");
    endStatement(cursor);
    return { kind: "return", start, end: cursor.previousEnd };
  }
  const value = parseRightSide(cursor);
  endStatement(cursor);
  return { kind: "return", start, end: cursor.previousEnd, value };
}

function parseValued(cursor: Cursor, kind: "info" | "throw"): Statement {
  const { start } = cursor;
  cursor.advance();
  const value = parseRightSide(cursor);
  endStatement(cursor);
  return { kind, start, end: cursor.previousEnd, value };
}

/** `rhs` of §12. */
function parseRightSide(cursor: Cursor): Expression {
  const value = cursor.rules.expression(cursor);
  return cursor.kind === Token.Sort || cursor.kind === Token.Range ? parseRecordTail(cursor, value) : value;
}

/** An assignment, or an expression for its effect. */
function parseSimple(cursor: Cursor): Statement {
  const { at, start } = cursor;
  if (!startsExpression(cursor.kind)) return parseStray(cursor);
  const target = cursor.rules.expression(cursor);
  if (cursor.at === at) return parseStray(cursor);
  if (isAssignment(cursor.kind)) return parseAssignment(cursor, start, target);
  if (target.kind === "unary" && target.operand.kind === "unary") reportDoubled(cursor, target);
  return finish(cursor, target);
}

function finish(cursor: Cursor, value: Expression): Statement {
  endStatement(cursor);
  return { kind: "expression", start: value.start, end: cursor.previousEnd, value };
}

/** `++i;` of other languages. */
function reportDoubled(cursor: Cursor, { start, end }: Expression) {
  const text = cursor.source.slice(start, start + 2);
  if (text !== "++" && text !== "--") return;
  const name = cursor.source.slice(start + 2, end);
  const fix = replacing(
    `Write ${name} = ${name} ${text.charAt(0)} 1`,
    { start, end },
    `${name} = ${name} ${text.charAt(0)} 1`,
  );
  const message = `Unexpected token found '${text}': write ${name} = ${name} ${text.charAt(0)} 1`;
  cursor.report("unexpected-token", message, { start, end: start + 2 }, [fix]);
  cursor.isLost = false;
}

function parseAssignment(cursor: Cursor, start: number, target: Expression, type?: Name): Assignment {
  const operator = assignments[cursor.kind] ?? "=";
  if (target.kind !== "name" && target.kind !== "member" && target.kind !== "criteria" && target.kind !== "error") {
    cursor.report("bad-target", "Improper Statement: only a variable or a field can be assigned to", target);
    cursor.isLost = false;
  }
  cursor.advance();
  const value = parseRightSide(cursor);
  if (cursor.kind === Token.Assign && cursor.ahead(1) === Token.Greater) {
    const message = "Unexpected token found '=>': there are no functions as values";
    cursor.report("unexpected-token", message, { start: cursor.start, end: cursor.end + 1 });
  } else if (isAssignment(cursor.kind)) {
    cursor.report("chained-assignment", `Expecting ';' but found '${cursor.found()}': assign one variable a statement`);
  }
  endStatement(cursor);
  const span = { start, end: cursor.previousEnd };
  return type
    ? { kind: "assignment", ...span, type, target, operator, value }
    : { kind: "assignment", ...span, target, operator, value };
}

/** `String x = …`, `List:String x = …` (§12, rule 6); any other word there is one of another language. */
function startsDeclaration(cursor: Cursor): boolean {
  if (cursor.ahead(1) === Token.Colon) {
    return isName(cursor.ahead(2)) && isName(cursor.ahead(3)) && cursor.ahead(4) === Token.Assign;
  }
  return isName(cursor.ahead(1)) && cursor.ahead(2) === Token.Assign;
}

function parseDeclaration(cursor: Cursor): Statement {
  const { start } = cursor;
  const type = parseTypeName(cursor);
  if (!typeWords.has(type.text.split(":")[0]?.toLowerCase() ?? "")) {
    const message = `Improper Statement: '${type.text}' is no type; a variable needs none`;
    const fixes = [replacing(`Remove '${type.text}'`, { start, end: cursor.start }, "")];
    cursor.report("unknown-type", message, type, fixes);
    cursor.isLost = false;
  }
  const name = cursor.takeName();
  return parseAssignment(cursor, start, { kind: "name", ...name }, type);
}

/** `typeName` of §12. */
export function parseTypeName(cursor: Cursor): Name {
  const type = cursor.takeName();
  if (cursor.kind !== Token.Colon) return type;
  cursor.advance();
  const element = cursor.expectName();
  return { start: type.start, end: cursor.previousEnd, text: `${type.text}:${element.text}` };
}

/** What begins no statement at all. The block behind a lone `else` is read as one of its own. */
function parseStray(cursor: Cursor): Statement {
  const { kind, start } = cursor;
  const word = cursor.text().toLowerCase();
  if (kind === Token.Else || kind === Token.Catch) {
    cursor.report(
      "improper-statement",
      `Improper Statement: '${word}' without '${kind === Token.Else ? "if" : "try"}'`,
    );
    cursor.advance();
    if (kind === Token.Catch && cursor.accept(Token.OpenParen)) cursor.expectClosing(Token.CloseParen);
  } else {
    cursor.complain();
    cursor.advance();
    recover(cursor);
  }
  return { kind: "error", start, end: cursor.previousEnd };
}
