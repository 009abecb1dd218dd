import { RE2JS } from "re2js";
import { fail, LimitError } from "../values/errors";
import { checkLength, spendLength } from "../values/size";
import type { Run } from "./builtin";

const longestPattern = 10_000;
const mostKept = 200;
// RE2's time is at worst the text's length times the pattern's size: this is about a second.
const mostSteps = 60_000_000;

const kept = new Map<string, RE2JS>();

// What Java's patterns write another way.
const spellings: Record<string, string> = {
  ...{
    "\\h": "[\\t\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000} ]",
    "\\R": "(?:\\r\\n|[\\n\\v\\f\\r])",
  },
  ...{ "\\Z": "(?:\\r?\\n)?\\z", "\\e": "\\x1b", "\\_": "_" },
  ...{ "\\p{Alpha}": "\\pL", "\\p{IsAlphabetic}": "\\pL", "\\p{Digit}": "\\d", "\\p{Upper}": "\\p{Lu}" },
  ...{ "\\p{Lower}": "\\p{Ll}", "\\p{Space}": "\\s", "\\p{Punct}": "\\pP" },
};

const rewritten = (source: string): string =>
  source.replace(/\\u([0-9a-fA-F]{4})|\\p\{[A-Za-z]+\}|\\[\s\S]/g, (escaped, unit: string | undefined) =>
    unit ? `\\x{${unit}}` : ((Object.hasOwn(spellings, escaped) ? spellings[escaped] : undefined) ?? escaped),
  );

/** What RE2 leaves out, in words; null when the pattern just has a mistake. */
function leftOut(source: string): string | null {
  const escapeless = source.replace(/\\[\s\S]/g, (escaped) => (/[1-9k]/.test(escaped) ? escaped : "__"));
  const bare = escapeless.replace(/\[\^?\]?[^\]]*\]/g, "_");
  if (/\(\?<?[=!]/.test(bare)) return "look-ahead and look-behind are not supported";
  if (/\\(?:[1-9]|k<)/.test(bare)) return "back-references are not supported";
  if (/[*+?}]\+|\(\?>/.test(bare)) return "possessive quantifiers and atomic groups are not supported";
  return /\[[^\]]*&&/.test(escapeless) ? "intersections of character classes are not supported" : null;
}

/** A pattern of RE2 (linear in the text), kept once compiled; ScriptError when it can't be read (spec/deluge.md §9.1). */
export function regexOf(source: string, ignoresCase: boolean): RE2JS {
  const name = `${ignoresCase ? "i" : "c"}${source}`;
  const known = kept.get(name);
  if (known) return known;
  const compiled = compile(source, ignoresCase);
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(name, compiled);
  return compiled;
}

function compile(source: string, ignoresCase: boolean): RE2JS {
  if (source.length > longestPattern) fail(`A regular expression has at most ${longestPattern} characters`);
  const missing = leftOut(source);
  const shown = source.length > 100 ? `${source.slice(0, 100)}…` : source;
  if (missing) fail(`Invalid regular expression '${shown}': ${missing}`);
  try {
    return RE2JS.compile(rewritten(source), ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "").replace("(?i)", "") : "";
    const isCount = why.startsWith("invalid repeat count");
    return fail(`Invalid regular expression '${shown}': ${isCount ? "a repetition may count to 1000" : why}`);
  }
}

/** Nothing watches the clock while RE2 works. */
function spendSteps(run: Run, text: string, regex: RE2JS): void {
  const steps = text.length * regex.programSize();
  if (steps > mostSteps) fail("The text is too long for this regular expression");
  run.spend(steps >> 6);
}

/** Whether the whole text matches. */
export function matchesWhole(run: Run, text: string, regex: RE2JS): boolean {
  spendSteps(run, text, regex);
  return regex.matcher(text).matches();
}

type Piece = string | number;

/** `$1` and `${name}` as Java reads them, a backslash makes the next character literal; a `$` that names no group stays (§9.1). */
function replacementPieces(replacement: string, regex: RE2JS): Piece[] {
  const groups = regex.groupCount();
  const names = regex.namedGroups();
  const pieces: Piece[] = [];
  let last = 0;
  for (const found of replacement.matchAll(/\\([\s\S])|\$(?:(\d)(\d?)|\{(\w+)\})/g)) {
    const [whole, literal, first, second, name] = found;
    const at = found.index;
    let piece: Piece | undefined = literal;
    let length = whole.length;
    if (name !== undefined) piece = Object.hasOwn(names, name) ? names[name] : undefined;
    if (first !== undefined) {
      const both = Number(first + (second ?? ""));
      piece = both <= groups ? both : Number(first) <= groups ? Number(first) : undefined;
      if (piece !== both) length = 2;
    }
    if (piece === undefined) continue;
    pieces.push(replacement.slice(last, at), piece);
    last = at + length;
  }
  pieces.push(replacement.slice(last));
  return pieces.filter((piece) => piece !== "");
}

/** The text with its matches replaced, all or the first. */
export function replaceMatches(run: Run, text: string, regex: RE2JS, replacement: string, onlyFirst: boolean): string {
  spendSteps(run, text, regex);
  const pieces = replacementPieces(replacement, regex);
  const matcher = regex.matcher(text);
  let result = "";
  let last = 0;
  let found = 0;
  let unwatched = 0;
  while (matcher.find()) {
    result += text.slice(last, matcher.start());
    for (const piece of pieces) result += typeof piece === "string" ? piece : (matcher.group(piece) ?? "");
    last = matcher.end();
    checkLength(result.length, run);
    found++;
    // Each search may read to the end of the text: many of them are watched by the clock.
    unwatched += text.length - last;
    if (unwatched > 5_000_000) {
      unwatched = 0;
      if (run.timeLeftMs() <= 0)
        throw new LimitError(
          "time",
          `The limit of Execution Time has reached its maximum ${run.limits.timeMs / 1000} seconds`,
        );
    }
    if (onlyFirst) break;
  }
  if (found === 0) return text;
  result += text.slice(last);
  spendLength(result.length, run);
  return result;
}
