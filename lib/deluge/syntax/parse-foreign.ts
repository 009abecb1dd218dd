import type { Statement } from "../ast";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { parseBraces, parseHead, parseLoop } from "./parse-control";
import { endStatement } from "./recovery";
import { isName, Token } from "./token";

/** Whether a statement of other languages begins here (spec/deluge.md §6.8); as plain names these words are free. */
export function startsForeign(cursor: Cursor): boolean {
  const next = cursor.ahead(1);
  switch (cursor.kind) {
    case Token.While:
    case Token.Switch:
      return next === Token.OpenParen;
    case Token.Do:
      return next === Token.OpenBrace;
    case Token.Foreach:
      return next === Token.OpenParen || isName(next);
    default:
      return false;
  }
}

/** Reports it and says what to write; what its blocks hold is read as usual. */
export function parseForeign(cursor: Cursor): Statement {
  const { kind, start } = cursor;
  if (kind === Token.Foreach) {
    const fixes = [replacing("Write for each", cursor, "for each")];
    refuse(cursor, "Improper Statement: write 'for each'", fixes);
    return parseLoop(cursor, start);
  }
  if (kind === Token.Switch) {
    refuse(cursor, "Improper Statement: there is no 'switch'; write 'if(…){…} else if(…){…}'");
    parseHead(cursor);
    cursor.isLost = false;
    skipBraces(cursor);
    return { kind: "error", start, end: cursor.previousEnd };
  }
  const loop = "loop with 'for each' over a list long enough, and 'break'";
  refuse(cursor, `Improper Statement: there is no '${kind === Token.Do ? "do" : "while"}'; ${loop}`);
  if (kind === Token.While) parseHead(cursor);
  const body = parseBraces(cursor);
  if (kind === Token.Do && cursor.kind === Token.While) {
    cursor.advance();
    parseHead(cursor);
    endStatement(cursor);
  }
  return { kind: "block", start, end: cursor.previousEnd, statements: [body] };
}

function refuse(cursor: Cursor, message: string, fixes?: Parameters<Cursor["report"]>[3]) {
  cursor.report("foreign-statement", message, cursor, fixes);
  cursor.isLost = false;
  cursor.advance();
}

function skipBraces(cursor: Cursor) {
  if (cursor.kind !== Token.OpenBrace) return;
  let depth = 0;
  do {
    if (cursor.kind === Token.OpenBrace) depth++;
    else if (cursor.kind === Token.CloseBrace) depth--;
    cursor.advance();
  } while (depth > 0 && cursor.kind !== Token.End);
}
