import type { Run } from "../builtins/builtin";
import { formEncode } from "../builtins/encoding";
import { asMap, asText, isTrue } from "../values/convert";
import { fail } from "../values/errors";
import { getKey } from "../values/keys";
import { checkLength } from "../values/size";
import { jsonOf, textOf } from "../values/text";
import { FileValue, KeyValue, List, settled, type Value } from "../values/value";
import { multipart, type Part } from "./multipart";

/** What goes out: added to the URL's query, or as a body with the content type it has when the script names none. */
export type Payload = { query: string; body: string | Uint8Array | null; type: string | null };

const nothing: Payload = { query: "", body: null, type: null };

const isGiven = (value: Value | undefined): value is Value => value !== undefined && value !== null;

const plainText = (value: Value, run: Run) => (value === null ? "" : textOf(value, run));

/** `a=1&b=x+y` of a map. */
export function formOf(map: KeyValue, run: Run): string {
  let form = "";
  for (const [key, value] of map.entries) {
    const pair = `${formEncode(textOf(key, run), "+")}=${formEncode(plainText(value, run), "+")}`;
    form += form === "" ? pair : `&${pair}`;
    run.spend(pair.length);
    checkLength(form.length, run);
  }
  return form;
}

/** `parameters` (spec/deluge.md §7): in the query of GET and DELETE, else a form; TEXT is sent as it is. */
export function payloadOfParameters(given: Value | undefined, method: string, run: Run): Payload {
  if (!isGiven(given)) return nothing;
  const value = settled(given);
  if (value instanceof FileValue) return { query: "", body: value.bytes, type: "application/octet-stream" };
  if (value instanceof KeyValue || (value instanceof List && value.isUndecided)) {
    const form = formOf(asMap(value, run), run);
    if (method === "GET" || method === "DELETE" || method === "OPTIONS") return { ...nothing, query: form };
    return { query: "", body: form, type: "application/x-www-form-urlencoded" };
  }
  const text = value instanceof List ? jsonOf(value, run) : asText(value, run);
  if (method === "GET") return { ...nothing, query: text.trim().replace(/\s/g, "%20") };
  return { query: "", body: text, type: "text/plain;charset=UTF-8" };
}

/** `body` (§7): TEXT as plain text, a map as multipart/form-data, a FILE as its bytes. */
export function payloadOfBody(given: Value, run: Run): Payload {
  const value = settled(given);
  if (value instanceof FileValue) return { query: "", body: value.bytes, type: "application/octet-stream" };
  if (value instanceof KeyValue) return { query: "", ...multipart(fieldsOf(value, run), run) };
  const text = value instanceof List ? jsonOf(value, run) : asText(value, run);
  return { query: "", body: text, type: "text/plain;charset=UTF-8" };
}

/** `files` (§7), with the fields of `parameters` in front of them. */
export function payloadOfFiles(files: Value, parameters: Value | undefined, run: Run): Payload {
  const fields = isGiven(parameters) ? fieldsOf(asMap(settled(parameters), run), run) : [];
  const value = settled(files);
  const items = value instanceof List ? value.items : [value];
  const parts = [...fields, ...items.map((item) => partOf(settled(item), run))];
  return { query: "", ...multipart(parts, run) };
}

const fieldsOf = (map: KeyValue, run: Run): Part[] =>
  [...map.entries].map(([key, value]) => {
    const name = textOf(key, run);
    return value instanceof FileValue ? { name, content: value } : { name, content: plainText(value, run) };
  });

/** A file, or a map of `paramName` and `content` for a text part. */
function partOf(item: Value, run: Run): Part {
  if (item instanceof FileValue) return { name: item.paramName ?? "file", content: item };
  if (!(item instanceof KeyValue)) return fail("files takes files, or maps with paramName and content");
  const content = getKey(item, "content") ?? null;
  const named = getKey(item, "paramName") ?? null;
  const name = named === null ? undefined : asText(named, run);
  const isText = isTrue(getKey(item, "stringPart") ?? false, run);
  if (content instanceof FileValue && !isText) return { name: name ?? content.paramName ?? "file", content };
  return { name: name ?? "file", content: plainText(content, run) };
}
