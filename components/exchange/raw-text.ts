import type { Attempt, StoredRequest } from "@/lib/delivery/delivery";
import { splitUrl, statusText } from "./format";

const headerLines = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** The request as it goes over the wire, HTTP/1.1 spelling. */
export function rawRequest({ method, url, body }: StoredRequest, headers: Record<string, string>): string {
  const { host, rest } = splitUrl(url);
  const target = rest === "" || rest.startsWith("/") ? rest || "/" : `/${rest}`;
  const lines = [`${method} ${target.replace(/#.*$/, "")} HTTP/1.1`];
  if (!headers.host) lines.push(`host: ${host.replace(/^[^@]*@/, "")}`);
  return [...lines, ...headerLines(headers), "", body ?? ""].join("\n");
}

export const rawResponse = ({ status, headers, body }: NonNullable<Attempt["response"]>): string =>
  [`HTTP/1.1 ${statusText(status)}`, ...headerLines(headers), "", body].join("\n");
