import type { Clock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import { redact } from "@/lib/core/secrets";
import { type IncomingResponse, isTransportError, type OutgoingRequest, type Transport } from "@/lib/core/transport";
import { type Auth, secretValuesOf, withAuth } from "@/lib/wire/auth";
import type { Attempt } from "./delivery";
import type { ClaimedDelivery } from "./store";

/** What of a reply is kept, in bytes of UTF-8. */
export const keptBodyBytes = 64 * 1024;
// A secret this short is masked where it is certain to be one (the headers we send), not wherever its letters occur.
const shortestEchoed = 6;

const encoder = new TextEncoder();
const scratch = new Uint8Array(keptBodyBytes);
/** Text any database stores: Postgres refuses NUL and halves of surrogate pairs. */
const storable = (text: string) => text.replaceAll("\0", "\ufffd").toWellFormed();

const mapValues = (record: Record<string, string>, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** The start of `text` that fits, cut between characters, and the size of the whole in bytes. */
function keptPart(text: string) {
  if (text.length * 3 <= keptBodyBytes) return { body: text, bodyBytes: byteLength(text), isTruncated: false };
  const { read } = encoder.encodeInto(text, scratch);
  return { body: text.slice(0, read), bodyBytes: byteLength(text), isTruncated: read < text.length };
}
const byteLength = (text: string) => encoder.encode(text).length;

export type AttemptMade = { attempt: Attempt; reply: IncomingResponse | undefined };

/**
 * One exchange, never rejecting: a 2xx reply succeeds, everything else is a failed attempt that says why. The reply is
 * returned whole for response mapping; what is to be stored is cut at 64 KB, and secrets are masked.
 */
export async function makeAttempt(
  claimed: ClaimedDelivery,
  auth: Auth,
  send: Transport,
  clock: Clock,
): Promise<AttemptMade> {
  const startedAt = clock.now();
  const { method, url, headers, body } = claimed.request;
  let sentHeaders = headers;
  const observed: Transport = (request: OutgoingRequest) => {
    sentHeaders = request.headers;
    return send(request);
  };
  const secrets = secretValuesOf(auth);
  const echoed = secrets.filter((secret) => secret.length >= shortestEchoed);
  const clean = (text: string) => redact(storable(text), echoed);
  const facts = () => ({
    id: newId("att"),
    deliveryId: claimed.id,
    number: claimed.attemptNumber,
    kind: claimed.kind,
    startedAt,
    sentHeaders: secrets.length > 0 ? mapValues(sentHeaders, (value) => redact(value, secrets)) : sentHeaders,
    notes: [],
  });
  try {
    const reply = await withAuth(observed, auth)({ method, url, headers, body: body ?? undefined });
    const isSuccess = reply.status >= 200 && reply.status < 300;
    return {
      reply,
      attempt: {
        ...facts(),
        durationMs: Math.round(reply.timing.totalMs),
        outcome: isSuccess ? "succeeded" : "failed",
        response: { status: reply.status, headers: mapValues(reply.headers, clean), ...keptPart(clean(reply.body)) },
        error: isSuccess ? null : { kind: "status", message: describeStatus(reply) },
        timing: reply.timing,
        remoteAddress: reply.remoteAddress ?? null,
      },
    };
  } catch (error) {
    const known = isTransportError(error) ? error : undefined;
    return {
      reply: undefined,
      attempt: {
        ...facts(),
        durationMs: Math.round(known?.details.timing?.totalMs ?? clock.now().getTime() - startedAt.getTime()),
        outcome: "failed",
        response: null,
        error: {
          kind: known?.kind ?? "protocol",
          message: clean(error instanceof Error ? error.message : String(error)),
        },
        timing: known?.details.timing ?? null,
        remoteAddress: known?.details.remoteAddress ?? null,
      },
    };
  }
}

function describeStatus({ status, headers }: IncomingResponse): string {
  if (status >= 300 && status < 400)
    return `The partner answered ${status}${headers.location ? ` and pointed elsewhere` : ""}; redirects are not followed.`;
  return `The partner answered ${status}; only 2xx counts as success.`;
}

/** An attempt that ended before anything was sent, such as for missing credentials. */
export const unsentAttempt = (
  claimed: ClaimedDelivery,
  now: Date,
  error: NonNullable<Attempt["error"]>,
): AttemptMade => ({
  reply: undefined,
  attempt: {
    id: newId("att"),
    deliveryId: claimed.id,
    number: claimed.attemptNumber,
    kind: claimed.kind,
    startedAt: now,
    durationMs: 0,
    outcome: "failed",
    sentHeaders: claimed.request.headers,
    response: null,
    error,
    timing: null,
    remoteAddress: null,
    notes: [],
  },
});
