import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { CapturedRequest } from "@/lib/inspector/bin";

const keptBytes = 1024 * 1024;
const bodyLimit = 10 * keptBytes;

/** What came of a body: its beginning, how long it was as far as read, and how it ended. */
export type Body = { bytes: Buffer; length: number; end: "complete" | "too long" | "hung up" };

/** The first MiB of the body; reads on, keeping nothing, to the hard limit. */
export function readBody(incoming: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let length = 0;
  let kept = 0;
  return new Promise((resolve) => {
    const finish = (end: Body["end"]) => {
      incoming.off("data", take).off("end", complete).off("close", hangUp).off("error", hangUp).on("error", ignore);
      resolve({ bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), length, end });
    };
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (kept < keptBytes) {
        const part = chunk.subarray(0, keptBytes - kept);
        kept += part.length;
        chunks.push(part);
      }
      if (length > bodyLimit) finish("too long");
    };
    const complete = () => finish("complete");
    const hangUp = () => finish("hung up");
    if (incoming.destroyed && !incoming.complete) return finish("hung up");
    if (Number(incoming.headers["content-length"] ?? 0) > bodyLimit) return finish("too long");
    incoming.on("data", take).on("end", complete).on("close", hangUp).on("error", hangUp);
  });
}

/** After the body was given up nobody else listens, and an unheard error would end the process. */
export const ignore = () => {};

/** As a captured request keeps it: text where it is UTF-8, base64 where not. */
export function encodeBody({
  bytes,
  length,
  end,
}: Body): Pick<CapturedRequest, "body" | "bodyEncoding" | "bodyBytes" | "isTruncated"> {
  const isTruncated = end !== "complete" || length > bytes.length;
  const whole = isTruncated ? withoutCutCharacter(bytes) : bytes;
  const bodyEncoding = isUtf8(whole) ? "utf8" : "base64";
  const kept = bodyEncoding === "utf8" ? whole : bytes;
  return { body: kept.toString(bodyEncoding), bodyEncoding, bodyBytes: length, isTruncated };
}

/** A cut may fall inside a character, which must not make the whole text binary. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let cut = 0; cut < 4; cut++) {
    const shorter = bytes.subarray(0, bytes.length - cut);
    if (isUtf8(shorter)) return shorter;
  }
  return bytes;
}
