/**
 * Header names are lower-case. `body` is text; its encoding is UTF-8.
 * `timeoutMs` replaces the transport's own limit on the whole exchange (and on the wait for the reply).
 */
export type OutgoingRequest = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Sent instead of `body`. */
  bytes?: Uint8Array;
  /** The reply's bytes are wanted too. */
  wantsBytes?: boolean;
  timeoutMs?: number;
  /** Names the message: the same for every attempt to send it. Not sent by itself. */
  id?: string;
  /** PEM texts to present when the server asks who calls (mutual TLS). */
  clientCertificate?: ClientCertificate;
  /** Requests to one origin with the same value run one after another on one kept connection that no other request uses. */
  connection?: string;
  /** Follow up to three redirects, each judged like the first address. Credentials stay behind on the way to another origin. */
  followRedirects?: boolean;
  /** Headers, besides the usual ones for credentials, that are for the URL's own origin only. Lower-case. */
  credentialHeaders?: string[];
};

export type ClientCertificate = { certificate: string; privateKey: string; passphrase?: string };

/** Milliseconds since the request began; a phase that did not happen (a reused connection) is absent. */
export type Timing = { dnsMs?: number; connectMs?: number; tlsMs?: number; firstByteMs?: number; totalMs: number };

export type IncomingResponse = {
  status: number;
  /** Lower-case names; repeated headers joined with ", ". */
  headers: Record<string, string>;
  body: string;
  /** The body before it was read as text; only for requests that want it. */
  bytes?: Uint8Array;
  remoteAddress?: string;
  timing: Timing;
  /** Hash of the server's certificate (RFC 5929 tls-server-end-point), for requests that name a `connection`. */
  serverEndPoint?: Uint8Array;
  /** When the certificate the server showed runs out. */
  certificateExpiresAt?: Date;
  /** Addresses the request was sent on to, in order; without any, the reply is from the address asked. */
  redirectedTo?: string[];
};

/** The only way out. Real one in lib/http, fakes in tests. Rejects with TransportError only. */
export type Transport = (request: OutgoingRequest) => Promise<IncomingResponse>;

export type TransportErrorKind =
  | "invalid_url"
  | "blocked"
  | "dns"
  | "refused"
  | "reset"
  | "tls"
  | "timeout"
  | "too_large"
  | "protocol"
  | "credentials"
  /** The proxy on our side could not be used: nothing is known about the partner. */
  | "proxy";

const brand = Symbol.for("hookdesk.TransportError");

/** Why no reply came. `message` is for administrators; everyone else gets `neutralFailure`. */
export class TransportError extends Error {
  readonly [brand] = true;
  constructor(
    readonly kind: TransportErrorKind,
    message: string,
    readonly details: { remoteAddress?: string; timing?: Timing } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "TransportError";
  }
}

/** By brand, because the server and Next's bundles each hold their own copy of the class. */
export const isTransportError = (error: unknown): error is TransportError => error instanceof Error && brand in error;

/** One text for blocked, refused and timed out, so that a log read by others is no port scanner. */
export const neutralFailure =
  "The partner system could not be reached. An administrator can see the cause in Deliveries.";
