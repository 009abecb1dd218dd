import { Flag } from "./token";

/** Where a text literal ends, and what was learnt on the way. One per scan, so that no search is done twice. */
export type TextEnd = {
  /** Behind the closing quote. */
  at: number;
  flags: number;
  spansLines: boolean;
  /** Up to here, single-quoted literals do not close when backslashes are taken for escapes. */
  rawUntil: number;
  /** A double-quoted literal that may span lines ran to the end of the source. */
  reachedEnd: boolean;
};

const isLineBreak = (code: number) => code === 10 || code === 13;

/** `"…"` (spec/deluge.md §2.5): a backslash keeps the next character from closing it. */
export function textEnd(source: string, start: number, spansLines: boolean, ending: TextEnd) {
  const { length } = source;
  let [flags, at, hasBreak] = [0, start + 1, false];
  for (; at < length; at++) {
    const code = source.charCodeAt(at);
    if (code === 34) break;
    if (code === 92) {
      flags = Flag.hasBackslash;
      if (!isLineBreak(source.charCodeAt(at + 1))) at++;
    } else if (isLineBreak(code)) {
      if (!spansLines) break;
      hasBreak = true;
    }
  }
  const isClosed = at < length && source.charCodeAt(at) === 34;
  if (!isClosed && at >= length && spansLines) ending.reachedEnd = true;
  finish(ending, Math.min(isClosed ? at + 1 : at, length), isClosed ? flags : flags | Flag.isUnclosed, hasBreak);
}

/** `'…'` (§2.6): on one line; where escapes would leave it open, backslashes are plain characters. */
export function quotedEnd(source: string, start: number, ending: TextEnd) {
  if (start >= ending.rawUntil) {
    let [flags, at] = [0, start + 1];
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at);
      if (code === 39) return finish(ending, at + 1, flags, false);
      if (isLineBreak(code)) break;
      if (code === 92) {
        flags = Flag.hasBackslash;
        if (!isLineBreak(source.charCodeAt(at + 1))) at++;
      }
    }
    ending.rawUntil = at;
  }
  let at = start + 1;
  while (at < ending.rawUntil && at < source.length && source.charCodeAt(at) !== 39) at++;
  const isClosed = at < source.length && source.charCodeAt(at) === 39;
  finish(
    ending,
    isClosed ? at + 1 : Math.min(at, source.length),
    isClosed ? Flag.isRaw : Flag.isRaw | Flag.isUnclosed,
    false,
  );
}

function finish(ending: TextEnd, at: number, flags: number, spansLines: boolean) {
  ending.at = at;
  ending.flags = flags;
  ending.spansLines = spansLines;
}
