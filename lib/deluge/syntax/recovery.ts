import type { Cursor } from "./cursor";
import { Flag, isName, isWord, Token } from "./token";

/** `end` of spec/deluge.md §12: semicolons, or none where §6 lets them be left out; else one is reported missing. */
export function endStatement(cursor: Cursor) {
  if (cursor.kind === Token.Semicolon) {
    cursor.isLost = false;
    while (cursor.kind === Token.Semicolon) cursor.advance();
    return;
  }
  if (cursor.isLost) return recover(cursor);
  if (cursor.kind === Token.CloseBrace || cursor.kind === Token.End) return;
  if (cursor.ahead(-1) === Token.CloseBracket) return;
  const canGoOn = cursor.isOnNewLine || isWord(cursor.kind);
  if (!canGoOn || cursor.kind === Token.Question || cursor.kind === Token.Unknown) cursor.complain("';'");
  else {
    const at = cursor.previousEnd;
    const fixes = [{ title: "Add ;", edits: [{ start: at, end: at, text: ";" }] }];
    const span = { start: at - 1, end: at };
    cursor.report("missing-semicolon", `Expecting ';' but found '${cursor.found()}'`, span, fixes);
  }
  if (canGoOn) cursor.isLost = false;
  else recover(cursor);
}

/** Skips what can't be read: behind the next `;`, or up to a `}` or a line that begins a statement. */
export function recover(cursor: Cursor) {
  let depth = 0;
  while (cursor.kind !== Token.End) {
    const { kind } = cursor;
    if (depth === 0) {
      if (kind === Token.CloseBrace || (cursor.isOnNewLine && beginsStatement(cursor))) break;
      if (kind === Token.Semicolon) {
        cursor.advance();
        break;
      }
    }
    if (kind === Token.OpenBrace) depth++;
    else if (kind === Token.CloseBrace) depth--;
    cursor.advance();
    if (kind === Token.CloseBrace && depth === 0 && cursor.isOnNewLine) break;
  }
  cursor.isLost = false;
}

/** Words that lead a line only as a statement; `x = ` and `x.f(` do, too. */
function beginsStatement(cursor: Cursor): boolean {
  const { kind } = cursor;
  const next = cursor.ahead(1);
  if (kind === Token.If || kind === Token.For || kind === Token.Try || kind === Token.Return) return true;
  if (!isName(kind)) return false;
  if (next === Token.Assign || next === Token.PlusAssign || next === Token.Dot) return true;
  if (kind === Token.Mail) return next === Token.OpenBracket;
  return kind >= Token.Info && kind <= Token.Continue && (cursor.flagsAhead() & Flag.onNewLine) !== 0;
}
