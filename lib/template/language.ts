import { filters } from "./filters";
import { normaliseKey } from "./path";

/** A path the editor may offer, such as one row of the field catalogue. */
export type KnownPath = { path: string; label: string; kind: string };

/** One suggestion: `insert` replaces the source from `start` to `end`. */
export type CompletionItem = {
  label: string;
  insert: string;
  detail: string;
  kind: string;
  replace: { start: number; end: number };
};

const tags: Record<string, string> = {
  if: "Only when a condition holds",
  elseif: "Otherwise, when another condition holds",
  else: "Otherwise",
  endif: "End of if",
  for: "Once for each item of a list: for row in ticket.assets",
  endfor: "End of for",
};
// Completion looks back this far for the opening braces; nobody writes longer placeholders.
const lookBack = 1_000;

/** The unfinished placeholder or tag around `offset`, from just after its opening braces; undefined in plain text. */
function insideAt(source: string, offset: number): { text: string; isTag: boolean } | undefined {
  const before = source.slice(Math.max(0, offset - lookBack), offset);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open < 0) return undefined;
  const text = before.slice(open + 2);
  return /[}%]\}/.test(text) ? undefined : { text, isTag: before[open + 1] === "%" };
}

function isInString(text: string): boolean {
  let quote = "";
  for (const char of text) {
    if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
  }
  return quote !== "";
}

function matching<T>(items: readonly T[], typed: string, textOf: (item: T) => string): T[] {
  const wanted = normaliseKey(typed);
  const starting = items.filter((item) => normaliseKey(textOf(item)).startsWith(wanted));
  return starting.length > 0 ? starting : items.filter((item) => normaliseKey(textOf(item)).includes(wanted));
}

/**
 * What may be written at `offset`: fields inside `{{ }}`, filters after `|`, tag names after `{%`; nothing in plain text
 * and inside quotes.
 */
export function completionsAt(source: string, offset: number, known: readonly KnownPath[]): CompletionItem[] {
  const inside = insideAt(source, offset);
  if (!inside || isInString(inside.text)) return [];
  const text = inside.text.replace(/^-/, "");
  const rest = /^[\p{L}\p{N}_$.-]*/u.exec(source.slice(offset, offset + lookBack))?.[0] ?? "";
  const end = offset + rest.replace(/-+$/, "").length;
  const range = (typed: string) => ({ start: offset - typed.length, end });

  const named = (entries: [string, string][], typed: string, kind: string) =>
    matching(entries, typed, ([name]) => name).map(
      ([name, detail]): CompletionItem => ({ label: name, insert: name, detail, kind, replace: range(typed) }),
    );

  const lastPipe = text.lastIndexOf("|");
  const afterPipe = lastPipe < 0 ? undefined : text.slice(lastPipe + 1).trimStart();
  if (afterPipe !== undefined && /^\w*$/.test(afterPipe)) {
    return named(
      Object.entries(filters).map(([name, filter]) => [name, filter.doc]),
      afterPipe,
      "filter",
    );
  }
  if (inside.isTag && /^\s*\w*$/.test(text)) return named(Object.entries(tags), text.trimStart(), "tag");

  const words = /[\p{L}\p{N}_$. -]*$/u.exec(text)?.[0].trimStart() ?? "";
  const typed = inside.isTag ? (words.split(/(?:^|\s)(?:if|elseif|and|or|not|in)\s+/).at(-1) ?? "") : words;
  return matching(known, typed, (item) => item.path).map(({ path, label, kind }) => ({
    label: path,
    insert: path,
    detail: label,
    kind,
    replace: range(typed),
  }));
}
