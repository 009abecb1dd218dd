import type { Diagnostic, Severity, Span, TextEdit } from "../diagnostic";
import { type LineIndex, lineIndex } from "./line-index";

export type Fix = { title: string; edits: readonly TextEdit[] };

/** Collects the diagnostics of one source; a hopeless one gets no endless list. */
export type Findings = {
  add(severity: Severity, code: string, message: string, span: Span, fixes?: readonly Fix[]): void;
  /** In text order. */
  all(): Diagnostic[];
};

const most: Record<Severity, number> = { error: 100, warning: 500, hint: 500 };

export function findingsOf(source: string): Findings {
  const found: Diagnostic[] = [];
  const counts: Record<Severity, number> = { error: 0, warning: 0, hint: 0 };
  let lines: LineIndex | undefined;
  const add: Findings["add"] = (severity, code, message, { start, end }, fixes) => {
    if (++counts[severity] > most[severity]) {
      if (counts[severity] !== most.error + 1 || severity !== "error") return;
      [code, message, fixes] = ["too-many-errors", "Too many errors, the rest is not listed", undefined];
    }
    lines ??= lineIndex(source);
    const place = { start, end, line: lines.lineAt(start), column: lines.columnAt(start) };
    found.push({ ...place, severity, code, message, ...(fixes?.length ? { fixes } : {}) });
  };
  return { add, all: () => found.sort((a, b) => a.start - b.start) };
}

/** A fix that puts one text in place of a span. */
export const replacing = (title: string, { start, end }: Span, text: string): Fix => ({
  title,
  edits: [{ start, end, text }],
});
