/** "12.4 ms", "340 ms", "1.24 s", "2 min 5 s". */
export function formatMs(ms: number): string {
  if (ms < 10) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "512 B", "1.2 KB", "3.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${trim(bytes / 1000)} KB`;
  return `${trim(bytes / 1_000_000)} MB`;
}
const trim = (value: number) => value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, "");

const phrases: Record<number, string> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
/** "200 OK", or the number alone where there is no common phrase. */
export const statusText = (status: number): string => `${status} ${phrases[status] ?? ""}`.trim();

/** "api.example.com" and what follows, for a line that shortens; the whole text as host when it is no URL. */
export function splitUrl(url: string): { host: string; rest: string } {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(url);
  return match ? { host: match[1] ?? "", rest: match[2] ?? "" } : { host: url, rest: "" };
}

export const isJsonType = (contentType: string | undefined): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType ?? "");

/** JSON text with line breaks and indentation, every token as it was written; the text itself when it isn't JSON. */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let result = "";
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[^\s"{}[\],:]+|[{}[\],:]/g) ?? [];
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const isEmpty = /^[{[]$/.test(tokens[index - 1] ?? "");
    if (token === "}" || token === "]") {
      depth -= 1;
      result += isEmpty ? token : `${line()}${token}`;
    } else if (token === "{" || token === "[") {
      depth += 1;
      result += /^[}\]]$/.test(tokens[index + 1] ?? "") ? token : `${token}${line()}`;
    } else if (token === ",") result += `,${line()}`;
    else result += token === ":" ? ": " : token;
  }
  return result;
}
