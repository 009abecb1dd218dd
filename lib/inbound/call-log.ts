import { mask, redact } from "@/lib/core/secrets";
import { storable } from "@/lib/core/text";
import type { WebMethodCall } from "./web-method";

const longestLogged = 65_536;
const mostHeaders = 100;
/** Headers whose values are secrets whoever sends them. */
const secretHeaders = /^(?:x-access-key|authorization|proxy-authorization|cookie|set-cookie)$/i;
/** Added by Hookdesk's own front door, not by the caller. */
const ownHeaders = /^x-hookdesk-/i;

export type LoggedRequest = { headers: Record<string, string>; query: string; body: string; isTruncated?: boolean };

/** A call's request as the log keeps it: without the access key wherever it stands, storable, cut at 64 KB. */
export function loggedRequest(
  { headers, query, body, isTruncated = false }: LoggedRequest,
  accessKey: string,
): WebMethodCall["request"] {
  const secrets = accessKey === "" ? [] : [accessKey];
  const clean = (text: string) => redact(storable(text), secrets);
  const kept = Object.entries(headers)
    .filter(([name]) => !ownHeaders.test(name))
    .slice(0, mostHeaders)
    .map(([name, value]) => [name, secretHeaders.test(name) ? mask : clean(value).slice(0, 8000)]);
  // Masked whole before it is cut: a cut through the key would leave half of it.
  const text = clean(body);
  return {
    headers: Object.fromEntries(kept),
    query: clean(withoutKey(query)).slice(0, 8000),
    body: cut(text),
    isTruncated: isTruncated || text.length > longestLogged,
  };
}

/** The text of an answer as the log keeps it; what repeated calls are told. */
export const loggedText = (text: string, accessKey: string): string =>
  cut(redact(storable(text), accessKey === "" ? [] : [accessKey]));

const cut = (text: string) => (text.length > longestLogged ? text.slice(0, longestLogged).toWellFormed() : text);

/** The query with the value of every parameter that is spelled like the access key's masked. */
function withoutKey(query: string): string {
  return query
    .split("&")
    .map((pair) => {
      const [name = ""] = pair.split("=", 1);
      const [[decoded = ""] = []] = new URLSearchParams(name);
      return /^access[-_ ]?key$/i.test(decoded.trim()) ? `${name}=${mask}` : pair;
    })
    .join("&");
}
