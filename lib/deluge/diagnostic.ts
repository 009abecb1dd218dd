/** A place in the source, in UTF-16 offsets; `end` is exclusive. */
export type Span = { start: number; end: number };

export type Severity = "error" | "warning" | "hint";

/** One change of the source text. */
export type TextEdit = Span & { text: string };

/** What is wrong, where, in the language's own words (spec/deluge.md §11), and what mends it. */
export type Diagnostic = Span & {
  severity: Severity;
  /** Stable kebab-case identifier, say "undefined-variable". */
  code: string;
  message: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  fixes?: readonly { title: string; edits: readonly TextEdit[] }[];
};
