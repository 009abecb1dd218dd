/** `line` and `column` count from 1, `offset` from 0; columns are UTF-16 units, as in the editor. */
export type Position = { line: number; column: number; offset: number };

/** Offsets at which each line begins; CRLF, LF and CR all end a line. */
export function lineStarts(source: string): number[] {
  const starts = [0];
  for (const match of source.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
}

const around = 40;

/** The line at `offset` (shortened when long) with a row of carets under the place meant. */
export function excerptAt(source: string, offset: number, length: number): string {
  const position = positionAt(lineStarts(source), offset);
  const lineStart = offset - position.column + 1;
  const lineEnd = source.slice(offset).search(/[\r\n]/);
  const end = lineEnd < 0 ? source.length : offset + lineEnd;
  const from = Math.max(lineStart, offset - around);
  const to = Math.min(end, offset + around);
  const before = from > lineStart ? "…" : "";
  const after = to < end ? "…" : "";
  const carets = "^".repeat(Math.max(1, Math.min(length, to - offset)));
  const indent = source.slice(from, offset).replace(/[^\t]/g, " ");
  return `${before}${source.slice(from, to)}${after}\n${before && " "}${indent}${carets}`;
}
