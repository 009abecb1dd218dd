import type { StoredRequest } from "@/lib/delivery/delivery";
import type { RequestSegment } from "@/lib/delivery/request";
import { toCurl } from "@/lib/inspector/curl";

const longestValue = 200;

/** What a tinted part says on hover: field, raw value, escaping. */
export function describeSegment({ path, rawValue, escaping }: RequestSegment): string {
  const shown = rawValue.length > longestValue ? `${rawValue.slice(0, longestValue)}…` : rawValue;
  const how = escaping === "text" ? "inserted as it is" : `escaped for ${escaping.toUpperCase()}`;
  return `${path || "literal"}\n${shown === "" ? "(empty)" : shown}\n${how}`;
}

/** Headers in the order sent, the credentials hidden. */
export const shownHeaders = (
  headers: Record<string, string>,
  authHeaders: Record<string, string>,
): [string, string][] => [...Object.entries(authHeaders), ...Object.entries(headers)];

/** The request as HTTP text and as a cURL command. */
export function httpText(
  { method, url, body }: Pick<StoredRequest, "method" | "url" | "body">,
  headers: [string, string][],
): { raw: string; curl: string } {
  const { host, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`];
  return {
    raw: [...lines, ...headers.map(([name, value]) => `${name}: ${value}`), "", body ?? ""].join("\n"),
    curl: toCurl({ method, headers, body: body ?? "", bodyEncoding: "utf8" }, url),
  };
}
