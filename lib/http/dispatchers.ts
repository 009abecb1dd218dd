import { createHash } from "node:crypto";
import { createSecureContext } from "node:tls";
import { Agent, Client, type Dispatcher, Pool } from "undici";
import { type ClientCertificate, type OutgoingRequest, TransportError } from "@/lib/core/transport";
import type { DialOptions } from "./connection";
import { dial } from "./dial";
import type { Slot, SlottedOptions } from "./exchange";
import { targetOf } from "./guard";

export type DispatcherOptions = {
  dial: DialOptions;
  /** Authorities to trust instead of the built-in ones, beside client certificates too. */
  ca?: string | string[];
  connectionsPerOrigin: number;
  keepAliveMs: number;
  /** A connection is retired after this time, so that a changed DNS entry is noticed under steady load. */
  connectionLifeMs: number;
};

// Client certificates whose connections are kept, and connections of their own: the oldest idle ones give way.
const mostCertificates = 16;
const mostKept = 256;

/**
 * An undici client of one connection that is dialled by us and leaves its slot with each exchange. Past `lifeMs` the next
 * one is its last. (undici's own `clientTtl` asks the time of every connection of a pool, twice for each request.)
 */
function pooledClient(origin: URL, options: Client.Options, dialOptions: DialOptions, lifeMs?: number): Client {
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
    const { connection } = slot;
    if (lifeMs !== undefined && connection && !connection.socket.destroyed)
      if (performance.now() - connection.connectAt > lifeMs) request.reset = true;
    return dispatch(request, handler);
  };
  return client;
}

function withCertificate({ dial: dialOptions, ca }: DispatcherOptions, given: ClientCertificate): DialOptions {
  const { certificate, privateKey, passphrase } = given;
  try {
    return {
      ...dialOptions,
      secureContext: createSecureContext({ ca, cert: certificate, key: privateKey, passphrase }),
    };
  } catch (cause) {
    // OpenSSL's own words can repeat nothing of the key; they only help those who know OpenSSL.
    throw new TransportError(
      "credentials",
      "The client certificate cannot be used: its private key does not fit, is damaged or needs another passphrase.",
      {},
      { cause },
    );
  }
}

const keyOf = ({ certificate, privateKey, passphrase = "" }: ClientCertificate) =>
  createHash("sha256")
    .update(JSON.stringify([certificate, privateKey, passphrase]))
    .digest("base64");

/** The pools a transport sends with: a shared one, one for each client certificate, and single kept connections. */
export function createDispatchers(options: DispatcherOptions): {
  of(url: URL, request: OutgoingRequest): Dispatcher;
  /** Waits for running exchanges. */
  close(): Promise<void>;
} {
  const clientOptions: Client.Options = {
    pipelining: 1,
    maxHeaderSize: options.dial.limits.headerBytes,
    keepAliveTimeout: options.keepAliveMs,
    keepAliveMaxTimeout: 60_000,
    // Our own timers are exact; undici's are good to a second.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const agentWith = (dialOptions: DialOptions) =>
    new Agent({
      factory: (origin) =>
        new Pool(origin, {
          connections: options.connectionsPerOrigin,
          factory: (poolOrigin) => pooledClient(poolOrigin, clientOptions, dialOptions, options.connectionLifeMs),
        }),
    });
  const shared = agentWith(options.dial);
  const certified = new Map<string, { agent: Agent; dialOptions: DialOptions }>();
  const kept = new Map<string, Client>();
  let closing: Promise<unknown> | undefined;

  function certifiedBy(certificate: ClientCertificate) {
    const key = keyOf(certificate);
    const dialOptions = certified.get(key)?.dialOptions ?? withCertificate(options, certificate);
    const entry = certified.get(key) ?? { agent: agentWith(dialOptions), dialOptions };
    // Last in the map is last used.
    certified.delete(key);
    certified.set(key, entry);
    const [oldest] = certified;
    if (certified.size > mostCertificates && oldest) {
      certified.delete(oldest[0]);
      void oldest[1].agent.close();
    }
    return entry;
  }

  function keptAs(name: string, url: URL, dialOptions: DialOptions): Client {
    const key = `${url.origin} ${name}`;
    const known = kept.get(key);
    if (known) return known;
    const client = pooledClient(new URL(url.origin), clientOptions, dialOptions);
    const forgetIdle = () => {
      if (client.closed || client.stats.size > 0 || kept.get(key) !== client) return;
      kept.delete(key);
      void client.close();
    };
    // undici settles its queue in the same turn as it says so.
    client.on("disconnect", () => setImmediate(forgetIdle));
    client.on("connectionError", () => setImmediate(forgetIdle));
    kept.set(key, client);
    if (kept.size > mostKept) {
      const idle = [...kept].find(([, other]) => other !== client && other.stats.size === 0);
      if (idle) kept.delete(idle[0]);
      void idle?.[1].close();
    }
    return client;
  }

  return {
    of(url, { clientCertificate, connection }) {
      // A closed pool refuses in its own words.
      if ((clientCertificate === undefined && connection === undefined) || closing) return shared;
      const { agent, dialOptions } = clientCertificate
        ? certifiedBy(clientCertificate)
        : { agent: shared, dialOptions: options.dial };
      if (connection === undefined) return agent;
      const name = clientCertificate ? `${keyOf(clientCertificate)} ${connection}` : connection;
      return keptAs(name, url, dialOptions);
    },
    async close() {
      const all = () => [shared, ...[...certified.values()].map(({ agent }) => agent), ...kept.values()];
      closing ??= Promise.all(all().map((dispatcher) => dispatcher.close()));
      await closing;
    },
  };
}
