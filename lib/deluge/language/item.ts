import type { Span, TextEdit } from "../diagnostic";

/** A completion, sorted by `rank` and then by label. */
export type Item = {
  label: string;
  kind:
    | "function"
    | "method"
    | "variable"
    | "parameter"
    | "keyword"
    | "snippet"
    | "property"
    | "value"
    | "namespace"
    | "task";
  /** Type or signature, one line. */
  detail?: string;
  doc?: string;
  /** What replaces `span`; with tab stops such as `${1:url}` and `$0` when `isSnippet`. */
  text: string;
  isSnippet?: true;
  span: Span;
  /** Small ones first. */
  rank: number;
  /** Further changes of the source, away from `span`. */
  also?: readonly TextEdit[];
};

/** As snippets want text that is no tab stop. */
export const plain = (text: string) => text.replace(/[\\$}]/g, "\\$&");

/** A call's completion: the cursor ends up between the parentheses when there is something to give. */
export function callInsert(
  name: string,
  parameters: readonly { name: string; isOptional?: true }[],
  hasParens: boolean,
) {
  if (hasParens) return { text: name };
  const required = parameters.filter(({ isOptional }) => !isOptional);
  if (parameters.length === 0) return { text: `${name}()` };
  if (required.length === 0) return { text: `${plain(name)}($1)$0`, isSnippet: true as const };
  const stops = required.map((parameter, at) => `\${${at + 1}:${plain(parameter.name)}}`);
  return { text: `${plain(name)}(${stops.join(", ")})$0`, isSnippet: true as const };
}

/** Keeps what begins like, or at least contains, what is written so far. */
export function matching(items: readonly Item[], written: string): Item[] {
  const wanted = written.toLowerCase();
  const found: Item[] = [];
  const seen = new Set<string>();
  for (const item of items) {
    const label = item.label.toLowerCase();
    const key = `${item.kind} ${label}`;
    if (!isSubsequence(wanted, label) || seen.has(key)) continue;
    seen.add(key);
    found.push(label.startsWith(wanted) ? item : { ...item, rank: item.rank + 100 });
  }
  return found.sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
}

function isSubsequence(wanted: string, label: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = label.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
