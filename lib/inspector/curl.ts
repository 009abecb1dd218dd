import type { CapturedRequest } from "./bin";

/** What curl works out itself from the URL and the body it is given. */
const ownHeaders = new Set(["host", "content-length", "transfer-encoding", "connection", "expect", "keep-alive"]);

/**
 * A command for any POSIX shell that sends the captured request to `url` again: same method, headers and body bytes.
 * A body that is no plain text travels as base64 through a pipe; a truncated one goes out as far as it was kept.
 */
export function toCurl(
  { method, headers, body, bodyEncoding }: Pick<CapturedRequest, "method" | "headers" | "body" | "bodyEncoding">,
  url: string,
): string {
  const isPiped = body !== "" && (bodyEncoding === "base64" || body.includes("\0"));
  const options = method === "HEAD" ? ["--head"] : [`-X ${quote(method)}`];
  // Otherwise curl expands [] and {} and tidies /../ away.
  if (/[[\]{}]/.test(url)) options.push("--globoff");
  if (/\/\.{1,2}(?:[/?#]|$)/.test(url)) options.push("--path-as-is");
  options.push(...headerOptions(headers, body !== ""));
  if (body !== "") options.push(isPiped ? "--data-binary @-" : `--data-raw ${quote(body)}`);
  const command = ["curl", ...options, quote(url)].join(" \\\n  ");
  if (!isPiped) return command;
  return `printf %s ${quote(bodyEncoding === "base64" ? body : toBase64(body))} | base64 -d | ${command}`;
}

/** One shell word, whatever it contains. NUL can't be part of one and is left out. */
export const quote = (text: string): string => `'${text.replaceAll("\0", "").replaceAll("'", `'\\''`)}'`;

function headerOptions(headers: CapturedRequest["headers"], hasBody: boolean): string[] {
  const sent = headers.filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  const names = new Set(sent.map(([name]) => name.toLowerCase()));
  // A name with nothing after the colon keeps curl from adding its own.
  const withheld = ["Accept", "User-Agent", ...(hasBody ? ["Content-Type"] : [])].filter(
    (name) => !names.has(name.toLowerCase()),
  );
  return [
    ...sent.map(([name, value]) => `-H ${quote(value === "" ? `${name};` : `${name}: ${asText(value)}`)}`),
    ...withheld.map((name) => `-H ${quote(`${name}:`)}`),
  ];
}

/** Header bytes are kept as Latin-1; where they are UTF-8, the shell's own encoding makes the same bytes of them. */
function asText(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(value, (char) => char.charCodeAt(0)));
  } catch {
    return value;
  }
}

const toBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
