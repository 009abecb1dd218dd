import type { Attachment, Attribute, Comment, Expression, Name, TaskNode } from "../ast";
import type { Cursor } from "./cursor";
import { replacing } from "./findings";
import { elementTypes, isName, isWord, startsExpression, Token } from "./token";

/** Two-word keys that may follow a value on its own line (spec/deluge.md §6.9, §8). */
const wordPairs = /^(reply to|content type|response format|response decoding)$/i;

/** Whether `[` stands at this place and an attribute's key and colon behind it (§12, rule 2). */
export function startsAttributes(cursor: Cursor, places: number): boolean {
  return startsKey(cursor, places);
}

/** Whether a key and its colon begin at this place: `url :`, `content-type :`, `reply to :`. */
function startsKey(cursor: Cursor, places: number): boolean {
  if (!isWord(cursor.ahead(places))) return false;
  let at = places + 1;
  if (cursor.ahead(at) === Token.Colon) return !startsTypedList(cursor, places);
  if (isWord(cursor.ahead(at)))
    return (
      cursor.ahead(at + 1) === Token.Colon && wordPairs.test(`${cursor.textAhead(places)} ${cursor.textAhead(at)}`)
    );
  while (cursor.ahead(at) === Token.Minus && isWord(cursor.ahead(at + 1)) && at < places + 8) at += 2;
  return at > places + 1 && cursor.ahead(at) === Token.Colon && !startsTypedList(cursor, at - 1);
}

/** `List:String()` as a value. */
const startsTypedList = (cursor: Cursor, places: number) =>
  (cursor.ahead(places) === Token.List || cursor.ahead(places) === Token.Map) &&
  cursor.ahead(places + 3) === Token.OpenParen &&
  elementTypes.has(cursor.textAhead(places + 2).toLowerCase());

/** `attrs` of §12, from the opening bracket on. */
export function parseTask(cursor: Cursor, start: number, path: readonly Name[]): TaskNode {
  const attributes: Attribute[] = [];
  const open = cursor.start;
  if (!cursor.enter()) return { kind: "task", start, end: cursor.previousEnd, path, attributes };
  const before = cursor.comparesByAssign;
  cursor.comparesByAssign = false;
  cursor.advance();
  let highest = 0;
  while (cursor.kind !== Token.CloseBracket && cursor.kind !== Token.End) {
    if (!isWord(cursor.kind)) {
      if (skipSeparator(cursor) || skipToAttribute(cursor)) continue;
      break;
    }
    attributes.push(parseAttribute(cursor));
    if (cursor.height > highest) highest = cursor.height;
    if (cursor.isLost && !skipToAttribute(cursor)) break;
  }
  cursor.expect(Token.CloseBracket);
  cursor.comparesByAssign = before;
  cursor.leave();
  cursor.grow(highest + 1);
  hintAtComments(cursor, open, cursor.previousEnd);
  return { kind: "task", start, end: cursor.previousEnd, path, attributes };
}

/** Commas between entries are let pass, semicolons reported (§6.9). */
function skipSeparator(cursor: Cursor): boolean {
  if (cursor.kind === Token.Comma) {
    cursor.advance();
    return true;
  }
  const closes = cursor.ahead(1) === Token.CloseBracket;
  if (cursor.kind !== Token.Semicolon || (!closes && !startsKey(cursor, 1))) return false;
  const fixes = [replacing("Remove ;", cursor, "")];
  cursor.report(
    "semicolon-in-task",
    "Unexpected token found ';': entries of a task end with their line",
    cursor,
    fixes,
  );
  cursor.isLost = false;
  cursor.advance();
  return true;
}

/** After something unreadable: on to the next entry or the closing bracket, if they come before the statement ends. */
function skipToAttribute(cursor: Cursor): boolean {
  cursor.complain("']'");
  let depth = 0;
  while (cursor.kind !== Token.End) {
    const { kind } = cursor;
    if (depth === 0 && (kind === Token.CloseBracket || (cursor.isOnNewLine && startsKey(cursor, 0)))) {
      cursor.isLost = false;
      return true;
    }
    if (kind === Token.OpenParen || kind === Token.OpenBracket || kind === Token.OpenBrace) depth++;
    else if (kind === Token.CloseParen || kind === Token.CloseBracket || kind === Token.CloseBrace) depth--;
    if (depth < 0 || (depth === 0 && kind === Token.Semicolon)) return false;
    cursor.advance();
  }
  return false;
}

function parseAttribute(cursor: Cursor): Attribute {
  const key = parseKey(cursor);
  const values: (Expression | Attachment)[] = [];
  let height = 0;
  let end = cursor.previousEnd;
  const hasColon = cursor.expect(Token.Colon);
  while (hasColon) {
    const isAttachment = key.text === "attachments" && startsAttachment(cursor);
    if (!isAttachment && (!startsExpression(cursor.kind) || startsKey(cursor, 0))) {
      cursor.report("expected-token", `Expecting a value for '${key.text}' but found '${cursor.found()}'`, key);
      cursor.isLost = !isWord(cursor.kind) && cursor.kind !== Token.CloseBracket;
      break;
    }
    values.push(isAttachment ? parseAttachment(cursor) : cursor.rules.expression(cursor));
    height = Math.max(height, cursor.height);
    end = cursor.previousEnd;
    if (cursor.kind !== Token.Comma) break;
    cursor.advance();
    if (endsValues(cursor, key.text)) break;
  }
  cursor.height = height;
  if (values.length === 0) end = cursor.previousEnd;
  return { start: key.start, end, key, values };
}

const endsValues = (cursor: Cursor, key: string) =>
  cursor.kind === Token.CloseBracket || (startsKey(cursor, 0) && !(key === "attachments" && startsAttachment(cursor)));

/** `url`, `reply to`, `content-type`: words on one line up to the colon. */
function parseKey(cursor: Cursor): Name {
  const { start } = cursor;
  let text = cursor.text().toLowerCase();
  cursor.advance();
  while (!cursor.isOnNewLine) {
    if (cursor.kind === Token.Minus && isWord(cursor.ahead(1))) {
      cursor.advance();
      text += `-${cursor.text().toLowerCase()}`;
    } else if (isWord(cursor.kind) && cursor.ahead(1) === Token.Colon) text += ` ${cursor.text().toLowerCase()}`;
    else break;
    cursor.advance();
  }
  return { start, end: cursor.previousEnd, text };
}

const startsAttachment = (cursor: Cursor) =>
  cursor.kind === Token.Identifier && cursor.ahead(1) === Token.Colon && attachmentWord(cursor) !== null;

function attachmentWord(cursor: Cursor): Attachment["what"] | null {
  const word = cursor.text().toLowerCase();
  return word === "file" || word === "view" || word === "template" ? word : null;
}

/** `file:report`, `view:Report[…] as PDF` (§8). */
function parseAttachment(cursor: Cursor): Attachment {
  const { start } = cursor;
  const what = attachmentWord(cursor) ?? "file";
  cursor.advance();
  cursor.advance();
  const value = cursor.rules.expression(cursor);
  if (isName(cursor.kind) && cursor.text().toLowerCase() === "as" && isName(cursor.ahead(1))) {
    cursor.advance();
    const as = cursor.takeName();
    return { kind: "attachment", start, end: cursor.previousEnd, what, value, as };
  }
  return { kind: "attachment", start, end: cursor.previousEnd, what, value };
}

/** Another installation refuses comments here (§2.2). */
function hintAtComments(cursor: Cursor, start: number, end: number) {
  const { comments } = cursor.tokens;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const comment: Comment | undefined = comments[low];
  if (!comment || comment.end > end) return;
  cursor.findings.add(
    "hint",
    "comment-in-task",
    "Other installations refuse comments inside a task's brackets",
    comment,
  );
}
