import { AppError } from "@/lib/core/errors";
import { isForbiddenHeader } from "@/lib/core/http-names";
import type { OutgoingRequest } from "@/lib/core/transport";
import type { CapturedRequest } from "@/lib/inspector/bin";

const credentials = new Set(["authorization", "cookie"]);

/** A captured request as it goes out again: method, headers and body as they came. Errors: invalid when its body can't be sent whole. */
export function replayOf(request: CapturedRequest, url: string, withCredentials: boolean): OutgoingRequest {
  if (request.isTruncated)
    throw new AppError("invalid", "Only the beginning of this body was kept, so it can’t be sent again.");
  if (request.bodyEncoding === "base64")
    throw new AppError("invalid", "This body is not text. Use Copy as cURL, which sends its bytes as they are.");
  const headers: Record<string, string> = {};
  for (const [given, value] of request.headers) {
    const name = given.toLowerCase();
    if (isForbiddenHeader(name) || (credentials.has(name) && !withCredentials)) continue;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { method: request.method, url, headers, ...(request.body !== "" && { body: request.body }) };
}
