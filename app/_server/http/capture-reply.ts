import type { IncomingMessage, ServerResponse } from "node:http";
import type { ScriptedReply } from "@/lib/inspector/bin";

/** Waits, but not for a caller who left nor while the server stops. */
export function pause(ms: number, outgoing: ServerResponse, stopping: AbortSignal): Promise<void> | undefined {
  if (ms === 0 || stopping.aborted || outgoing.destroyed) return undefined;
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

/** Sends the reply whole. */
export function answer(incoming: IncomingMessage, outgoing: ServerResponse, reply: ScriptedReply) {
  const bytes = begin(outgoing, reply);
  outgoing.end(incoming.method === "HEAD" ? undefined : bytes);
}

/** Sends status and headers; returns the body to follow, undefined where the status has none. */
export function begin(outgoing: ServerResponse, { status, headers, body }: ScriptedReply, length?: number) {
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
  if (bytes) outgoing.setHeader("content-length", length ?? bytes.length);
  outgoing.writeHead(status);
  return bytes;
}
