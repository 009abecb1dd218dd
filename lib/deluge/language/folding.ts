import type { Span } from "../diagnostic";
import { lineIndex } from "../syntax/line-index";
import { Token } from "../syntax/token";
import { documentOf, type LanguageContext } from "./document";

/** A part that can be shown as its first line; runs over more than one. */
export type Fold = Span & { kind: "block" | "comment" };

const closers: Record<number, number> = {
  ...{ [Token.CloseBrace]: Token.OpenBrace, [Token.CloseBracket]: Token.OpenBracket },
  ...{ [Token.CloseParen]: Token.OpenParen },
};

/** Brackets and comments over several lines, by start. Brackets that miss their other half are left out. */
export function folding(source: string, context: LanguageContext = {}): Fold[] {
  const { tokens } = documentOf(source, context);
  const lines = lineIndex(source);
  const folds: Fold[] = [];
  const add = (start: number, end: number, kind: Fold["kind"]) => {
    if (lines.lineAt(start) < lines.lineAt(end)) folds.push({ start, end, kind });
  };
  const open: { kind: number; start: number }[] = [];
  const counts = new Int32Array(64);
  for (let at = 0; at < tokens.count; at++) {
    const kind = tokens.kinds[at] ?? 0;
    const opener = closers[kind];
    if (kind === Token.OpenBrace || kind === Token.OpenBracket || kind === Token.OpenParen) {
      open.push({ kind, start: tokens.starts[at] ?? 0 });
      counts[kind] = (counts[kind] ?? 0) + 1;
    } else if (opener !== undefined && (counts[opener] ?? 0) > 0)
      add(closeNearest(open, opener, counts), tokens.ends[at] ?? 0, "block");
  }
  let run: Span | null = null;
  for (const { start, end, kind } of tokens.comments) {
    if (kind === "block") add(start, end, "comment");
    const isNext =
      run !== null && kind === "line" && lines.lineAt(start) === lines.lineAt(run.end) + 1 && isAlone(source, start);
    if (run && isNext) run.end = end;
    else {
      if (run) add(run.start, run.end, "comment");
      run = kind === "line" && isAlone(source, start) ? { start, end } : null;
    }
  }
  if (run) add(run.start, run.end, "comment");
  return folds.sort((a, b) => a.start - b.start);
}

/** Closes the nearest of the kind and tells where it began; those left open inside it have no end. */
function closeNearest(open: { kind: number; start: number }[], kind: number, counts: Int32Array): number {
  for (let last = open.pop(); last; last = open.pop()) {
    counts[last.kind] = (counts[last.kind] ?? 0) - 1;
    if (last.kind === kind) return last.start;
  }
  return 0;
}

const isAlone = (source: string, start: number) => {
  const line = source.slice(Math.max(source.lastIndexOf("\n", start - 1) + 1, start - 200), start);
  return line.trim() === "";
};
