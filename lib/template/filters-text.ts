import type { Filter, FilterEnv } from "./filter";
import { charge, checkLength } from "./limits";
import { textOf } from "./text";
import { isCollection, isEmptyCollection } from "./value";

/** The text of a filter's value, counted against the render's budget. */
export function readText(value: unknown, env: FilterEnv): string {
  const text = textOf(value, env);
  charge(env, text.length);
  return text;
}

function occurrences(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}

function replacePairs(text: string, pairs: readonly (readonly [string, string])[], env: FilterEnv): string {
  let result = "";
  let at = 0;
  // All pairs at once and the longest first, as PHP's strtr does: a replacement is never replaced again.
  const sorted = pairs.filter(([from]) => from !== "").sort(([a], [b]) => b.length - a.length);
  while (at < text.length) {
    charge(env, sorted.length);
    const pair = sorted.find(([from]) => text.startsWith(from, at));
    result += pair ? pair[1] : text[at];
    at += pair ? pair[0].length : 1;
    checkLength(env, result.length);
  }
  return result;
}

function replace(value: unknown, [from, to]: readonly unknown[], env: FilterEnv): string {
  const text = readText(value, env);
  if (isCollection(from)) {
    const pairs = Object.entries(from).map(([key, entry]) => [key, textOf(entry, env)] as const);
    return replacePairs(text, pairs, env);
  }
  const part = textOf(from, env);
  const other = textOf(to, env);
  if (part === "") return text;
  checkLength(env, text.length + occurrences(text, part) * Math.max(0, other.length - part.length));
  return text.replaceAll(part, () => other);
}

function trim(value: unknown, [chars]: readonly unknown[], env: FilterEnv): string {
  const text = readText(value, env);
  if (chars === undefined) return text.trim();
  const unwanted = new Set(textOf(chars, env));
  let start = 0;
  let end = text.length;
  while (start < end && unwanted.has(text[start] ?? "")) start += 1;
  while (end > start && unwanted.has(text[end - 1] ?? "")) end -= 1;
  return text.slice(start, end);
}

/** Everything between < and > goes, and comments up to -->; an unclosed < stays. */
function stripTags(text: string): string {
  const lastCommentEnd = text.lastIndexOf("-->");
  let result = "";
  let at = 0;
  for (let open = text.indexOf("<"); open >= 0; open = text.indexOf("<", at)) {
    const isComment = text.startsWith("<!--", open) && lastCommentEnd >= open + 4;
    const close = text.indexOf(isComment ? "-->" : ">", isComment ? open + 4 : open);
    if (close < 0) break;
    result += text.slice(at, open);
    at = close + (isComment ? 3 : 1);
  }
  return result + text.slice(at);
}

const capitalize = (text: string): string => {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
};

const onText = (doc: string, change: (text: string) => string): Filter => ({
  doc,
  args: [],
  call: (value, _args, env) => change(readText(value, env)),
});

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  value === false ||
  (isCollection(value) && isEmptyCollection(value));

export const textFilters: Record<string, Filter> = {
  default: {
    doc: "The given value when there is none: empty text, an empty list, or an unknown field.",
    args: [{ name: "value", isOptional: true }],
    call: (value, [other]) => (isEmpty(value) ? (other ?? "") : value),
  },
  upper: onText("All letters in upper case.", (text) => text.toUpperCase()),
  lower: onText("All letters in lower case.", (text) => text.toLowerCase()),
  capitalize: onText("The first letter in upper case, the rest in lower case.", capitalize),
  trim: {
    doc: "Without white space at both ends, or without the given characters.",
    args: [{ name: "characters", isOptional: true }],
    call: trim,
  },
  replace: {
    doc: 'Each occurrence of one text exchanged for another: replace("a", "b") or replace({"a": "b"}).',
    args: [{ name: "search" }, { name: "replacement", isOptional: true }],
    call: replace,
  },
  striptags: onText("Without HTML tags and comments.", stripTags),
  nl2br: {
    doc: "With <br /> before each line break.",
    args: [],
    isMarkup: true,
    finalIn: () => ["xml"],
    call: (value, _args, env) => readText(value, env).replace(/\r\n|\n|\r/g, "<br />$&"),
  },
  split: {
    doc: "The parts of a text between separators, as a list.",
    args: [{ name: "separator" }],
    call: (value, [separator], env) => readText(value, env).split(textOf(separator, env)),
  },
};
