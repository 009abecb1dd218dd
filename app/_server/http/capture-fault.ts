import type { IncomingMessage, ServerResponse } from "node:http";
import type { ScriptedReply } from "@/lib/inspector/bin";
import { begin, pause } from "./capture-reply";

const dripMs = 1000;
/** A caller without a limit of its own is let go after this. */
const longestMs = 5 * 60_000;
/** What was written gets this long to arrive: a reset overtakes it. */
const arriveMs = 50;

/** Fails the way the reply says. Resolves once the connection is done with. */
export async function misbehave(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  reply: ScriptedReply,
  stopping: AbortSignal,
): Promise<void> {
  if (reply.fault === "hang") await pause(longestMs, outgoing, stopping);
  if (reply.fault === "drip") await drip(outgoing, reply, stopping);
  if (reply.fault === "reset") {
    // At least one byte is announced and missing, so that the caller can't take it for whole.
    const length = Math.max(1, Buffer.byteLength(reply.body));
    const bytes = begin(outgoing, reply, length);
    outgoing.flushHeaders();
    if (bytes && length > 1) outgoing.write(bytes.subarray(0, Math.floor(length / 2)));
    await pause(arriveMs, outgoing, stopping);
    incoming.socket.resetAndDestroy();
  } else if (!outgoing.writableEnded) incoming.socket.destroy();
}

/** One byte a second, as long as the caller stays. */
async function drip(outgoing: ServerResponse, reply: ScriptedReply, stopping: AbortSignal): Promise<void> {
  const bytes = begin(outgoing, reply) ?? Buffer.alloc(0);
  outgoing.flushHeaders();
  const mostBytes = longestMs / dripMs;
  for (let at = 0; at < Math.min(bytes.length, mostBytes); at++) {
    outgoing.write(bytes.subarray(at, at + 1));
    await pause(dripMs, outgoing, stopping);
    if (outgoing.destroyed || stopping.aborted) return;
  }
  if (bytes.length <= mostBytes) outgoing.end();
}
