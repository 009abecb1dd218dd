import type { Dispatcher } from "undici";
import {
  type IncomingResponse,
  type OutgoingRequest,
  type Timing,
  TransportError,
  type TransportErrorKind,
} from "@/lib/core/transport";
import { unpack } from "./body";
import { decodeText } from "./charset";
import type { Connection } from "./connection";
import { serverEndPoint } from "./end-point";
import { exchangeFailure } from "./failures";
import type { TransportLimits } from "./limits";

/** One pooled connection as an exchange sees it: `fresh` until its first request is on the wire. */
export type Slot = { connection?: Connection; fresh: boolean };
/** undici hands these options on unchanged, so the pool can note which connection it chose. */
export type SlottedOptions = Dispatcher.DispatchOptions & { origin: string; slot?: Slot };

const tenths = (ms: number) => Math.round(ms * 10) / 10;

type Headers = Record<string, string>;

function joinHeaders(raw: Record<string, string | string[] | undefined>, into: Headers): number {
  let count = 0;
  for (const name of Object.keys(raw)) {
    const value = raw[name];
    if (value === undefined || name === "__proto__") continue;
    count += typeof value === "string" ? 1 : value.length;
    into[name] = typeof value === "string" ? value : value.join(", ");
  }
  return count;
}

/** One request and its reply within the limits. Rejects with TransportError only. */
export function exchange(
  dispatcher: Dispatcher,
  url: URL,
  request: OutgoingRequest,
  limits: TransportLimits,
): Promise<IncomingResponse> {
  return new Promise((resolve, reject) => {
    const { host } = url;
    const startedAt = performance.now();
    const totalMs = request.timeoutMs ?? limits.totalMs;
    const firstByteMs = request.timeoutMs ?? limits.firstByteMs;
    let controller: Dispatcher.DispatchController | undefined;
    let phaseTimer: NodeJS.Timeout | undefined;
    let timing: Timing = { totalMs: 0 };
    let remoteAddress: string | undefined;
    let endPoint: Uint8Array | undefined;
    let certificateExpiresAt: Date | undefined;
    let done = false;
    let status = 0;
    let size = 0;
    const headers: Headers = {};
    const chunks: Buffer[] = [];

    const finish = () => {
      done = true;
      clearTimeout(totalTimer);
      clearTimeout(phaseTimer);
      timing.totalMs = tenths(performance.now() - startedAt);
    };
    const fail = (kind: TransportErrorKind, message: string, cause?: unknown) => {
      if (done) return;
      finish();
      // The part that saw the failure may know the address when no connection came about.
      const peer = remoteAddress ?? (cause instanceof TransportError ? cause.details.remoteAddress : undefined);
      const error = new TransportError(kind, message, { remoteAddress: peer, timing }, { cause });
      reject(error);
      controller?.abort(error);
    };
    const options: SlottedOptions = {
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers:
        request.headers["accept-encoding"] === undefined
          ? { "accept-encoding": "identity", ...request.headers }
          : request.headers,
      body: request.bytes ?? request.body,
    };
    const totalTimer = setTimeout(() => {
      const stage = controller
        ? `${host} did not complete its reply`
        : options.slot
          ? `No connection to ${host} came about`
          : `No connection to ${host} became free`;
      fail("timeout", `${stage} within ${totalMs} ms.`);
    }, totalMs);

    const complete = async () => {
      const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      const encoding = headers["content-encoding"];
      try {
        const plain = encoding === undefined ? body : await unpack(body, encoding, host, limits.bodyBytes);
        const text = decodeText(plain, headers["content-type"]);
        const reply: IncomingResponse = { status, headers, body: text, remoteAddress, timing };
        if (request.wantsBytes) reply.bytes = plain;
        if (endPoint) reply.serverEndPoint = endPoint;
        if (certificateExpiresAt) reply.certificateExpiresAt = certificateExpiresAt;
        resolve(reply);
      } catch (error) {
        const [kind, message] = exchangeFailure(host, error, limits.headerBytes);
        reject(new TransportError(kind, message, { remoteAddress, timing }, { cause: error }));
      }
    };

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        const { slot } = options;
        const dialled = slot?.fresh ? slot.connection : undefined;
        if (slot) slot.fresh = false;
        // Given up while waiting for a connection: thrown here, nothing is written and the connection stays usable.
        if (done) throw new TransportError("timeout", "Given up before the request was sent.");
        controller = given;
        const connection = slot?.connection;
        remoteAddress = connection?.remoteAddress;
        certificateExpiresAt = connection?.certificateExpiresAt;
        // Without TLS to the partner, the socket may still have TLS to a proxy.
        if (request.connection !== undefined && connection?.tlsAt !== undefined)
          endPoint = serverEndPoint(connection.socket);
        if (dialled) timing = phasesOf(dialled, startedAt);
        phaseTimer = setTimeout(() => fail("timeout", `${host} did not answer within ${firstByteMs} ms.`), firstByteMs);
      },
      onResponseStart(_controller, code, raw) {
        if (done || code < 200) return;
        clearTimeout(phaseTimer);
        timing.firstByteMs = tenths(performance.now() - startedAt);
        status = code;
        if (joinHeaders(raw, headers) > limits.headerCount)
          return fail("too_large", `${host}'s reply has more than ${limits.headerCount} headers.`);
        const hasBody = request.method !== "HEAD" && code !== 304;
        if (hasBody && Number(headers["content-length"]) > limits.bodyBytes) return tooLarge();
        phaseTimer = setTimeout(
          () => fail("timeout", `${host} stopped sending its reply for ${limits.idleMs} ms.`),
          limits.idleMs,
        );
      },
      onResponseData(_controller, chunk) {
        if (done) return;
        size += chunk.length;
        if (size > limits.bodyBytes) return tooLarge();
        chunks.push(chunk);
        phaseTimer?.refresh();
      },
      onResponseEnd() {
        if (done) return;
        finish();
        void complete();
      },
      onResponseError(_controller, error) {
        const [kind, message] = exchangeFailure(host, error, limits.headerBytes);
        fail(kind, message, error);
      },
    };
    const tooLarge = () => fail("too_large", `${host}'s reply is larger than ${limits.bodyBytes} bytes.`);
    dispatcher.dispatch(options, handler);
  });
}

const phasesOf = ({ dnsAt, connectAt, tlsAt }: Connection, startedAt: number): Timing => ({
  ...(dnsAt !== undefined && { dnsMs: tenths(dnsAt - startedAt) }),
  connectMs: tenths(connectAt - startedAt),
  ...(tlsAt !== undefined && { tlsMs: tenths(tlsAt - startedAt) }),
  totalMs: 0,
});
