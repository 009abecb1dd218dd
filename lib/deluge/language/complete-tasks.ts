import { taskNamed } from "../builtins/lookup";
import type { Span } from "../diagnostic";
import { typeText } from "./describe";
import { type Item, plain } from "./item";

/** Keys of a task block that are not given yet, the required ones first (§6.9). */
export function attributeItems(path: string, given: readonly string[], word: Span, hasColon: boolean): Item[] {
  const task = taskNamed(path.toLowerCase());
  const items: Item[] = [];
  for (const { key, type, isRequired, doc, bareWords } of task?.attributes ?? []) {
    if (given.includes(key)) continue;
    const detail = `${bareWords ? bareWords.join(" | ") : typeText(type)}${isRequired ? ", required" : ""}`;
    const item = { label: key, kind: "property", detail, doc, span: word, rank: isRequired ? 0 : 1 } as const;
    items.push(hasColon ? { ...item, text: key } : { ...item, text: `${plain(key)} : $0`, isSnippet: true });
  }
  return items;
}

/** The bare words an attribute takes, `GET` and the like. */
export function wordItems(path: string, key: string, word: Span): Item[] {
  const attribute = taskNamed(path.toLowerCase())?.attributes.find((one) => one.key === key);
  const words = attribute?.bareWords ?? (attribute?.type === "boolean" ? ["true", "false"] : []);
  const files = key === "attachments" ? [{ label: "file", text: "file:" }] : [];
  return [...words.map((label) => ({ label, text: label })), ...files].map((one) => ({
    ...{ ...one, kind: "value", span: word, rank: 0 },
  }));
}
