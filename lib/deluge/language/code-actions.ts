import type { Diagnostic, Span, TextEdit } from "../diagnostic";
import { documentOf, type LanguageContext } from "./document";

export type CodeAction = { title: string; edits: readonly TextEdit[]; diagnostic: Diagnostic; isPreferred: boolean };

/** Changes that mend what is wrong at a place, the likeliest of each diagnostic marked. */
export function codeActions(source: string, at: Span, context: LanguageContext = {}): CodeAction[] {
  const { checked } = documentOf(source, context);
  const touching = checked.diagnostics.filter(({ start, end }) => start <= at.end && at.start <= end);
  return touching.flatMap((diagnostic) =>
    (diagnostic.fixes ?? []).map(({ title, edits }, index) => ({ title, edits, diagnostic, isPreferred: index === 0 })),
  );
}

/** The source with edits made; they must not overlap. */
export function withEdits(source: string, edits: readonly TextEdit[]): string {
  let made = "";
  let from = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < from) continue;
    made += source.slice(from, start) + text;
    from = end;
  }
  return made + source.slice(from);
}
