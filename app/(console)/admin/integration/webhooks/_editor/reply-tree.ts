import { getPath, parsePath } from "@/lib/core/json";
import { convertValue } from "@/lib/desk/convert";
import type { CustomField } from "@/lib/desk/custom-forms";

/** One value of a sample reply. `path` is how a response field names it; undefined where no path can. */
export type ReplyNode = { key: string; path: string | undefined; depth: number; kind: string; preview: string };

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

/** A decoded reply as rows from the root down, at most `limit` of them; `more` counts what was left out. */
export function replyTree(value: unknown, limit = 400): { nodes: ReplyNode[]; more: number } {
  const nodes: ReplyNode[] = [];
  let more = 0;
  const walk = (key: string, path: string | undefined, depth: number, current: unknown) => {
    if (nodes.length >= limit) more += 1;
    else nodes.push({ key, path, depth, kind: kindOf(current), preview: previewOf(current) });
    if (typeof current !== "object" || current === null) return;
    const children: [string | number, unknown][] = Array.isArray(current)
      ? current.map((child, index) => [index, child])
      : Object.entries(current);
    for (const [childKey, child] of children) walk(String(childKey), childPath(path, childKey), depth + 1, child);
  };
  walk("$", "$", 0, value);
  return { nodes, more };
}

export type Outcome = { ok: true; found: string; stored: string } | { ok: false; message: string };

/** What a response field would make of the sample: the value found and what its field would store, or why not. */
export function outcomeOf(value: unknown, path: string, field: CustomField | undefined): Outcome | undefined {
  if (path.trim() === "") return undefined;
  if (!parsePath(path))
    return { ok: false, message: "This is not a path. Write it like result.number or items[0].id." };
  const found = getPath(value, path);
  if (found === undefined) return { ok: false, message: "Not in the sample: the field would be left as it is." };
  if (!field) return { ok: true, found: previewOf(found), stored: previewOf(found) };
  const converted = convertValue(field, typeof found === "string" ? found.replaceAll("\0", "").toWellFormed() : found);
  return converted.ok
    ? { ok: true, found: previewOf(found), stored: previewOf(converted.value) }
    : { ok: false, message: `${converted.message}. The field would be left as it is.` };
}
