import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { BinResponse, CapturedRequest } from "@/lib/inspector/bin";
import type { ServerRuntime } from "../open-runtime";
import { respondTo } from "../respond";
import { createRateCap } from "./rate-cap";

const keptRequests = 500;
const keptBytes = 1024 * 1024;
const bodyLimit = 10 * keptBytes;
const perSecond = 5000;
const drainMs = 1000;

type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/**
 * The request inspector as a plain node listener, because only there nothing has tidied the request up yet: dot segments,
 * a strange host, header order and case. Captures first, then answers as the bin says.
 */
export function createCapture({
  stores,
  clock,
  stopping,
}: Pick<ServerRuntime, "stores" | "clock" | "stopping">): NodeListener {
  const isWithinRate = createRateCap(perSecond);

  async function capture(incoming: IncomingMessage, outgoing: ServerResponse) {
    const [, binId = "", rest = ""] = /^\/inspect\/?([^/?#]*)(.*)$/s.exec(incoming.url ?? "") ?? [];
    const bin = binId === "" ? undefined : await stores.bins.get(binId);
    if (!bin) return refuse(incoming, outgoing, 404, "not_found", unknownBin);
    const now = clock.now();
    if (!isWithinRate(bin.id, now.getTime()))
      return refuse(incoming, outgoing, 429, "limit", `This bin takes ${perSecond} requests a second. Slow down.`);
    const body = await readBody(incoming);
    const stored = await stores.bins.capture(
      {
        binId: bin.id,
        receivedAt: now,
        method: incoming.method ?? "GET",
        target: rest.startsWith("/") ? rest : `/${rest}`,
        headers: pairs(incoming.rawHeaders),
        ...encode(body),
        remoteAddress: incoming.socket.remoteAddress ?? "",
      },
      keptRequests,
    );
    if (body.end === "hung up") return;
    if (!stored) return refuse(incoming, outgoing, 404, "not_found", unknownBin);
    if (body.end === "too long")
      return refuse(
        incoming,
        outgoing,
        413,
        "limit",
        "The inspector takes bodies up to 10 MiB; the beginning was kept.",
      );
    await pause(bin.response.delayMs, outgoing, stopping.signal);
    if (!outgoing.destroyed) answer(incoming, outgoing, bin.response);
  }

  return async (incoming, outgoing) => {
    try {
      await capture(incoming, outgoing);
    } catch (error) {
      const { status, body } = respondTo(error);
      if (outgoing.headersSent) outgoing.destroy();
      else refuse(incoming, outgoing, status, body.error.code, body.error.message);
    }
  };
}

const unknownBin =
  "There is no such bin here. It may have been deleted; its address is shown in the Request Inspector.";

type Body = { bytes: Buffer; length: number; end: "complete" | "too long" | "hung up" };

/** The first MiB of the body; reads on, keeping nothing, to the hard limit. */
function readBody(incoming: IncomingMessage): Promise<Body> {
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
const ignore = () => {};

function encode({
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

function pairs(raw: string[]): CapturedRequest["headers"] {
  const headers: CapturedRequest["headers"] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return headers;
}

/** Waits, but not for a caller who left nor while the server stops. */
function pause(ms: number, outgoing: ServerResponse, stopping: AbortSignal): Promise<void> | undefined {
  if (ms === 0 || stopping.aborted) return undefined;
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      outgoing.off("close", done);
      stopping.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    outgoing.on("close", done);
    stopping.addEventListener("abort", done);
  });
}

const isWithoutBody = (status: number) => status === 204 || status === 205 || status === 304;

function answer(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: BinResponse) {
  const bytes = isWithoutBody(status) ? undefined : Buffer.from(body);
  const raw = headers.flatMap(({ name, value }) => [name, value]);
  // A bin may answer with HTML, and it shares its origin with the console: the sandbox keeps scripts from acting there.
  raw.push("content-security-policy", "sandbox; default-src 'none'");
  if (bytes) raw.push("content-length", String(bytes.length));
  outgoing.writeHead(status, raw);
  outgoing.end(incoming.method === "HEAD" ? undefined : bytes);
}

/** Says no in plain words. What is still coming in is let go by for a moment, so that the caller gets to read the answer. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse, status: number, code: string, message: string) {
  if (outgoing.destroyed) return;
  const body = JSON.stringify({ error: { code, message } });
  const headers: Record<string, string | number> = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  };
  if (status === 429) headers["retry-after"] = 1;
  if (!incoming.complete) {
    headers.connection = "close";
    incoming.on("error", ignore).resume();
    const timer = setTimeout(() => incoming.socket.destroy(), drainMs);
    incoming.once("close", () => clearTimeout(timer));
  }
  outgoing.writeHead(status, headers);
  outgoing.end(incoming.method === "HEAD" ? undefined : body);
}
