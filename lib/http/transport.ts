import { createSecureContext } from "node:tls";
import { isForbiddenHeader, isHeaderName, isHeaderValue } from "@/lib/core/http-names";
import { type OutgoingRequest, type Transport, TransportError } from "@/lib/core/transport";
import type { Resolve } from "./connection";
import { sharedResolve, systemResolve } from "./dial";
import { createDispatchers } from "./dispatchers";
import { exchange } from "./exchange";
import { checkUrl, type OutgoingPolicy, ownAddresses } from "./guard";
import { defaultLimits, type TransportLimits } from "./limits";
import type { OutgoingProxy } from "./proxy";
import { exchangeFollowing } from "./redirects";

export type TransportOptions = {
  policy: OutgoingPolicy;
  limits?: Partial<TransportLimits>;
  /** How names become addresses; the operating system's way unless given. */
  resolve?: Resolve;
  /** Most connections to one origin at a time (64). Further requests wait within their total time. */
  connectionsPerOrigin?: number;
  /** How long an unused connection is kept when the server names no time (4 s). */
  keepAliveMs?: number;
  /** After how long a connection is replaced (two minutes), unless it was asked for by name. */
  connectionLifeMs?: number;
  /** PEM certificates of authorities to trust instead of the built-in ones (`trustedWith` adds to them). */
  ca?: string | string[];
  /** Taken for everything but this instance's own addresses, loopback and what it excepts. */
  proxy?: OutgoingProxy;
};

function checkRequest({ method, headers }: OutgoingRequest): void {
  if (!isHeaderName(method) || method === "CONNECT" || method === "TRACE")
    throw new TransportError("protocol", `The HTTP method ${JSON.stringify(method.slice(0, 20))} cannot be used.`);
  for (const name of Object.keys(headers)) {
    const shown = JSON.stringify(name.slice(0, 60));
    if (!isHeaderName(name)) throw new TransportError("protocol", `${shown} is not a valid header name.`);
    if (isForbiddenHeader(name))
      throw new TransportError("protocol", `The header ${shown} is set by Hookdesk and cannot be given.`);
    if (!isHeaderValue(headers[name] ?? ""))
      throw new TransportError(
        "protocol",
        `The header ${shown} has a line break or a character that headers cannot carry.`,
      );
  }
}

/**
 * The only way out to the network: every address checked against the policy, redirects followed only for requests
 * that ask for it, everything limited in time and size. A changed policy needs a new transport; `close` waits for running exchanges.
 */
export function createTransport(options: TransportOptions): { transport: Transport; close(): Promise<void> } {
  const limits = { ...defaultLimits, ...options.limits };
  const { policy, ca, proxy } = options;
  ownAddresses(policy);
  // Made once: reading all authorities again for each connection takes milliseconds.
  const secureContext = ca === undefined ? undefined : createSecureContext({ ca });
  const dispatchers = createDispatchers({
    dial: {
      policy,
      limits,
      secureContext,
      resolve: sharedResolve(options.resolve ?? systemResolve),
      proxy: proxy && { proxy, secureContext },
    },
    ca,
    connectionsPerOrigin: options.connectionsPerOrigin ?? 64,
    keepAliveMs: options.keepAliveMs ?? 4_000,
    connectionLifeMs: options.connectionLifeMs ?? 120_000,
  });
  return {
    transport: async (request) => {
      const url = checkUrl(request.url, policy);
      checkRequest(request);
      if (!request.followRedirects) return exchange(dispatchers.of(url, request), url, request, limits);
      return exchangeFollowing(
        { url, request },
        (to, hop, left) => exchange(dispatchers.of(to, hop), to, hop, left),
        policy,
        limits,
      );
    },
    close: dispatchers.close,
  };
}
