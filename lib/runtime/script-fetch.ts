import { isTransportError, type OutgoingRequest, type Transport, type TransportError } from "@/lib/core/transport";
import type { UrlCall, UrlReply } from "@/lib/deluge/host";
import { ScriptError } from "@/lib/deluge/values/errors";

export type FetchOptions = {
  /** Adds what the call's connection stands for; throws ScriptError for one that is not known. */
  withConnection(request: OutgoingRequest, connection: string): Promise<OutgoingRequest> | OutgoingRequest;
  /** What the script is told when no reply comes. */
  explain(error: TransportError): string;
};

/** Makes a script's calls over the guarded transport (spec/deluge.md §7). Fails with ScriptError only. */
export function scriptFetch(transport: Transport, { withConnection, explain }: FetchOptions) {
  return async (call: UrlCall): Promise<UrlReply> => {
    const plain = requestOf(call);
    const request = call.connection === null ? plain : await withConnection(plain, call.connection);
    try {
      const reply = await transport(request);
      const body = reply.bytes ?? new TextEncoder().encode(reply.body);
      if (body.length > call.maxReplyBytes)
        throw new ScriptError(`The reply is larger than ${call.maxReplyBytes} bytes.`);
      return { status: reply.status, headers: Object.entries(reply.headers), body };
    } catch (error) {
      if (!isTransportError(error)) throw error;
      throw new ScriptError(error.kind === "timeout" ? "socket timeout error" : explain(error), { cause: error });
    }
  };
}

function requestOf({ method, url, headers, body, timeoutMs }: UrlCall): OutgoingRequest {
  const named: Record<string, string> = {};
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    named[lower] = named[lower] === undefined ? value : `${named[lower]}, ${value}`;
  }
  return {
    ...{ method, url, headers: named, timeoutMs, followRedirects: true, wantsBytes: true },
    ...(typeof body === "string" ? { body } : body ? { bytes: body } : {}),
  };
}
