import type { Block, FunctionNode, Name, ParameterNode } from "../ast";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { headWidth } from "./header";
import { parseTypeName } from "./parse-statement";
import { isName, Token, typeWords } from "./token";

/** `function` of spec/deluge.md §12, at a place where `startsFunction` said yes. */
export function parseFunction(cursor: Cursor): FunctionNode {
  cursor.isLost = false;
  const { start } = cursor;
  const returnType = parseReturnType(cursor);
  const path = [cursor.takeName()];
  while (cursor.accept(Token.Dot)) path.push(cursor.takeName());
  const parameters = parseParameters(cursor);
  while (cursor.isLost && cursor.kind !== Token.OpenBrace && cursor.kind !== Token.End) cursor.advance();
  const body = cursor.kind === Token.Semicolon ? missingBody(cursor) : cursor.rules.block(cursor);
  return { kind: "function", start, end: cursor.previousEnd, returnType, path, parameters, body };
}

function missingBody(cursor: Cursor): Block {
  cursor.expect(Token.OpenBrace);
  cursor.advance();
  return { kind: "block", start: cursor.previousEnd, end: cursor.previousEnd, statements: [] };
}

function parseReturnType(cursor: Cursor): Name {
  const { start } = cursor;
  for (let width = headWidth(cursor); width > 0; width--) cursor.advance();
  const type = { start, end: cursor.previousEnd, text: cursor.source.slice(start, cursor.previousEnd) };
  if (!typeWords.has(type.text.toLowerCase())) {
    const fixes = ["void", "string", "map", "list"].map((word) => replacing(`Write ${word}`, type, word));
    const message = `Invalid return Type: '${type.text}'; a function begins with void, string, map, list, int, bool, float or date`;
    cursor.report("unknown-type", message, type, fixes);
    cursor.isLost = false;
  }
  return type;
}

function parseParameters(cursor: Cursor): ParameterNode[] {
  const parameters: ParameterNode[] = [];
  cursor.expect(Token.OpenParen);
  while (cursor.kind !== Token.CloseParen && cursor.kind !== Token.End) {
    if (!isName(cursor.kind)) cursor.complain("a parameter");
    if (cursor.isLost) break;
    parameters.push(parseParameter(cursor));
    if (cursor.kind !== Token.Comma) break;
    cursor.advance();
    if (cursor.kind === Token.CloseParen) cursor.complain("a parameter");
  }
  cursor.expectClosing(Token.CloseParen);
  return parameters;
}

function parseParameter(cursor: Cursor): ParameterNode {
  const { start } = cursor;
  const next = cursor.ahead(1);
  if (next === Token.Comma || next === Token.CloseParen) {
    const name = cursor.takeName();
    return { start, end: name.end, name };
  }
  const type = parseTypeName(cursor);
  const name = cursor.expectName();
  return { start, end: cursor.previousEnd, type, name };
}
