import { isForbiddenHeader, isHeaderName, isHeaderValue } from "@/lib/core/http-names";
import { type OutgoingRequest, type Transport, TransportError } from "@/lib/core/transport";
import { type Resolve, sharedResolve, systemResolve } from "./dial";
import { createDispatchers } from "./dispatchers";
import { exchange } from "./exchange";
import { checkUrl, type OutgoingPolicy, ownAddresses } from "./guard";
import { defaultLimits, type TransportLimits } from "./limits";

export type TransportOptions = {
  policy: OutgoingPolicy;
  limits?: Partial<TransportLimits>;
  /** How names become addresses; the operating system's way unless given. */
  resolve?: Resolve;
  /** Most connections to one origin at a time (64). Further requests wait within their total time. */
  connectionsPerOrigin?: number;
  /** How long an unused connection is kept when the server names no time (4 s). */
  keepAliveMs?: number;
  /** PEM certificates of authorities to trust instead of the built-in ones. */
  ca?: string;
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
 * The only way out to the network: every address checked against the policy, redirects never followed, everything
 * limited in time and size. A changed policy needs a new transport; `close` waits for running exchanges.
 */
export function createTransport(options: TransportOptions): { transport: Transport; close(): Promise<void> } {
  const limits = { ...defaultLimits, ...options.limits };
  const { policy, ca } = options;
  ownAddresses(policy);
  const dispatchers = createDispatchers({
    dial: { policy, limits, ca, resolve: sharedResolve(options.resolve ?? systemResolve) },
    connectionsPerOrigin: options.connectionsPerOrigin ?? 64,
    keepAliveMs: options.keepAliveMs ?? 4_000,
  });
  return {
    transport: async (request) => {
      const url = checkUrl(request.url, policy);
      checkRequest(request);
      return exchange(dispatchers.of(url, request), url, request, limits);
    },
    close: dispatchers.close,
  };
}
