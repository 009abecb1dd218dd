import type { Cursor } from "./cursor";
import { isName, isWord, Token, typeWords } from "./token";

/** Whether `type path (` begins here (spec/deluge.md §12, rule 7). An unknown type counts where `) {` follows. */
export function startsFunction(cursor: Cursor): boolean {
  if (!isName(cursor.kind) || !isWord(cursor.ahead(headWidth(cursor)))) return false;
  const isType = typeWords.has(cursor.text().toLowerCase()) || headWidth(cursor) > 1;
  if (!isType && cursor.kind !== Token.Identifier) return false;
  let at = headWidth(cursor) + 1;
  while (cursor.ahead(at) === Token.Dot && isWord(cursor.ahead(at + 1))) at += 2;
  return cursor.ahead(at) === Token.OpenParen && (isType || hasBody(cursor, at));
}

/** Tokens of the return type: `Key-Value` is three. */
export function headWidth(cursor: Cursor): number {
  if (cursor.kind !== Token.Identifier || cursor.ahead(1) !== Token.Minus) return 1;
  return typeWords.has(`${cursor.text()}-${cursor.textAhead(2)}`.toLowerCase()) ? 3 : 1;
}

function hasBody(cursor: Cursor, open: number): boolean {
  for (let at = open + 1; at < open + 100; at++) {
    const kind = cursor.ahead(at);
    if (kind === Token.CloseParen) return cursor.ahead(at + 1) === Token.OpenBrace;
    if (!isWord(kind) && kind !== Token.Comma && kind !== Token.Colon) return false;
  }
  return false;
}
