import { isIP, type Socket } from "node:net";
import type { SecureContext, TLSSocket } from "node:tls";
import { certificateExpiry } from "./end-point";
import type { OutgoingPolicy, Target } from "./guard";
import type { TransportLimits } from "./limits";
import type { OutgoingProxy } from "./proxy";

export type Resolved = { address: string; family: number };
/** Looks a host name up; every address it has, in order of preference. */
export type Resolve = (hostname: string) => Promise<Resolved[]>;

export type DialOptions = {
  policy: OutgoingPolicy;
  limits: TransportLimits;
  resolve: Resolve;
  /** Whom to trust instead of the built-in authorities, and what to show a partner that asks who calls. */
  secureContext?: SecureContext;
  proxy?: ProxyRoute;
};

/** The way through a proxy; its own TLS never shows the client certificate that is meant for a partner. */
export type ProxyRoute = { proxy: OutgoingProxy; secureContext?: SecureContext };

/**
 * An open, vetted connection. Times are `performance.now()` readings; `dnsAt` and `tlsAt` are absent when not needed,
 * `remoteAddress` when a proxy resolved the name. `certificateExpiresAt` is of the certificate the partner showed.
 */
export type Connection = {
  socket: Socket;
  remoteAddress?: string;
  dnsAt?: number;
  connectAt: number;
  tlsAt?: number;
  certificateExpiresAt?: Date;
};

/** What a TLS handshake with the target needs, however its connection came about. */
export const handshakeOptions = ({ secureContext }: DialOptions, { hostname }: Target) => ({
  secureContext,
  servername: isIP(hostname) === 0 ? hostname : undefined,
  ALPNProtocols: ["http/1.1"],
});

/** The connection once TLS stands. */
export const secured = (socket: TLSSocket, connection: Omit<Connection, "socket">): Connection => ({
  ...connection,
  socket,
  tlsAt: performance.now(),
  certificateExpiresAt: certificateExpiry(socket),
});
