import type { Scope, Variable } from "../check/resolution";
import type { Span, TextEdit } from "../diagnostic";
import { tokenBefore } from "./brackets";
import { type Document, documentOf, type LanguageContext } from "./document";

type Subject = { variable: Variable } | { scope: Scope };

/** The variable or own function whose name the offset is in or at the end of. */
function subjectAt(document: Document, offset: number): Subject | null {
  const { tokens, words, checked } = document;
  for (const at of [tokenBefore(tokens, offset + 1), tokenBefore(tokens, offset)]) {
    const word = at >= 0 && offset <= (tokens.ends[at] ?? 0) ? words.get(tokens.starts[at] ?? -1) : undefined;
    if (word?.kind === "binding") return { variable: word.variable };
    if (word?.kind === "function") return { scope: word.scope };
    const reference = word && checked.resolution.references.get(word.node);
    if (reference?.kind === "variable") return { variable: reference.variable };
    if (reference?.kind === "own") return { scope: reference.scope };
  }
  return null;
}

/** Where the variable gets its first value, or the function its name; null for what is not of this source. */
export function definitionAt(source: string, offset: number, context: LanguageContext = {}): Span | null {
  const subject = subjectAt(documentOf(source, context), offset);
  if (!subject) return null;
  if ("scope" in subject) return nameOf(subject.scope);
  const { start, end } = subject.variable.definition;
  return end > start ? { start, end } : null;
}

/** Every place that names the same variable or own function, in text order. */
export function referencesAt(source: string, offset: number, context: LanguageContext = {}): Span[] {
  const document = documentOf(source, context);
  const subject = subjectAt(document, offset);
  if (!subject) return [];
  const spans = "scope" in subject ? callsOf(document, subject.scope) : placesOf(subject.variable);
  const byStart = new Map(spans.map((span) => [span.start, span]));
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** The edits that give it another name; null where nothing can be renamed, or to no name. */
export function rename(source: string, offset: number, name: string, context: LanguageContext = {}): TextEdit[] | null {
  const spans = referencesAt(source, offset, context);
  if (spans.length === 0 || !/^[A-Za-z_]\w*$/.test(name)) return null;
  const document = documentOf(source, context);
  const subject = subjectAt(document, offset);
  // A parameter of the form is named outside of the source.
  if (subject && "variable" in subject && subject.variable.definition.end === 0) return null;
  return spans.map((span) => ({ ...span, text: name }));
}

/** The name alone of `input.x`. */
const placesOf = ({ name, reads, writes }: Variable): Span[] =>
  [...reads, ...writes].map(({ end }) => ({ start: end - name.length, end }));

function nameOf({ function: node }: Scope): Span | null {
  const last = node?.path.at(-1);
  return last ? { start: last.start, end: last.end } : null;
}

function callsOf(document: Document, scope: Scope): Span[] {
  const spans: Span[] = [];
  const own = nameOf(scope);
  if (own) spans.push(own);
  for (const [node, reference] of document.checked.resolution.references)
    if (reference.kind === "own" && reference.scope === scope && (node.kind === "call" || node.kind === "method"))
      spans.push({ start: node.name.start, end: node.name.end });
  return spans;
}
