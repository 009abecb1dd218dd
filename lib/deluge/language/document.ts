import type { Expression, Name } from "../ast";
import { type Checked, check } from "../check/check";
import type { Referring, Scope, Variable } from "../check/resolution";
import type { CheckContext } from "../check/state";
import { findingsOf } from "../syntax/findings";
import { scan } from "../syntax/scanner";
import type { Tokens } from "../syntax/token";

/** What the language service knows besides the source. */
export type LanguageContext = CheckContext & {
  /** Tasks of the host, offered where their path begins. */
  hostTasks?: readonly { path: string; doc?: string }[];
};

/** One source, read once however often it is asked about. */
export type Document = {
  source: string;
  context: LanguageContext;
  checked: Checked;
  tokens: Tokens;
  /** What the words at these offsets mean: names, the last words of members and calls, bindings. */
  words: ReadonlyMap<number, Word>;
  /** Members and methods by the offset of their name, ascending. */
  dots: readonly Dotted[];
};

export type Dotted = Extract<Expression, { kind: "member" | "method" }>;

export type Word =
  | { kind: "node"; node: Referring }
  | { kind: "binding"; name: Name; variable: Variable }
  /** A function's own name in its header. */
  | { kind: "function"; scope: Scope };

const kept: Document[] = [];
const mostKept = 4;

/** Reads a source, or finds it read: requests about the same text share one analysis. */
export function documentOf(source: string, context: LanguageContext = {}): Document {
  const at = kept.findIndex((one) => one.source === source && sameContext(one.context, context));
  const known = kept[at];
  if (known) {
    if (at > 0) kept.unshift(...kept.splice(at, 1));
    return known;
  }
  const document = read(source, context);
  kept.unshift(document);
  kept.length = Math.min(kept.length, mostKept);
  return document;
}

const sameContext = (a: LanguageContext, b: LanguageContext) =>
  a === b ||
  (a.signature === b.signature &&
    a.hasTask === b.hasTask &&
    a.functions === b.functions &&
    a.options === b.options &&
    a.hostTasks === b.hostTasks);

/** Reads a source without keeping it. */
export function read(source: string, context: LanguageContext): Document {
  const checked = check(source, context);
  const tokens = tokensOf(source);
  return { source, context, checked, tokens, words: wordsOf(checked), dots: dotsOf(checked) };
}

/** As the parser reads them: with a quote missing, texts end with their line. */
function tokensOf(source: string): Tokens {
  const tokens = scan(source, findingsOf(source), true);
  return tokens.hasOpenText ? scan(source, findingsOf(source), false) : tokens;
}

function wordsOf({ resolution }: Checked): Map<number, Word> {
  const words = new Map<number, Word>();
  for (const node of resolution.references.keys()) {
    if (node.kind === "name") words.set(node.start, { kind: "node", node });
    else if (node.kind !== "task") words.set(node.name.start, { kind: "node", node });
    else for (const { start } of node.path) words.set(start, { kind: "node", node });
  }
  for (const [name, variable] of resolution.bindings) words.set(name.start, { kind: "binding", name, variable });
  for (const scope of resolution.scopes)
    for (const { start } of scope.function?.path ?? []) words.set(start, { kind: "function", scope });
  return words;
}

function dotsOf({ resolution }: Checked): Dotted[] {
  const dots: Dotted[] = [];
  for (const node of resolution.references.keys())
    if (node.kind === "member" || node.kind === "method") dots.push(node);
  return dots.sort((a, b) => a.name.start - b.name.start);
}

/** The member or method whose dot stands at the offset. */
export function dottedAt({ dots }: Document, dot: number): Dotted | undefined {
  let low = 0;
  let high = dots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((dots[middle]?.name.start ?? 0) <= dot) low = middle + 1;
    else high = middle;
  }
  const found = dots[low];
  return found && found.object.end <= dot ? found : undefined;
}

/** The function an offset stands in; the entry outside all. */
export function scopeAt({ checked }: Document, offset: number): Scope {
  const { scopes, entry } = checked.resolution;
  const inside = scopes.find(({ function: node }) => node && node.start <= offset && offset <= node.end);
  return inside ?? entry;
}
