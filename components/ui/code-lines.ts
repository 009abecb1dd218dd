export type Highlight = { start: number; end: number; title?: string };
export type Ink = "key" | "string" | "number" | "literal";
export type Segment = { text: string; ink?: Ink; mark?: Highlight };

type Token = { start: number; end: number; ink: Ink };

/** Cuts text into lines of segments, each with at most one ink and one mark; offsets count UTF-16 units. */
export function codeLines(code: string, highlights: readonly Highlight[], language?: "json"): Segment[][] {
  const tokens = language === "json" ? jsonTokens(code) : [];
  const cuts = new Set<number>([0, code.length]);
  for (const { start, end } of [...tokens, ...highlights]) cuts.add(start).add(end);
  const offsets = [...cuts].filter((offset) => offset >= 0 && offset <= code.length).sort((a, b) => a - b);

  const lines: Segment[][] = [[]];
  let token = 0;
  for (const [index, start] of offsets.entries()) {
    const end = offsets[index + 1] ?? code.length;
    while ((tokens[token]?.end ?? Number.POSITIVE_INFINITY) <= start) token++;
    const current = tokens[token];
    const ink = current && current.start <= start ? current.ink : undefined;
    const mark = highlights.find((range) => range.start <= start && start < range.end);
    for (const [part, text] of code.slice(start, end).split("\n").entries()) {
      if (part > 0) lines.push([]);
      if (text) lines.at(-1)?.push({ text, ...(ink && { ink }), ...(mark && { mark }) });
    }
  }
  return lines;
}

const jsonPattern = /("(?:[^"\\\n]|\\.)*")(\s*:)?|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b/g;

/** Lenient on purpose: half-written or templated JSON is coloured as far as it goes. */
function jsonTokens(code: string): Token[] {
  return [...code.matchAll(jsonPattern)].map((match) => {
    const [whole, text, colon] = match;
    const ink = text ? (colon ? "key" : "string") : /^[tfn]/.test(whole) ? "literal" : "number";
    return { start: match.index, end: match.index + (text ?? whole).length, ink };
  });
}
