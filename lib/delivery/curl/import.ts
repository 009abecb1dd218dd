import type { AuthInput } from "@/lib/wire/auth/input";
import { responseContentTypes } from "@/lib/wire/codec/content-types";
import { type ContentType, contentTypes, type Method, methods, type WebhookConfig } from "../webhook";
import { type CurlRequest, flags, short, valued } from "./options";
import { shellWords } from "./shell-words";

/** What a pasted command means for the webhook form; `notes` say what could not be taken over, one sentence each. */
export type CurlDraft = {
  config: Pick<WebhookConfig, "url" | "method" | "headers" | "body" | "hasEncodedUrlParameters"> &
    Partial<Pick<WebhookConfig, "requestContentType" | "responseContentType">>;
  auth?: AuthInput;
  notes: string[];
};
export type CurlImport = { ok: true; draft: CurlDraft } | { ok: false; message: string };

export const longestCurl = 1_000_000;

/** Drafts a webhook from a cURL command as browsers and partners' documents write it. Runs nothing. */
export function importCurl(command: string): CurlImport {
  if (command.length > longestCurl) return { ok: false, message: "This command is longer than 1,000,000 characters." };
  const split = shellWords(command.trim());
  if ("problem" in split) return { ok: false, message: `${split.problem}.` };
  const [program = "", ...words] = split.words;
  if (!/^(.*[/\\])?curl(\.exe)?$/i.test(program))
    return { ok: false, message: "This is not a cURL command: it begins with curl and has a URL." };
  const read = readOptions(words);
  if (typeof read === "string") return { ok: false, message: read };
  if (read.url === "") return { ok: false, message: "The command names no URL." };
  takeUser(read);
  return { ok: true, draft: draftOf(read) };
}

function readOptions(words: readonly string[]): CurlRequest | string {
  const request: CurlRequest = {
    ...{ url: "", method: undefined, headers: [], data: [], isGet: false, isJson: false },
    ...{ user: undefined, scheme: "basic", bearer: undefined, notes: [] },
  };
  // Reversed: taking from the front of a long list costs its length each time.
  const queue = words.toReversed();
  for (let word = queue.pop(); word !== undefined; word = queue.pop()) {
    if (!word.startsWith("-") || word === "-") {
      request.url ||= word;
      continue;
    }
    // `-XPOST` and `-sSL`: one letter each, the rest a value or further letters.
    const isLong = word.startsWith("--");
    const name = isLong ? (word.split("=", 1)[0] ?? "") : (short[word[1] ?? ""] ?? word.slice(0, 2));
    const attached = isLong
      ? word.includes("=")
        ? word.slice(name.length + 1)
        : undefined
      : word.slice(2) || undefined;
    const option = valued[name];
    if (option) {
      const value = attached ?? queue.pop();
      if (value === undefined) return `${name} needs a value, but the command ends there.`;
      option(request, value);
      continue;
    }
    flags[name]?.(request, "");
    if (!isLong && attached) queue.push(`-${attached}`);
  }
  return request;
}

/** `https://user:password@host/` says what `--user` does; a webhook's URL is shown as it is. */
function takeUser(request: CurlRequest): void {
  const [, scheme = "", user, rest = ""] = /^([a-z]+:\/\/)?([^/?#@]*)@(.*)$/is.exec(request.url) ?? [];
  if (user === undefined) return;
  request.url = scheme + rest;
  request.user ??= user.replaceAll(/(?:%[\da-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}

function draftOf(request: CurlRequest): CurlDraft {
  const { notes, data } = request;
  const joined = data.join(request.isJson ? "" : "&");
  const url = withQuery(request.url, request.isGet ? joined : "");
  const body = request.isGet ? "" : joined;
  const method = methodOf(request, body, notes);
  const { headers, auth, requestContentType, responseContentType } = sortHeaders(request, body, notes);
  if (/\{\{|\{%|\{#/.test(url + body))
    notes.push("The command contains {{ or {%, which is read as a placeholder here.");
  return {
    config: {
      url,
      method,
      headers,
      body,
      hasEncodedUrlParameters: url.includes("?") || url.includes("%"),
      ...(requestContentType && { requestContentType }),
      ...(responseContentType && { responseContentType }),
    },
    ...(auth && { auth }),
    notes: [...new Set(notes)],
  };
}

const withQuery = (url: string, query: string) => {
  const full = /^[a-z]+:\/\//i.test(url) ? url : `https://${url}`;
  return query === "" ? full : `${full}${full.includes("?") ? "&" : "?"}${query}`;
};

function methodOf({ method, isGet }: CurlRequest, body: string, notes: string[]): Method {
  const wanted = method ?? (isGet || body === "" ? "GET" : "POST");
  const known = methods.find((candidate) => candidate === wanted);
  if (!known) notes.push(`${wanted} is not among the methods: POST is used.`);
  return known ?? "POST";
}

const mediaType = (value: string) => value.split(";", 1)[0]?.trim().toLowerCase() ?? "";

function sortHeaders(request: CurlRequest, body: string, notes: string[]) {
  const headers: WebhookConfig["headers"] = [];
  let requestContentType: ContentType | undefined = request.isJson ? "application/json" : undefined;
  let responseContentType: CurlDraft["config"]["responseContentType"] = request.isJson ? "application/json" : undefined;
  let auth = ownAuth(request);
  let isTyped = request.isJson;
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (key === "content-type") {
      isTyped = true;
      const known = contentTypes.find((type) => type === mediaType(value));
      requestContentType = known ?? "text/plain";
      if (!known) headers.push({ name, value });
    } else if (key === "accept" && responseContentTypes.some((type) => type === mediaType(value)))
      responseContentType = responseContentTypes.find((type) => type === mediaType(value));
    else if (key === "authorization") auth = authOf(value) ?? unknownAuth(value, notes) ?? auth;
    else if (key === "host" || key === "content-length" || key === "connection" || key === "accept-encoding")
      notes.push(`The header ${name} is set when it is sent, and was left out.`);
    else if (value !== "") headers.push({ name, value });
  }
  if (!isTyped && body !== "") requestContentType = "application/x-www-form-urlencoded";
  return { headers, auth, requestContentType, responseContentType };
}

function ownAuth({ user, scheme, bearer }: CurlRequest): AuthInput | undefined {
  if (bearer !== undefined) return { type: "bearer", token: bearer };
  if (user === undefined) return undefined;
  const split = user.indexOf(":");
  const [name, password] = split < 0 ? [user, ""] : [user.slice(0, split), user.slice(split + 1)];
  if (scheme !== "ntlm") return { type: scheme, username: name, password };
  const [, domain = "", username = name] = /^([^\\]+)\\(.*)$/s.exec(name) ?? [];
  return { type: "ntlm", username, password, domain };
}

function authOf(value: string): AuthInput | undefined {
  const [, scheme = "", rest = ""] = /^(\S+)\s+(.+)$/.exec(value) ?? [];
  if (/^bearer$/i.test(scheme)) return { type: "bearer", token: rest };
  if (!/^basic$/i.test(scheme)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(rest.trim()), (char) => char.charCodeAt(0));
    const [username = "", ...password] = new TextDecoder().decode(bytes).split(":");
    return { type: "basic", username, password: password.join(":") };
  } catch {
    return undefined;
  }
}

function unknownAuth(value: string, notes: string[]): undefined {
  notes.push(
    `The Authorization header (${value.split(/\s/, 1)[0]}) was left out: choose the authentication type by hand.`,
  );
}
