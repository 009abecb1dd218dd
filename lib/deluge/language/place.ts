import type { Span } from "../diagnostic";
import { Flag, isWord, Token, type Tokens } from "../syntax/token";
import { enclosing, keysBetween, type Opener, pathBefore, tokenBefore, tokenText } from "./brackets";
import type { Document } from "./document";

/** What can be written at a cursor. `word` is what is written there so far, and what a completion replaces. */
export type Place =
  /** In a comment, a number, or where a new name is made up. */
  | { kind: "nothing" }
  /** In a text literal; `token` is its index. */
  | { kind: "text"; token: number; word: Span }
  /** Behind a dot. */
  | { kind: "member"; dot: number; word: Span }
  | { kind: "attribute"; task: string; given: readonly string[]; word: Span }
  | { kind: "attribute-value"; task: string; key: string; isFirst: boolean; word: Span }
  /** Behind `for each x`. */
  | { kind: "in"; word: Span }
  | { kind: "statement"; word: Span }
  | { kind: "expression"; word: Span }
  /** Behind a whole value: only operators may follow. */
  | { kind: "operator"; word: Span };

const isText = (kind: number) => kind === Token.Text || kind === Token.Quoted;

/** Finds out what can be written at the offset, from the tokens before it: also in a source that does not parse. */
export function placeAt(document: Document, offset: number): Place {
  const { tokens, source } = document;
  const at = tokenBefore(tokens, offset);
  const kind = at < 0 ? Token.End : (tokens.kinds[at] ?? Token.End);
  const start = tokens.starts[at] ?? 0;
  const end = at < 0 ? 0 : (tokens.ends[at] ?? 0);
  const isInside = at >= 0 && offset <= end;
  if (isInComment(tokens, offset)) return { kind: "nothing" };
  if (isInside && isText(kind)) {
    const isClosed = ((tokens.flags[at] ?? 0) & Flag.isUnclosed) === 0;
    if (offset < end || !isClosed)
      return { kind: "text", token: at, word: { start: start + 1, end: isClosed ? end - 1 : end } };
  }
  if (isInside && (kind === Token.Integer || kind === Token.Decimal)) return { kind: "nothing" };
  const isInWord = isInside && isWord(kind);
  const word = isInWord ? { start, end: Math.max(end, offset) } : { start: offset, end: offset };
  const before = isInWord ? at - 1 : at;
  if (tokens.kinds[before] === Token.Dot) {
    if (isNumeral(tokens.kinds[before - 1]) && tokens.ends[before - 1] === tokens.starts[before] && !isInWord)
      return { kind: "nothing" };
    return { kind: "member", dot: tokens.starts[before] ?? 0, word };
  }
  const made = newName(document, before, word);
  if (made) return made;
  const block = enclosing(tokens, before);
  if (block.kind === Token.OpenBracket) {
    const place = placeInTask(document, block.index, before, offset, word);
    if (place) return place;
  }
  return ordinary(tokens, before, block, word, isLineBetween(source, tokens, before, word.start));
}

const isNumeral = (kind: number | undefined) => kind === Token.Integer || kind === Token.Decimal;

function isInComment({ comments }: Tokens, offset: number): boolean {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low - 1];
  if (!comment) return false;
  return comment.kind === "line" ? offset <= comment.end : offset < comment.end;
}

/** `for each |`, `for each x |`, `catch (|`. */
function newName(document: Document, before: number, word: Span): Place | null {
  const { kinds } = document.tokens;
  const text = (index: number) => tokenText(document, index).toLowerCase();
  if (text(before) === "each" && kinds[before - 1] === Token.For) return { kind: "nothing" };
  if (kinds[before] === Token.OpenParen && kinds[before - 1] === Token.Catch) return { kind: "nothing" };
  const each = text(before - 1) === "index" ? before - 2 : before - 1;
  if (isWord(kinds[before] ?? 0) && text(each) === "each" && kinds[each - 1] === Token.For) return { kind: "in", word };
  return null;
}

/** A place inside `task [ … ]`; null when the bracket is a list's or an index'. */
function placeInTask(document: Document, open: number, before: number, offset: number, word: Span): Place | null {
  const { tokens, source } = document;
  const { kinds, starts } = tokens;
  const task = pathBefore(document, open);
  if (!task) return null;
  const keys = keysBetween(document, open, before);
  const lineStart = Math.max(source.lastIndexOf("\n", offset - 1) + 1, tokens.ends[open] ?? 0);
  const written = /^\s*([a-z][a-z -]*)?$/i.exec(source.slice(lineStart, offset));
  const first = written ? offset - (written[1]?.length ?? 0) : word.start;
  let last = before;
  while (last > open && (starts[last] ?? 0) >= first) last--;
  const given = keys.map(({ text }) => text);
  if (written && (last === open || endsValue(kinds[last] ?? 0)))
    return { kind: "attribute", task, given, word: { start: first, end: word.end } };
  if (endsValue(kinds[before] ?? 0)) return { kind: "attribute", task, given, word };
  const key = keys.at(-1);
  if (!key) return null;
  return { kind: "attribute-value", task, key: key.text, isFirst: before === key.colon, word };
}

/** Whether a value or statement may end with the token. */
function endsValue(kind: number): boolean {
  if (kind === Token.CloseParen || kind === Token.CloseBracket || kind === Token.CloseBrace || isText(kind))
    return true;
  if (isNumeral(kind)) return true;
  return isWord(kind) && !operands.has(kind);
}

/** Words behind which a value must follow. */
const operands: ReadonlySet<number> = new Set<number>([
  ...[Token.Return, Token.Info, Token.Throw, Token.In, Token.Contains, Token.Like, Token.StartsWith, Token.EndsWith],
  ...[Token.Is, Token.NotWord, Token.AndWord, Token.OrWord, Token.Else, Token.Try],
]);

const literalOpeners: ReadonlySet<number> = new Set<number>([
  ...[Token.Assign, Token.OpenParen, Token.OpenBracket, Token.Comma, Token.Colon, Token.Return, Token.In, Token.Info],
  ...[Token.Plus, Token.PlusAssign, Token.Equal, Token.NotEqual, Token.Throw],
]);

/** Whether the brace at this index opens a list or map and no block. */
function isLiteral(tokens: Tokens, index: number): boolean {
  return tokens.kinds[index] === Token.OpenBrace && literalOpeners.has(tokens.kinds[index - 1] ?? 0);
}

function ordinary(tokens: Tokens, before: number, block: Opener, word: Span, isOnNewLine: boolean): Place {
  const previous = before < 0 ? Token.End : (tokens.kinds[before] ?? 0);
  const inStatements = block.kind === Token.End || (block.kind === Token.OpenBrace && !isLiteral(tokens, block.index));
  if (inStatements) {
    const starts = before < 0 || previous === Token.Semicolon || previous === Token.OpenBrace;
    if (starts || previous === Token.CloseBrace || previous === Token.Else || previous === Token.Try)
      return { kind: "statement", word };
    if (isOnNewLine && endsValue(previous)) return { kind: "statement", word };
  }
  return endsValue(previous) ? { kind: "operator", word } : { kind: "expression", word };
}

function isLineBetween(source: string, tokens: Tokens, before: number, until: number): boolean {
  return before >= 0 && source.slice(tokens.ends[before], until).includes("\n");
}
