import type { CapturedRequest } from "@/lib/inspector/bin";

/** A captured request as the page gets it; `isCut` when the body is longer than a page should hold. */
export type ShownRequest = CapturedRequest & { isCut: boolean };

// A multiple of four, so that base64 stays whole.
const shownChars = 256 * 1024;

export function shownRequest(request: CapturedRequest): ShownRequest {
  const isCut = request.body.length > shownChars;
  return { ...request, isCut, body: isCut ? request.body.slice(0, shownChars) : request.body };
}
