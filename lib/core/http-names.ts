/** Lower-case names a person may not set: they belong to the connection, which the transport owns. */
export const forbiddenHeaders: ReadonlySet<string> = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "keep-alive",
  "expect",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
]);

/** Whether the transport refuses this header; any `proxy-…` name counts. */
export const isForbiddenHeader = (name: string): boolean => {
  const lower = name.toLowerCase();
  return forbiddenHeaders.has(lower) || lower.startsWith("proxy-");
};

/** RFC 9110 token: what may stand before the colon. Also the rule for method names. */
export const isHeaderName = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);

/** One line of Latin-1 text without control characters; tabs are allowed. */
export const isHeaderValue = (value: string): boolean => !/[^\t\x20-\x7e\x80-\xff]/.test(value);
