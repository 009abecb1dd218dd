import { version } from "@/lib/core/version";
import type { Attempt, Delivery, StoredRequest } from "./delivery";

/** What is read around the entries, which may be many: `{"log": {…, "entries": [` and `]}}` (HAR 1.2). */
export const harHead = `{"log":{"version":"1.2","creator":${JSON.stringify({ name: "Hookdesk", version })},"pages":[],"entries":[`;
export const harTail = "]}}";

type Pair = { name: string; value: string };
const pairs = (headers: Record<string, string>): Pair[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

type HarDelivery = Pick<Delivery, "id" | "webhookName" | "ticketDisplayId" | "request">;

/** One attempt as an entry: headers as they were sent and masked, bodies as they are kept. Times are milliseconds. */
export function harEntry({ id, webhookName, ticketDisplayId, request }: HarDelivery, attempt: Attempt) {
  const { number, outcome, error, remoteAddress, startedAt } = attempt;
  const timings = timingsOf(attempt);
  return {
    startedDateTime: startedAt.toISOString(),
    time: round(Object.entries(timings).reduce((sum, [name, ms]) => (name === "ssl" || ms < 0 ? sum : sum + ms), 0)),
    request: requestOf(request, attempt.sentHeaders),
    response: responseOf(attempt),
    cache: {},
    timings,
    ...(remoteAddress !== null && { serverIPAddress: remoteAddress }),
    comment: `${webhookName} on ${ticketDisplayId}, attempt ${number}: ${outcome}${error ? `. ${error.message}` : ""}`,
    _deliveryId: id,
    _attempt: number,
  };
}

function requestOf({ method, url, body, isBodyRemoved }: StoredRequest, headers: Record<string, string>) {
  return {
    method,
    url,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(headers),
    queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
    ...(body !== null && { postData: { mimeType: headers["content-type"] ?? "", params: [], text: body } }),
    headersSize: -1,
    bodySize: body === null ? (isBodyRemoved ? -1 : 0) : Buffer.byteLength(body),
    ...(isBodyRemoved && { comment: "The body was removed by retention." }),
  };
}

/** Without a reply, status 0, as browsers write it. */
function responseOf({ response, error }: Attempt) {
  const headers = response?.headers ?? {};
  const comment = response?.isBodyRemoved
    ? "The body was removed by retention."
    : response?.isTruncated
      ? "Only the beginning of the body is kept."
      : undefined;
  return {
    status: response?.status ?? 0,
    statusText: "",
    httpVersion: response ? "HTTP/1.1" : "",
    cookies: [],
    headers: pairs(headers),
    content: {
      size: response?.bodyBytes ?? 0,
      mimeType: headers["content-type"] ?? "",
      ...(response && { text: response.body }),
      ...(comment && { comment }),
    },
    redirectURL: headers.location ?? "",
    headersSize: -1,
    bodySize: response?.bodyBytes ?? -1,
    ...(error && { _error: error.message }),
  };
}

const round = (ms: number) => Math.round(ms * 1_000) / 1_000;

/** HAR wants the length of each phase, where we know when each ended; -1 for one that did not happen. */
function timingsOf({ timing, durationMs }: Attempt) {
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = timing ?? { totalMs: durationMs };
  const opened = tlsMs ?? connectMs ?? dnsMs ?? 0;
  const length = (end: number, start: number) => round(Math.max(0, end - start));
  const answered = firstByteMs ?? totalMs;
  return {
    blocked: -1,
    dns: dnsMs === undefined ? -1 : round(dnsMs),
    connect: connectMs === undefined ? -1 : length(tlsMs ?? connectMs, dnsMs ?? 0),
    ssl: tlsMs === undefined ? -1 : length(tlsMs, connectMs ?? dnsMs ?? 0),
    send: 0,
    wait: length(answered, opened),
    receive: length(totalMs, answered),
  };
}
