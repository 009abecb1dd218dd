import { indentJson } from "@/components/exchange/format";
import { contentTypeOf, parseBody } from "@/lib/inspector/parse-body";
import { hexDump } from "./hex";
import type { ShownRequest } from "./shown-request";
import { queryOf } from "./target";

const dumpedBytes = 4096;

/** A request as texts that compare line by line: decoded query, headers by name, the body as it reads best. */
export function comparedTexts(request: ShownRequest): { line: string; query: string; headers: string; body: string } {
  const path = request.target.split("?")[0] ?? "";
  return {
    line: `${request.method} ${path}`,
    query: queryOf(request.target)
      .map(([name, value]) => `${name}=${value}`)
      .join("\n"),
    headers: request.headers
      .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
      .sort()
      .join("\n"),
    body: bodyText(request),
  };
}

function bodyText(request: ShownRequest): string {
  const parsed = parseBody({ ...request, isTruncated: request.isTruncated || request.isCut });
  if (parsed.kind === "json") return indentJson(request.body);
  if (parsed.kind === "binary") return hexDump(parsed.base64, dumpedBytes);
  if (parsed.kind === "form" && contentTypeOf(request.headers) !== "")
    return [...new URLSearchParams(request.body)].map(([name, value]) => `${name}=${value}`).join("\n");
  return request.body;
}
