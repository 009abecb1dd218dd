import type { Run, Task, TaskAttribute } from "../builtins/builtin";
import { asText, isTrue } from "../values/convert";
import { fail } from "../values/errors";
import type { Value } from "../values/value";
import { callUrl, checkedUrl, methods, withQuery } from "./call-url";
import { headersOf, withContentType } from "./headers";
import { type Payload, payloadOfBody, payloadOfFiles, payloadOfParameters } from "./payload";
import { type ReplyForm, valueOfReply } from "./reply";

const formats = ["NONE", "STRING", "FILE"];

/** Attributes of a request, shared by invokeurl and its relatives (spec/deluge.md §7). */
export const requestAttributes: readonly TaskAttribute[] = [
  { key: "url", type: "text", isRequired: true, doc: "Absolute http or https address." },
  { key: "type", type: "text", bareWords: methods, doc: "Method; GET when left out." },
  { key: "parameters", type: "any", doc: "A map (query of GET and DELETE, else a form), or the text of the body." },
  { key: "body", type: "any", doc: "Text, a map (multipart) or a file; not together with parameters." },
  { key: "headers", type: "map", doc: "Headers by name." },
  { key: "content-type", type: "text", doc: "Content type of the body." },
  { key: "files", type: "any", doc: "A file or a list of files, sent as multipart/form-data." },
  { key: "connection", type: "text", doc: "Link name of a stored credential." },
  { key: "detailed", type: "boolean", doc: "True for a map of responseCode, responseText and responseHeader." },
  { key: "response-format", type: "text", bareWords: formats, doc: "STRING or FILE to have the reply as such." },
  { key: "response-decoding", type: "text", doc: "Character set of the reply." },
];

type Attributes = ReadonlyMap<string, readonly Value[]>;

const one = (attributes: Attributes, key: string): Value => attributes.get(key)?.[0] ?? null;

const textIn = (attributes: Attributes, key: string, run: Run): string | null => {
  const value = one(attributes, key);
  return value === null ? null : asText(value, run).trim();
};

function methodOf(attributes: Attributes, run: Run): string {
  const method = (textIn(attributes, "type", run) || "GET").toUpperCase();
  return methods.includes(method) ? method : fail(`'${method.slice(0, 40)}' is no type: write ${methods.join(", ")}`);
}

function payloadOf(attributes: Attributes, method: string, run: Run): Payload {
  const [parameters, body, files] = ["parameters", "body", "files"].map((key) => one(attributes, key)) as [
    Value,
    Value,
    Value,
  ];
  if (body !== null && parameters !== null) fail("'body' and 'parameters' can't be given together");
  if (files !== null) return payloadOfFiles(files, body ?? parameters, run);
  return body === null ? payloadOfParameters(parameters, method, run) : payloadOfBody(body, run);
}

/** How the reply is to be read. */
function formOf(attributes: Attributes, url: string, run: Run): ReplyForm {
  const format = (textIn(attributes, "response-format", run) ?? "NONE").toUpperCase();
  const detailed = one(attributes, "detailed");
  if (!formats.includes(format)) fail(`'${format.slice(0, 40)}' is no response-format: write ${formats.join(", ")}`);
  return {
    format: format === "STRING" ? "string" : format === "FILE" ? "file" : "auto",
    charset: textIn(attributes, "response-decoding", run),
    isDetailed: detailed !== null && isTrue(detailed, run),
    url,
  };
}

/** One call over HTTP by attributes; a reply that is no success is a result like any other. */
export async function invoke(run: Run, attributes: Attributes): Promise<Value> {
  const method = methodOf(attributes, run);
  const address = checkedUrl(textIn(attributes, "url", run) ?? fail("'URL' message is missing for invokeurl task"));
  const form = formOf(attributes, address, run);
  const payload = payloadOf(attributes, method, run);
  const url = withQuery(address, payload.query);
  const named = headersOf(one(attributes, "headers"), run);
  const type = textIn(attributes, "content-type", run);
  const headers = withContentType(type ? withContentType(named, type) : named, payload.type);
  const connection = textIn(attributes, "connection", run);
  const reply = await callUrl(run, { method, url, headers, body: payload.body, connection });
  return valueOfReply(reply, form, run);
}

/** `invokeurl [ … ]` (spec/deluge.md §7). */
export const invokeurl: Task = {
  path: "invokeurl",
  attributes: requestAttributes,
  returns: "any",
  doc: "Calls an address over HTTP. JSON comes back as a map or a list, other text as text, anything else as a file.",
  section: "§7",
  call: invoke,
};
