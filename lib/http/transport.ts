import { Agent, Client, Pool } from "undici";
import { isForbiddenHeader, isHeaderName, isHeaderValue } from "@/lib/core/http-names";
import { type OutgoingRequest, type Transport, TransportError } from "@/lib/core/transport";
import { type DialOptions, dial, type Resolve, sharedResolve, systemResolve } from "./dial";
import { exchange, type Slot, type SlottedOptions } from "./exchange";
import { checkUrl, type OutgoingPolicy, ownAddresses, targetOf } from "./guard";
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

// A connection is retired after this time, so that a changed DNS entry is noticed under steady load.
const connectionLifeMs = 120_000;

/** An undici client of one connection that is dialled by us and leaves its slot with each exchange. */
function pooledClient(origin: URL, options: Client.Options, dialOptions: DialOptions): Client {
  const slot: Slot = { fresh: true };
  const target = targetOf(origin, dialOptions.policy);
  const client = new Client(origin, {
    ...options,
    connect: (_target, done) => {
      slot.connection = undefined;
      slot.fresh = true;
      dial(dialOptions, target, origin.protocol === "https:").then(
        (connection) => {
          slot.connection = connection;
          done(null, connection.socket);
        },
        (error: Error) => done(error, null),
      );
    },
  });
  const dispatch = client.dispatch.bind(client);
  client.dispatch = (request: SlottedOptions, handler) => {
    request.slot = slot;
    return dispatch(request, handler);
  };
  return client;
}

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
  const dialOptions = { policy, limits, ca, resolve: sharedResolve(options.resolve ?? systemResolve) };
  const clientOptions: Client.Options = {
    pipelining: 1,
    maxHeaderSize: limits.headerBytes,
    keepAliveTimeout: options.keepAliveMs ?? 4_000,
    keepAliveMaxTimeout: 60_000,
    // Our own timers are exact; undici's are good to a second.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const agent = new Agent({
    factory: (origin) =>
      new Pool(origin, {
        connections: options.connectionsPerOrigin ?? 64,
        clientTtl: connectionLifeMs,
        factory: (poolOrigin) => pooledClient(poolOrigin, clientOptions, dialOptions),
      }),
  });
  return {
    transport: async (request) => {
      const url = checkUrl(request.url, policy);
      checkRequest(request);
      return exchange(agent, url, request, limits);
    },
    close: () => agent.close(),
  };
}
