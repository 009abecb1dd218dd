import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import {
  type BinResponse,
  type CapturedRequest,
  type Challenge,
  keptRequests,
  type ScriptedReply,
} from "@/lib/inspector/bin";
import { passes, unauthorized } from "@/lib/inspector/challenge";
import { replyAt } from "@/lib/inspector/script";
import { type NtlmSession, ntlmStep } from "@/lib/wire/auth/ntlm-server";
import type { ServerRuntime } from "../open-runtime";
import { respondTo } from "../respond";
import { encodeBody, ignore, readBody } from "./capture-body";
import { misbehave } from "./capture-fault";
import { answer, pause } from "./capture-reply";
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
  // NTLM lets in a connection, not a request.
  const handshakes = new WeakMap<Socket, { binId: string; session: NtlmSession }>();

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
    const refusal = response.challenge && refusalOf(response.challenge, incoming, binId);
    if (refusal) return answer(incoming, outgoing, refusal);
    const reply = await nextReply(binId, response);
    await pause(reply.delayMs, outgoing, stopping.signal);
    if (outgoing.destroyed) return;
    if (reply.fault) await misbehave(incoming, outgoing, reply, stopping.signal);
    else answer(incoming, outgoing, reply);
  }

  /** What the caller is told who has not passed the challenge; undefined for one who has. */
  function refusalOf(challenge: Challenge, { headers, socket }: IncomingMessage, binId: string) {
    if (challenge.kind === "basic") return passes(challenge, headers.authorization) ? undefined : unauthorized();
    const known = handshakes.get(socket);
    const session = known?.binId === binId ? known.session : undefined;
    const step = ntlmStep(session, headers.authorization, challenge, clock.now());
    handshakes.set(socket, { binId, session: step.session });
    return step.isIn ? undefined : unauthorized(step.wwwAuthenticate);
  }

  /** Only a sequence costs a write. */
  async function nextReply(binId: string, response: BinResponse): Promise<ScriptedReply> {
    const { followedBy = [], afterLast = "stay" } = response;
    if (followedBy.length === 0) return response;
    return replyAt(response, await stores.bins.nextReply(binId, 1 + followedBy.length, afterLast));
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
