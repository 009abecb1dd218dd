import type { Expression } from "../ast";
import type { Span } from "../diagnostic";
import type { Resolution } from "./resolution";

/** Deeper paths than any that mean something. */
const longest = 8;

/** `zoho.device.type` as its words; null for anything but a name and members of it. */
export function pathOf(node: Expression): string[] | null {
  const words: string[] = [];
  let at = node;
  while (at.kind === "member" && words.length < longest) {
    words.push(at.name.text);
    at = at.object;
  }
  if (at.kind !== "name") return null;
  words.push(at.text);
  return words.reverse();
}

/** A name or member that is a part of a path and has no value. */
export const isNamespace = (node: Expression, { references }: Pick<Resolution, "references">) =>
  (node.kind === "name" || node.kind === "member") && references.get(node)?.kind === "namespace";

/** Words that begin paths of stored functions, beside the known functions' own (§6.1). */
const functionNamespaces = new Set(
  "standalone automation thisapp button schedule validation_rule related_list".split(" "),
);

export const isFunctionNamespace = (word: string) => functionNamespaces.has(word.toLowerCase());

/** The span of several nodes that follow each other. */
export const spanning = (first: Span, last: Span): Span => ({ start: first.start, end: last.end });
