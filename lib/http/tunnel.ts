import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import { isTransportError, TransportError } from "@/lib/core/transport";
import type { OutgoingProxy } from "./proxy";

const longestHead = 16 * 1024;

/** Where a CONNECT leads: `address` is what the proxy is asked for, `shown` how messages name it. */
export type Destination = { address: string; shown: string };

/** How messages name the proxy: without its credentials. */
export const proxyPlace = ({ hostname, port }: OutgoingProxy) =>
  `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`;

const codeOf = (error: Error) => {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error && "code" in inner && typeof inner.code === "string" ? inner.code : "unknown cause";
};

function refusal(status: number, proxy: OutgoingProxy, { shown }: Destination): TransportError {
  const place = `The proxy ${proxyPlace(proxy)}`;
  if (status === 407)
    return new TransportError(
      "proxy",
      `${place} does not accept us (407): HOOKDESK_PROXY needs ${proxy.authorization ? "another" : "a"} user name and password.`,
    );
  if (status === 403)
    return new TransportError(
      "proxy",
      `${place} forbids calls to ${shown} (403): its rules have to permit CONNECT to that address and port.`,
    );
  if (status === 405 || status === 501 || status === 400)
    return new TransportError("proxy", `${place} does not take CONNECT requests to ${shown} (${status}).`);
  return new TransportError("proxy", `${place} could not reach ${shown} (${status}).`);
}

/**
 * Connects to the proxy and has it connect to `to`; resolves with the error when another address may fare better.
 * `opened` gets the socket at once, so that the caller can give it up. Rejects with TransportError "proxy", whose message
 * never holds the proxy's credentials or its own words.
 */
export function openTunnel(
  proxy: OutgoingProxy,
  secureContext: SecureContext | undefined,
  to: Destination,
  opened: (socket: Socket) => void,
): Promise<Socket | TransportError> {
  const place = `The proxy ${proxyPlace(proxy)}`;
  return new Promise((resolve, reject) => {
    const base = { host: proxy.hostname, port: proxy.port, highWaterMark: 64 * 1024 };
    const servername = isIP(proxy.hostname) === 0 ? proxy.hostname : undefined;
    const socket = proxy.isSecure
      ? connectTls({ ...base, secureContext, servername, ALPNProtocols: ["http/1.1"] })
      : connectTcp(base);
    opened(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    let stage: "connecting" | "securing" | "asking" = "connecting";
    let head = "";
    const fail = (message: string, cause?: Error) => {
      socket.destroy();
      reject(new TransportError("proxy", message, {}, { cause }));
    };
    const ask = () => {
      stage = "asking";
      const credentials = proxy.authorization ? `proxy-authorization: ${proxy.authorization}\r\n` : "";
      socket.write(`CONNECT ${to.address} HTTP/1.1\r\nhost: ${to.address}\r\n${credentials}\r\n`, "latin1");
    };
    const read = () => {
      for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read())
        head += chunk.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) {
        if (head.length > longestHead) fail(`${place} answers CONNECT with endless headers.`);
        return;
      }
      const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |\r)/.exec(head)?.[1] ?? 0);
      if (status === 0) return fail(`${place} does not answer in valid HTTP; is it an HTTP proxy?`);
      if (status < 200 || status > 299) {
        socket.destroy();
        const error = refusal(status, proxy, to);
        return status >= 502 && status <= 504 ? resolve(error) : reject(error);
      }
      // The partner only speaks when spoken to, so these bytes are not its own.
      if (head.length > end + 4) return fail(`${place} sends data before it was asked for any.`);
      socket.off("readable", read);
      socket.off("close", closed);
      resolve(socket);
    };
    const closed = () => fail(`${place} closed the connection before it answered.`);
    socket.on("error", (error) => {
      if (isTransportError(error)) return reject(error);
      const message = {
        connecting: `${place} cannot be reached (${codeOf(error)}).`,
        securing: `No secure connection to the proxy ${proxyPlace(proxy)} (${codeOf(error)}).`,
        asking: `${place} broke the connection off before it answered (${codeOf(error)}).`,
      }[stage];
      fail(message, error);
    });
    socket.once("connect", () => {
      stage = "securing";
      if (!proxy.isSecure) ask();
    });
    socket.once("secureConnect", ask);
    socket.on("readable", read);
    socket.on("close", closed);
  });
}

/** What a proxy that takes too long is told from. */
export const proxyTooLate = (proxy: OutgoingProxy, { shown }: Destination, ms: number): TransportError =>
  new TransportError("proxy", `The proxy ${proxyPlace(proxy)} gave no connection to ${shown} within ${ms} ms.`);
