import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { isTransportError, TransportError } from "@/lib/core/transport";
import {
  type Connection,
  type DialOptions,
  handshakeOptions,
  type ProxyRoute,
  type Resolved,
  secured,
} from "./connection";
import { tlsFailure } from "./failures";
import type { Target } from "./guard";
import { type Destination, openTunnel, proxyPlace, proxyTooLate } from "./tunnel";

// A proxy without IPv6 fails at the first address of many a partner.
const mostAddresses = 4;

const withPort = (host: string, port: number) => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

/** The judged addresses one after another, or the name where the proxy resolves it. */
function destinationsOf({ hostname, port }: Target, list: readonly Resolved[]): (Destination & { ip?: string })[] {
  if (list.length === 0) return [{ address: withPort(hostname, port), shown: withPort(hostname, port) }];
  return list.slice(0, mostAddresses).map(({ address }) => ({
    ip: address,
    address: withPort(address, port),
    shown: address === hostname ? withPort(address, port) : `${hostname}:${port} (${address})`,
  }));
}

/**
 * A connection by a CONNECT tunnel, for http:// targets too: only there can the proxy be held to the address that was
 * judged here, since a whole URL in the request line would have it resolve the name once more.
 */
export async function dialThroughProxy(
  options: DialOptions,
  target: Target,
  secure: boolean,
  list: readonly Resolved[],
  dnsAt: number | undefined,
): Promise<Connection> {
  const route = options.proxy;
  if (!route) throw new TransportError("proxy", "No proxy is configured.");
  const { connectMs } = options.limits;
  const destinations = destinationsOf(target, list);
  let current: { socket: Socket; tooLate: TransportError } | undefined;
  const timer = setTimeout(() => current?.socket.destroy(current.tooLate), connectMs);
  try {
    const { socket, to } = await firstTunnel(route, destinations, (opened, destination) => {
      current = { socket: opened, tooLate: proxyTooLate(route.proxy, destination, connectMs) };
    });
    const connectAt = performance.now();
    const connection = { remoteAddress: to.ip, dnsAt, connectAt };
    if (!secure) return { socket, ...connection };
    const place = `${to.shown} through the proxy ${proxyPlace(route.proxy)}`;
    return await new Promise<Connection>((resolve, reject) => {
      const over = connectTls({ socket, ...handshakeOptions(options, target) });
      const message = `${place} did not finish the TLS handshake within ${connectMs} ms.`;
      current = { socket: over, tooLate: new TransportError("timeout", message, { remoteAddress: to.ip }) };
      over.on("error", (error) => {
        over.destroy();
        socket.destroy();
        reject(isTransportError(error) ? error : tlsFailure(place, to.ip, error));
      });
      over.once("close", () => reject(new TransportError("reset", `${place} closed the connection.`)));
      over.once("secureConnect", () => resolve(secured(over, connection)));
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The first destination the proxy can reach; the failure of the last when it reaches none. */
async function firstTunnel<To extends Destination>(
  { proxy, secureContext }: ProxyRoute,
  destinations: readonly To[],
  opened: (socket: Socket, to: To) => void,
): Promise<{ socket: Socket; to: To }> {
  let failure = new TransportError("proxy", "There is no address to ask the proxy for.");
  for (const to of destinations) {
    const socket = await openTunnel(proxy, secureContext, to, (begun) => opened(begun, to));
    if (!isTransportError(socket)) return { socket, to };
    failure = socket;
  }
  throw failure;
}
