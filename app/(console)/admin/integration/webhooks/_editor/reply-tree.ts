import { isAppError } from "@/lib/core/errors";
import { convertValue } from "@/lib/desk/convert";
import type { CustomField } from "@/lib/desk/custom-forms";
import { findInReply, problemWithPath } from "@/lib/wire/codec";
import type { ResponseContentType } from "@/lib/wire/codec/content-types";
import { outlineHtml } from "@/lib/wire/codec/html-outline";
import type { HtmlPage } from "@/lib/wire/codec/html-page";

/** One value of a sample reply. `path` is how a response field names it; undefined where no path can. */
export type ReplyNode = { key: string; path: string | undefined; depth: number; kind: string; preview: string };

/** How a path is written in each type, and a reply to paste. */
export const samplePaths: Record<ResponseContentType, string> = {
  "application/json": "result.number",
  "application/xml": "response.result.number",
  "application/x-www-form-urlencoded": "number",
  "text/html": "#number",
};
export const sampleReplies: Record<ResponseContentType, string> = {
  "application/json": '{"result": {"number": "INC0010001"}}',
  "application/xml": "<response><result><number>INC0010001</number></result></response>",
  "application/x-www-form-urlencoded": "status=ok&number=INC0010001",
  "text/html": '<p id="number">INC0010001</p>',
};

const plainKey = /^[^.[\]\s$"\\](?:[^.[\]]*[^.[\]\s])?$/;
const longestPreview = 80;

function childPath(parent: string | undefined, key: string | number): string | undefined {
  if (parent === undefined) return undefined;
  if (typeof key === "number") return parent === "$" ? `$[${key}]` : `${parent}[${key}]`;
  if (plainKey.test(key)) return parent === "$" ? key : `${parent}.${key}`;
  return /["\\]/.test(key) ? undefined : `${parent}["${key}"]`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return value === null ? "null" : typeof value;
}

/** A value on one line: lists and objects as their size, long text shortened. */
export function previewOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  if (typeof value === "object" && value !== null) {
    const size = Object.keys(value).length;
    return size === 1 ? "1 field" : `${size} fields`;
  }
  const text = JSON.stringify(value) ?? "";
  return text.length > longestPreview ? `${text.slice(0, longestPreview)}…` : text;
}

/** Rows from the top down; `more` counts what was left out, `problem` says why there is no more to choose from. */
export type ReplyTree = { nodes: ReplyNode[]; more: number; problem?: string };

/** A decoded reply as rows, at most `limit` of them: values of JSON and forms, elements and attributes of XML and HTML. */
export function replyTree(type: ResponseContentType, value: unknown, limit = 400): ReplyTree {
  if (type === "text/html") return htmlRows(value as HtmlPage, limit);
  const isXml = type === "application/xml";
  const nodes: ReplyNode[] = [];
  let more = 0;
  const walk = (key: string, path: string | undefined, depth: number, current: unknown) => {
    const shown = isXml ? elementText(current) : current;
    if (nodes.length >= limit) more += 1;
    else nodes.push({ key, path, depth, kind: kindOf(shown), preview: previewOf(shown) });
    visitChildren(path, depth + 1, current);
  };
  const visitChildren = (path: string | undefined, depth: number, current: unknown) => {
    if (typeof current !== "object" || current === null) return;
    const children: [string | number, unknown][] = Array.isArray(current)
      ? current.map((child, index) => [index, child])
      : Object.entries(current);
    // An element's own row stands for its text.
    for (const [key, child] of children)
      if (!isXml || key !== "#text") walk(String(key), childPath(path, key), depth, child);
  };
  // An XML path begins with the root element; there is nothing above it to map.
  if (isXml) visitChildren("$", 0, value);
  else walk("$", "$", 0, value);
  return { nodes, more };
}

/** What the path of an XML element finds: its text if it has any or has nothing but attributes. */
const elementText = (element: unknown) => findInReply("application/xml", element, "$");

function htmlRows(page: HtmlPage, limit: number): ReplyTree {
  const whole: ReplyNode = { key: "$", path: "$", depth: 0, kind: "string", preview: previewOf(page.text) };
  try {
    const { elements, more } = outlineHtml(page, limit);
    const rows = elements.map(
      ({ selector, name, depth, text }): ReplyNode => ({
        key: name,
        path: selector,
        depth: Math.min(depth, 12),
        kind: "string",
        preview: previewOf(text),
      }),
    );
    return { nodes: [whole, ...rows], more };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { nodes: [whole], more: 0, problem: error.message };
  }
}

export type Outcome = { ok: true; found: string; stored: string } | { ok: false; message: string };

/** What a response field would make of the sample: the value found and what its field would store, or why not. */
export function outcomeOf(
  type: ResponseContentType,
  value: unknown,
  path: string,
  field: CustomField | undefined,
): Outcome | undefined {
  if (path.trim() === "") return undefined;
  const problem = problemWithPath(type, path);
  if (problem) return { ok: false, message: `${problem}.` };
  let found: unknown;
  try {
    found = findInReply(type, value, path);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ok: false, message: error.message };
  }
  if (found === undefined) return { ok: false, message: "Not in the sample: the field would be left as it is." };
  if (!field) return { ok: true, found: previewOf(found), stored: previewOf(found) };
  const converted = convertValue(field, typeof found === "string" ? found.replaceAll("\0", "").toWellFormed() : found);
  return converted.ok
    ? { ok: true, found: previewOf(found), stored: previewOf(converted.value) }
    : { ok: false, message: `${converted.message}. The field would be left as it is.` };
}
