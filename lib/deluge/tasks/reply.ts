import type { Run } from "../builtins/builtin";
import { typeOfName } from "../builtins/file";
import type { UrlReply } from "../host";
import { decodeText } from "../values/bytes";
import { ScriptError } from "../values/errors";
import { parseJson } from "../values/json";
import { made } from "../values/size";
import { FileValue, KeyValue, type Value } from "../values/value";
import { headerNamed } from "./headers";

export type ReplyForm = {
  format: "auto" | "string" | "file";
  charset: string | null;
  isDetailed: boolean;
  url: string;
};

/** What a call gives the script (spec/deluge.md §7): by content type, or as the attributes say. */
export function valueOfReply(reply: UrlReply, form: ReplyForm, run: Run): Value {
  run.spend(reply.body.length);
  if (!form.isDetailed) return content(reply, form, run, true);
  const headers = new Map<Value, Value>();
  for (const [name, value] of reply.headers) {
    const before = headers.get(name);
    headers.set(name, typeof before === "string" ? `${before}, ${value}` : value);
  }
  return new KeyValue(
    new Map<Value, Value>([
      ["responseCode", reply.status],
      ["responseText", content(reply, form, run, false)],
      ["responseHeader", new KeyValue(headers)],
    ]),
  );
}

function content(reply: UrlReply, { format, charset, url }: ReplyForm, run: Run, readsJson: boolean): Value {
  const type = headerNamed(reply.headers, "content-type") ?? "";
  if (format === "file" || (format === "auto" && reply.body.length > 0 && isFile(reply, type)))
    return fileOf(reply, type, url);
  const text = made(decodeText(reply.body, charset ?? charsetOf(type) ?? "utf-8"), run);
  return readsJson && format === "auto" ? jsonIn(text, run) : text;
}

/** A JSON object or array as a value; any other text as it is. */
function jsonIn(text: string, run: Run): Value {
  const trimmed = text.trim();
  const ends = `${trimmed.charAt(0)}${trimmed.at(-1) ?? ""}`;
  if (ends !== "{}" && ends !== "[]") return text;
  try {
    return parseJson(trimmed, run);
  } catch (error) {
    if (error instanceof ScriptError) return text;
    throw error;
  }
}

/** The charset a content type names, when it is one this platform knows. */
function charsetOf(type: string): string | null {
  const name = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1];
  if (name === undefined) return null;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return null;
  }
}

const textual =
  /^(?:text\/|application\/(?:.*\+)?(?:json|xml|javascript|ecmascript|x-www-form-urlencoded|graphql|yaml|x-yaml|x-ndjson|problem\+json)|message\/|multipart\/)|\+(?:json|xml)$/i;

function isFile(reply: UrlReply, type: string): boolean {
  if (/^\s*attachment/i.test(headerNamed(reply.headers, "content-disposition") ?? "")) return true;
  const bare = type.split(";")[0]?.trim() ?? "";
  return bare === "" ? !isUtf8(reply.body) : !textual.test(bare);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function fileOf(reply: UrlReply, type: string, url: string): FileValue {
  const name = nameIn(headerNamed(reply.headers, "content-disposition") ?? "") ?? lastOf(url) ?? "file";
  return new FileValue(name, type.split(";")[0]?.trim() || typeOfName(name), reply.body);
}

/** The file name of a Content-Disposition header (RFC 6266), without any folder. */
function nameIn(disposition: string): string | null {
  const extended = /filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition);
  const name = extended === undefined ? (plain?.[1]?.replace(/\\(.)/g, "$1") ?? plain?.[2]) : decoded(extended);
  return name?.split(/[\\/]/).pop()?.trim() || null;
}

const lastOf = (url: string) => decoded(url.split(/[?#]/)[0]?.split("/").slice(3).pop() ?? "") || null;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
