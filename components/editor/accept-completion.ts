import type { CompletionItem } from "@/lib/template/language";

/** The text and caret after taking a suggestion. A field closes its braces, and the caret goes behind them. */
export function acceptCompletion(source: string, item: CompletionItem): { text: string; caret: number } {
  const { start, end } = item.replace;
  const before = source.slice(0, start);
  const after = source.slice(end);
  const closing = closingFor(item, before, after);
  const text = `${before}${item.insert}${closing}${after}`;
  const at = start + item.insert.length + closing.length;
  const existing = closing === "" && item.kind !== "filter" ? /^\s*\}\}/.exec(after)?.[0].length : undefined;
  return { text, caret: at + (existing ?? 0) };
}

/** What has to follow the suggestion so that its placeholder is complete; nothing where it already is. */
export function closingFor({ kind }: Pick<CompletionItem, "kind">, before: string, after: string): string {
  if (kind === "filter" || kind === "tag" || before.lastIndexOf("{%") > before.lastIndexOf("{{")) return "";
  const opened = before.slice(before.lastIndexOf("{{") + 2);
  const rest = after.search(/\{\{|\}\}|\|/);
  if (rest >= 0 && !after.startsWith("{{", rest) && /^[^\r\n]*$/.test(after.slice(0, rest))) return "";
  return /^\s/.test(opened) ? " }}" : "}}";
}
