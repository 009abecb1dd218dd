import { isWord, Token, type Tokens } from "../syntax/token";
import type { Document } from "./document";

/** Index of the last token that begins before the offset; -1 before the first. */
export function tokenBefore({ starts, count }: Tokens, offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const tokenText = ({ source, tokens }: Document, index: number) =>
  index < 0 ? "" : source.slice(tokens.starts[index], tokens.ends[index]);

export type Opener = { kind: number; index: number };

const closes = (kind: number) => kind === Token.CloseParen || kind === Token.CloseBracket || kind === Token.CloseBrace;
const opens = (kind: number) => kind === Token.OpenParen || kind === Token.OpenBracket || kind === Token.OpenBrace;

/** The innermost bracket that is open behind the token; `Token.End` outside all. A `;` ends what was left open in
 * parentheses. */
export function enclosing({ kinds }: Tokens, from: number): Opener {
  let depth = 0;
  let isPastEnd = false;
  for (let index = from; index >= 0; index--) {
    const kind = kinds[index] ?? 0;
    if (closes(kind)) depth++;
    else if (opens(kind)) {
      if (depth > 0) depth--;
      else if (!isPastEnd || kind === Token.OpenBrace) return { kind, index };
    } else if (kind === Token.Semicolon && depth === 0) isPastEnd = true;
  }
  return { kind: Token.End, index: -1 };
}

/** `zoho.sdp.invokeurl` in front of a bracket. */
export function pathBefore(document: Document, open: number): string {
  const { kinds } = document.tokens;
  let index = open - 1;
  if (!isWord(kinds[index] ?? 0)) return "";
  let path = tokenText(document, index);
  while (kinds[index - 1] === Token.Dot && isWord(kinds[index - 2] ?? 0)) {
    index -= 2;
    path = `${tokenText(document, index)}.${path}`;
  }
  return path;
}

/** The keys of a task block, in text order. */
export function keysBetween(document: Document, open: number, before: number): { text: string; colon: number }[] {
  const { kinds, starts, ends } = document.tokens;
  const keys: { text: string; colon: number }[] = [];
  let depth = 0;
  for (let index = open + 1; index <= before; index++) {
    const kind = kinds[index] ?? 0;
    if (opens(kind)) depth++;
    else if (closes(kind)) depth--;
    if (kind !== Token.Colon || depth > 0) continue;
    let first = index - 1;
    while (first - 1 > open && kinds[first - 1] === Token.Minus && isWord(kinds[first - 2] ?? 0)) first -= 2;
    const pair = `${tokenText(document, first - 1)} ${tokenText(document, first)}`.toLowerCase();
    const isPair = first - 1 > open && twoWords.has(pair);
    const from = isPair ? first - 1 : first;
    const text = isPair ? pair : document.source.slice(starts[from], ends[index - 1]).toLowerCase();
    keys.push({ text, colon: index });
  }
  return keys;
}

const twoWords = new Set(["reply to", "content type", "response format", "response decoding"]);
