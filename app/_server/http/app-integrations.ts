import type { IncomingMessage, ServerResponse } from "node:http";
import { failureReply, replyType } from "@/lib/functions/reply";
import type { ArrivedCall, CallReply } from "@/lib/runtime/answer-function-call";
import { log } from "../log";
import { readBody } from "./capture-body";

/**
 * `GET|POST /AppIntegrations` as a plain node listener: it is called often, and nothing of it is for Hono. HTTP 200 whatever
 * happens but for other methods (systems.md S2, S5).
 */
export function createAppIntegrations(answer: (call: ArrivedCall) => Promise<CallReply>) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      if (incoming.method !== "GET" && incoming.method !== "POST") return refuse(incoming, outgoing);
      const body = await readBody(incoming);
      if (body.end === "hung up") return;
      const { bytes, length, end } = body;
      const url = incoming.url ?? "";
      const question = url.indexOf("?");
      const reply = await answer({
        query: question < 0 ? "" : url.slice(question + 1),
        header: (name) => {
          const value = incoming.headers[name];
          return Array.isArray(value) ? value.join(", ") : value;
        },
        body: {
          type: incoming.headers["content-type"] ?? "",
          bytes,
          isTooLong: end === "too long" || length > bytes.length,
        },
        remoteAddress: incoming.socket.remoteAddress ?? "",
      });
      send(outgoing, reply);
    } catch (error) {
      log.error({ err: error }, "a call of a function could not be answered");
      send(outgoing, { body: failureReply("Something went wrong. The server’s log says what."), runId: null });
    }
  };
}

/** `x-request-id` is the run in the function's history. */
function send(outgoing: ServerResponse, { body, runId }: CallReply) {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const headers = { "content-type": replyType, "cache-control": "no-store", "content-length": Buffer.byteLength(body) };
  outgoing.writeHead(200, runId === null ? headers : { ...headers, "x-request-id": runId }).end(body);
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse) {
  incoming.resume();
  const body = JSON.stringify({ error: { code: "invalid", message: "Call functions with GET or POST." } });
  outgoing.writeHead(405, { "content-type": "application/json", allow: "GET, POST" }).end(body);
}
