import { later } from "@/lib/core/timing";
import { type IncomingResponse, isTransportError, type OutgoingRequest, TransportError } from "@/lib/core/transport";
import { checkUrl, type OutgoingPolicy } from "./guard";
import type { TransportLimits } from "./limits";

const mostRedirects = 3;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const bodyHeaders = new Set(["content-type", "content-encoding", "content-language", "content-location"]);
// A person may have put a secret into a header of their own: its name is all there is to tell.
const secretName = /auth|cookie|token|secret|signature|session|credential|passw|pwd|(?<!idempotency-)key/i;

type Hop = { url: URL; request: OutgoingRequest };

/** Sends one request, within what is left of its time. */
type Send = (url: URL, request: OutgoingRequest, limits: TransportLimits) => Promise<IncomingResponse>;

const without = (headers: Record<string, string>, isLeft: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isLeft(name)));

/** What another origin gets: neither credentials nor the connections they belong to. */
function forOtherOrigin({ headers, credentialHeaders = [], ...request }: OutgoingRequest): OutgoingRequest {
  const isCredential = (name: string) => secretName.test(name) || credentialHeaders.includes(name.toLowerCase());
  return { ...request, headers: without(headers, isCredential), clientCertificate: undefined, connection: undefined };
}

/** As browsers do (WHATWG Fetch §4.4): 303 asks for the place with GET, and so do 301 and 302 after a POST. */
function withMethodOf(status: number, request: OutgoingRequest): OutgoingRequest {
  const { method, headers } = request;
  const isRead = method === "GET" || method === "HEAD";
  const becomesGet = status === 303 ? !isRead : (status === 301 || status === 302) && method === "POST";
  if (!becomesGet) return request;
  return {
    ...request,
    method: "GET",
    headers: without(headers, (name) => bodyHeaders.has(name)),
    body: undefined,
    bytes: undefined,
  };
}

/** Where the reply sends the request on to, judged; undefined when it is no redirect. Throws TransportError. */
function nextHop({ url, request }: Hop, reply: IncomingResponse, policy: OutgoingPolicy): Hop | undefined {
  const { location } = reply.headers;
  if (location === undefined || !redirectStatuses.has(reply.status)) return undefined;
  // Browsers send UTF-8 that isn't encoded; headers are read as Latin-1.
  const text = Buffer.from(location, "latin1").toString();
  if (!URL.canParse(text, url))
    throw new TransportError("protocol", `${url.host} answered ${reply.status} with a location that is no URL.`);
  const to = new URL(text, url);
  to.hash = "";
  let next: URL;
  try {
    next = checkUrl(to.href, policy);
  } catch (error) {
    if (!isTransportError(error)) throw error;
    throw new TransportError(error.kind, `${url.host} redirects to ${to.host || to.protocol}: ${error.message}`);
  }
  if (url.protocol === "https:" && next.protocol === "http:")
    throw new TransportError(
      "blocked",
      `${url.host} redirects from https to http (${next.host}), which would send the request in the clear.`,
    );
  const kept = withMethodOf(reply.status, request);
  return { url: next, request: next.origin === url.origin ? kept : forOtherOrigin(kept) };
}

const placeOf = ({ origin, pathname }: URL) => `${origin}${pathname}`;

/**
 * Sends a request and follows at most three redirects, all within the time of one exchange. Each address is judged
 * like the first; credentials stay with the origin they are for. Times count from the first request.
 */
export async function exchangeFollowing(
  first: Hop,
  send: Send,
  policy: OutgoingPolicy,
  limits: TransportLimits,
): Promise<IncomingResponse> {
  const startedAt = performance.now();
  const totalMs = first.request.timeoutMs ?? limits.totalMs;
  const firstByteMs = first.request.timeoutMs ?? limits.firstByteMs;
  const seen = new Set<string>();
  const redirectedTo: string[] = [];
  let hop: Hop = { ...first, request: { ...first.request, timeoutMs: undefined } };
  for (;;) {
    const offsetMs = performance.now() - startedAt;
    const leftMs = Math.ceil(totalMs - offsetMs);
    const { host } = hop.url;
    let reply: IncomingResponse;
    try {
      if (leftMs <= 0)
        throw new TransportError("timeout", `No time was left of the ${totalMs} ms for all redirects together.`, {
          timing: { totalMs: 0 },
        });
      const left = { ...limits, totalMs: leftMs, firstByteMs: Math.min(firstByteMs, leftMs) };
      reply = await send(hop.url, hop.request, left);
    } catch (error) {
      if (redirectedTo.length === 0 || !isTransportError(error)) throw error;
      const { timing, remoteAddress } = error.details;
      const details = { remoteAddress, timing: timing && later(timing, offsetMs) };
      const message = `After a redirect from ${first.url.host} to ${host}: ${error.message}`;
      throw new TransportError(error.kind, message, details, { cause: error });
    }
    const timing = later(reply.timing, offsetMs);
    const details = { remoteAddress: reply.remoteAddress, timing };
    let next: Hop | undefined;
    try {
      next = nextHop(hop, reply, policy);
    } catch (error) {
      if (!isTransportError(error)) throw error;
      throw new TransportError(error.kind, error.message, details, { cause: error });
    }
    if (!next) return redirectedTo.length > 0 ? { ...reply, timing, redirectedTo } : reply;
    seen.add(`${hop.request.method} ${hop.url.href}`);
    if (seen.has(`${next.request.method} ${next.url.href}`))
      throw new TransportError("protocol", `${host} redirects in a circle.`, details);
    if (redirectedTo.length >= mostRedirects)
      throw new TransportError("protocol", `${host} redirects once more after ${mostRedirects} redirects.`, details);
    redirectedTo.push(placeOf(next.url));
    hop = next;
    // undici offers the connection again one turn after its reply; without it a second one would be opened.
    await new Promise((resume) => setImmediate(resume));
  }
}
