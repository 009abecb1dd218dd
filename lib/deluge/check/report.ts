import type { Diagnostic, Span } from "../diagnostic";
import { type Fix, findingsOf } from "../syntax/findings";
import { lineIndex } from "../syntax/line-index";

type Add = (span: Span, code: string, message: string, fixes?: readonly Fix[]) => void;

/** What a check finds in one source. */
export type Report = {
  readonly source: string;
  error: Add;
  warning: Add;
  hint: Add;
  /** From 1. */
  lineAt(offset: number): number;
  /** With what the parser found, in text order. */
  all(): Diagnostic[];
};

export function reportOn(source: string, parsed: readonly Diagnostic[]): Report {
  const findings = findingsOf(source);
  const lines = lineIndex(source);
  return {
    source,
    error: (span, code, message, fixes) => findings.add("error", code, message, span, fixes),
    warning: (span, code, message, fixes) => findings.add("warning", code, message, span, fixes),
    hint: (span, code, message, fixes) => findings.add("hint", code, message, span, fixes),
    lineAt: lines.lineAt,
    all: () => [...parsed, ...findings.all()].sort((a, b) => a.start - b.start),
  };
}
