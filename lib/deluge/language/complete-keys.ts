import { taskNamed } from "../builtins/lookup";
import type { Span } from "../diagnostic";
import { isWord, Token } from "../syntax/token";
import { enclosing, tokenText } from "./brackets";
import { type Document, scopeAt } from "./document";
import type { Item } from "./item";
import { keyed, keysSeen } from "./map-keys";
import type { Place } from "./place";

const patterned = new Set("tostring totext text todate todatetime totime".split(" "));

const patterns = [
  ["dd-MMM-yyyy", "31-Dec-2026"],
  ["dd-MMM-yyyy HH:mm:ss", "31-Dec-2026 18:05:00"],
  ["yyyy-MM-dd", "2026-12-31"],
  ["yyyy-MM-dd HH:mm:ss", "2026-12-31 18:05:00"],
  ["yyyy-MM-dd'T'HH:mm:ssXXX", "2026-12-31T18:05:00+05:30"],
  ["EEEE, dd MMMM yyyy", "Thursday, 31 December 2026"],
  ["hh:mm a", "06:05 PM"],
  ["#,##0.00", "1,234.50"],
] as const;

/** Inside a text that is a first argument: keys seen with the same map, date patterns, words of an attribute. */
export function textItems(document: Document, { token, word }: Extract<Place, { kind: "text" }>): Item[] {
  const { tokens } = document;
  const before = token - 1;
  if (tokens.kinds[before] !== Token.OpenParen) return attributeWords(document, token, word);
  const method = tokenText(document, before - 1).toLowerCase();
  if (patterned.has(method))
    return patterns.map(([label, detail]) => ({ label, detail, kind: "value", text: label, span: word, rank: 0 }));
  const isMethod = tokens.kinds[before - 2] === Token.Dot && isWord(tokens.kinds[before - 3] ?? 0);
  if (!isMethod || !keyed.has(method)) return [];
  const name = tokenText(document, before - 3);
  const scope = scopeAt(document, word.start);
  const variable = scope.variables.findLast((one) => one.name === name);
  if (!variable) return [];
  return keysSeen(document, variable, word.start).map((label) => ({
    ...{
      label,
      kind: "property",
      detail: `key of ${name}`,
      text: label.replace(/["\\]/g, "\\$&"),
      span: word,
      rank: 0,
    },
  }));
}

function attributeWords(document: Document, token: number, word: Span): Item[] {
  const { tokens } = document;
  if (tokens.kinds[token - 1] !== Token.Colon) return [];
  const block = enclosing(tokens, token - 1);
  if (block.kind !== Token.OpenBracket) return [];
  const task = taskNamed(tokenText(document, block.index - 1).toLowerCase());
  const key = tokenText(document, token - 2).toLowerCase();
  const words = task?.attributes.find((one) => one.key === key)?.bareWords ?? [];
  return words.map((label) => ({ label, kind: "value", text: label, span: word, rank: 0 }));
}
