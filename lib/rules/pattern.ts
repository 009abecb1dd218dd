import { RE2JS } from "re2js";

export const longestPattern = 500;
// RE2's time is the text's length times the pattern's size, and a count such as {100} is written out that often.
const mostSteps = 5_000_000;
const largestProgram = 1_000;
const mostKept = 200;

type Compiled = { pattern: RE2JS } | { mistake: string };
const kept = new Map<string, Compiled>();

/**
 * A regular expression in RE2's syntax: no look-around or back-references, time linear in the text. Ignores case, and
 * `.` matches line breaks too, unless it says `(?-i)` or `(?-s)`. Compiled once; `mistake` says why it can't be.
 */
export function compilePattern(source: string): Compiled {
  const known = kept.get(source);
  if (known) return known;
  const compiled = compile(source);
  // The oldest goes: a desk has few patterns, a hostile API caller many.
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(source, compiled);
  return compiled;
}

function compile(source: string): Compiled {
  if (source.length > longestPattern) return { mistake: `A pattern has at most ${longestPattern} characters` };
  try {
    const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
    if (pattern.programSize() > largestProgram)
      return { mistake: "This pattern is too large: lower the counts in braces, such as {100}" };
    return { pattern };
  } catch (error) {
    const why = error instanceof Error ? error.message : "it has a mistake";
    // The library names its own flags as part of the text it quotes.
    return {
      mistake: `This pattern can't be read: ${why.replace(/^error parsing regexp: /, "").replace("(?s)(?i)", "")}`,
    };
  }
}

/**
 * Whether `source` occurs in `text`; false for a pattern that can't be read. Of a text too long for it (100,000 characters
 * and more for most) only the beginning is read.
 */
export function matchesPattern(text: string, source: string): boolean {
  const compiled = compilePattern(source);
  if ("mistake" in compiled) return false;
  const { pattern } = compiled;
  const most = Math.ceil(mostSteps / pattern.programSize());
  // The mark keeps `$` from taking the cut for the end.
  return pattern.matcher(text.length > most ? `${text.slice(0, most)}\uffff` : text).find();
}
