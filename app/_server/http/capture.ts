import type { IncomingMessage, ServerResponse } from "node:http";
import { type BinResponse, type CapturedRequest, keptRequests } from "@/lib/inspector/bin";
import type { ServerRuntime } from "../open-runtime";
import { respondTo } from "../respond";
import { encodeBody, ignore, readBody } from "./capture-body";
import { createRateCap } from "./rate-cap";

const defaultPerSecond = 20_000;
const drainMs = 1000;

type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/**
 * The request inspector as a plain node listener, because only there nothing has tidied the request up yet: dot segments,
 * a strange host, header order and case. Captures first, then answers as the bin says.
 */
export function createCapture(
  { stores, clock, stopping }: Pick<ServerRuntime, "stores" | "clock" | "stopping">,
  perSecond = defaultPerSecond,
): NodeListener {
  const isWithinRate = createRateCap(perSecond);

  async function capture(incoming: IncomingMessage, outgoing: ServerResponse) {
    const [, binId = "", rest = ""] = /^\/inspect\/?([^/?#]*)(.*)$/s.exec(incoming.url ?? "") ?? [];
    const now = clock.now();
    const remoteAddress = incoming.socket.remoteAddress ?? "";
    // Read first even if it is for nothing: a connection with an unread body can't be used again.
    const body = await readBody(incoming);
    const response = binId === "" ? undefined : await stores.bins.responseOf(binId);
    if (!response) return refuse(incoming, outgoing, 404, "not_found", unknownBin);
    if (!isWithinRate(binId, now.getTime()))
      return refuse(
        incoming,
        outgoing,
        429,
        "limit",
        `This bin takes at most ${perSecond} requests a second. Slow down.`,
      );
    const stored = await stores.bins.capture(
      {
        binId,
        receivedAt: now,
        method: incoming.method ?? "GET",
        target: rest.startsWith("/") ? rest : `/${rest}`,
        headers: pairs(incoming.rawHeaders),
        ...encodeBody(body),
        remoteAddress,
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
    await pause(response.delayMs, outgoing, stopping.signal);
    if (!outgoing.destroyed) answer(incoming, outgoing, response);
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
  // A bin may answer with HTML, and it shares its origin with the console: the sandbox keeps scripts from acting there.
  const all = [...headers, { name: "content-security-policy", value: "sandbox; default-src 'none'" }];
  const replaced = new Set<string>();
  for (const { name, value } of all) {
    const key = name.toLowerCase();
    // The first replaces what the front door set; writeHead would let the last win where a header is repeated.
    if (replaced.has(key)) outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
    replaced.add(key);
  }
  if (bytes) outgoing.setHeader("content-length", bytes.length);
  outgoing.writeHead(status);
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
