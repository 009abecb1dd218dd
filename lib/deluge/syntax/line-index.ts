/** Lines of a source; they end at LF, CR or CRLF. Lines and columns count from 1, columns in UTF-16 units. */
export type LineIndex = {
  readonly count: number;
  lineAt(offset: number): number;
  columnAt(offset: number): number;
  /** Offset at which a line begins; beyond the last one, that of the last. */
  startOf(line: number): number;
};

/** Finds lines by binary search; building it takes one pass over the source. */
export function lineIndex(source: string): LineIndex {
  const starts = lineStarts(source);
  const at = (line: number) => starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  const lineAt = (offset: number) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return { count: starts.length, lineAt, columnAt: (offset) => offset - at(lineAt(offset)) + 1, startOf: at };
}

function lineStarts(source: string): number[] {
  const starts = [0];
  if (!source.includes("\r")) {
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === 10 || (code === 13 && source.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
