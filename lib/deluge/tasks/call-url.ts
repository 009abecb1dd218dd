import type { Run } from "../builtins/builtin";
import type { UrlCall, UrlReply } from "../host";
import { fail } from "../values/errors";
import type { Headers } from "./headers";
import { inHostsWords } from "./host-error";
import type { Payload } from "./payload";

/** No answer within this is a "socket timeout error" (spec/deluge.md §7). */
const longestWaitMs = 40_000;
const mostReplyBytes = 5_000_000;

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** An absolute http(s) address; anything else is a ScriptError. */
export function checkedUrl(given: string): string {
  const url = given.trim();
  if (!/^https?:\/\/[^\s/?#]/i.test(url)) fail(`'${url.slice(0, 100)}' is not an absolute http or https address`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused.
  if (/[\u0000-\u001f\u007f]/.test(url)) fail("The url has a line break or another control character");
  return url;
}

/** The address with more in its query. */
export function withQuery(url: string, query: string): string {
  if (query === "") return url;
  const [before = "", fragment] = url.split("#", 2);
  const joint = !before.includes("?") ? "?" : /[?&]$/.test(before) ? "" : "&";
  return `${before}${joint}${query}${fragment === undefined ? "" : `#${fragment}`}`;
}

/** Makes the call and counts it; whatever goes wrong on the way is a ScriptError with the host's words. */
export async function callUrl(
  run: Run,
  call: { method: string; url: string; headers: Headers; connection: string | null } & Pick<Payload, "body">,
): Promise<UrlReply> {
  run.spendOutgoing();
  const request: UrlCall = {
    ...call,
    timeoutMs: Math.min(longestWaitMs, run.timeLeftMs()),
    maxReplyBytes: mostReplyBytes,
  };
  let reply: UrlReply;
  try {
    reply = await run.host.fetch(request);
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return fail("socket timeout error");
    return inHostsWords(error);
  }
  if (reply.body.length > mostReplyBytes) fail("The response is larger than 5 MB");
  return reply;
}
