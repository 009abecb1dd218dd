import type { Json } from "@/lib/core/json";
import type { CapturedRequest } from "./bin";
import { parseXml } from "./parse-xml";

const maxDepth = 64;
const maxPairs = 2000;

/** One name of a form body; `children` are the names in brackets after it (`ticket[agent][name]`), in the order sent. Or an XML element. */
export type FormNode = { name: string; values: string[]; children: FormNode[] };

/** A body as its content type says it reads. `note` tells why it is shown as text after all. */
export type ParsedBody =
  | { kind: "empty" }
  | { kind: "json"; value: Json }
  | { kind: "form" | "xml"; nodes: FormNode[] }
  | { kind: "text"; text: string; note?: string }
  | { kind: "binary"; base64: string };

/** Reads a captured body for display. Never throws, whatever was sent; names such as `__proto__` are just names. */
export function parseBody({
  headers,
  body,
  bodyEncoding,
  isTruncated,
}: Pick<CapturedRequest, "headers" | "body" | "bodyEncoding" | "isTruncated">): ParsedBody {
  if (body === "") return { kind: "empty" };
  if (bodyEncoding === "base64") return { kind: "binary", base64: body };
  const type = contentTypeOf(headers);
  if (type === "application/x-www-form-urlencoded") return parseForm(body);
  if (/^(application|text)\/json$|\+json$/.test(type) || (type === "" && /^\s*[[{]/.test(body))) {
    if (isTruncated)
      return { kind: "text", text: body, note: "Only the beginning was kept, so it can't be read as JSON." };
    return parseJson(body);
  }
  if (/^(application|text)\/xml$|\+xml$/.test(type) || (type === "" && /^\s*</.test(body))) {
    if (isTruncated)
      return { kind: "text", text: body, note: "Only the beginning was kept, so it can't be read as XML." };
    return readXmlBody(body);
  }
  return { kind: "text", text: body };
}

function readXmlBody(body: string): ParsedBody {
  const { nodes, mistake, isTooLarge } = parseXml(body, maxPairs);
  if (mistake !== undefined) return { kind: "text", text: body, note: `It is not valid XML: ${mistake}.` };
  if (isTooLarge)
    return {
      kind: "text",
      text: body,
      note: `It has more than ${maxPairs.toLocaleString("en")} elements and attributes.`,
    };
  return { kind: "xml", nodes };
}

/** The media type without parameters, in lower case; empty when there is none. */
export const contentTypeOf = (headers: CapturedRequest["headers"]): string =>
  headers
    .find(([name]) => name.toLowerCase() === "content-type")?.[1]
    .split(";")[0]
    ?.trim()
    .toLowerCase() ?? "";

function parseJson(body: string): ParsedBody {
  try {
    const value = JSON.parse(body) as Json;
    if (isDeeperThan(value, maxDepth))
      return { kind: "text", text: body, note: `It is nested more than ${maxDepth} levels deep.` };
    return { kind: "json", value };
  } catch (error) {
    return {
      kind: "text",
      text: body,
      note: `It is not valid JSON: ${error instanceof Error ? error.message : error}.`,
    };
  }
}

function isDeeperThan(value: Json, limit: number): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((node) => (typeof node === "object" && node !== null ? Object.values(node) : []));
  }
  return false;
}

function parseForm(body: string): ParsedBody {
  const pairs = [...new URLSearchParams(body.replace(/[\r\n]+$/, ""))];
  if (pairs.length > maxPairs)
    return { kind: "text", text: body, note: `It has more than ${maxPairs.toLocaleString("en")} fields.` };
  const nodes: FormNode[] = [];
  const known = new Map<string, FormNode>();
  for (const [name, value] of pairs) nodeAt(nodes, known, keysOf(name)).values.push(value);
  return { kind: "form", nodes };
}

/** `a[b][]` as `a`, `b`, empty; a name that is not well bracketed, or absurdly deep, stays one key. */
function keysOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
  if (!match) return [name];
  const inner = [...(match[2] ?? "").matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? "");
  return inner.length >= maxDepth ? [name] : [match[1] ?? "", ...inner];
}

/** Finds or makes the node at a path; `known` keys paths unambiguously. */
function nodeAt(roots: FormNode[], known: Map<string, FormNode>, keys: string[]): FormNode {
  let siblings = roots;
  let node: FormNode = { name: "", values: [], children: siblings };
  for (const [depth, name] of keys.entries()) {
    const path = JSON.stringify(keys.slice(0, depth + 1));
    const found = known.get(path);
    node = found ?? { name, values: [], children: [] };
    if (!found) {
      known.set(path, node);
      siblings.push(node);
    }
    siblings = node.children;
  }
  return node;
}
