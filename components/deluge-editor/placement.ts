/** Where a snippet goes, and the text around it that puts it on lines of its own. Lines and columns count from 1. */
export type Placement = { line: number; column: number; before: string; after: string; indent: string };

/**
 * A statement dropped on code goes before its line when dropped in the indentation, after it otherwise, a level deeper
 * behind an opening brace; on an empty line, and for an expression, exactly where it was dropped.
 */
export function placementAt(lines: readonly string[], line: number, column: number, isStatement: boolean): Placement {
  const text = lines[line - 1] ?? "";
  const code = text.trim();
  if (!isStatement || code === "") return { line, column, before: "", after: "", indent: "" };
  const first = text.length - text.trimStart().length + 1;
  if (column <= first) return { line, column: first, before: "", after: "\n", indent: "" };
  const indent = /[{[(]$/.test(code) ? "\t" : "";
  return { line, column: text.trimEnd().length + 1, before: `\n${indent}`, after: "", indent };
}

/** The snippet as it is written at its place. */
export const placed = (text: string, { before, after, indent }: Placement): string =>
  `${before}${indent === "" ? text : text.replaceAll("\n", `\n${indent}`)}${after}`;
