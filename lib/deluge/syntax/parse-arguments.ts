import type { Argument } from "../ast";
import type { Cursor } from "./cursor";
import { Token } from "./token";

/** Calls that take `key : value` (spec/deluge.md §3.1). */
const takesPairs = /^(collection|insert)$/i;

/** `callArgs` of §12, from the opening parenthesis on. Leaves the height of the highest argument. */
export function parseArguments(cursor: Cursor, name: string): Argument[] {
  const given: Argument[] = [];
  if (!cursor.enter()) return given;
  const before = cursor.comparesByAssign;
  cursor.comparesByAssign = false;
  cursor.advance();
  let highest = 0;
  while (cursor.kind !== Token.CloseParen && cursor.kind !== Token.End) {
    given.push(parseArgument(cursor, name));
    if (cursor.height > highest) highest = cursor.height;
    if (cursor.kind !== Token.Comma) break;
    cursor.advance();
    if (cursor.kind === Token.CloseParen) cursor.complain();
  }
  cursor.expectClosing(Token.CloseParen);
  cursor.comparesByAssign = before;
  cursor.leave();
  cursor.height = highest;
  return given;
}

function parseArgument(cursor: Cursor, name: string): Argument {
  const value = cursor.rules.expression(cursor);
  if (cursor.kind !== Token.Colon) return { start: value.start, end: value.end, value };
  if (!takesPairs.test(name)) cursor.complain("',' or ')'");
  const { height } = cursor;
  cursor.advance();
  const paired = cursor.rules.expression(cursor);
  cursor.height = Math.max(height, cursor.height);
  return { start: value.start, end: paired.end, key: value, value: paired };
}
