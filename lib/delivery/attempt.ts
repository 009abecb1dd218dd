import type { Clock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import { redact } from "@/lib/core/secrets";
import { storable } from "@/lib/core/text";
import { type IncomingResponse, isTransportError, type OutgoingRequest, type Transport } from "@/lib/core/transport";
import { secretValuesOf, withAuth } from "@/lib/wire/auth";
import type { Auth } from "@/lib/wire/auth/kinds";
import type { Attempt } from "./delivery";
import type { ClaimedDelivery } from "./store";
import { traceParent } from "./trace-parent";

/** What of a reply is kept, in bytes of UTF-8. */
export const keptBodyBytes = 64 * 1024;
// A secret this short is masked where it is certain to be one (the headers we send), not wherever its letters occur.
const shortestEchoed = 6;
const dayMs = 24 * 60 * 60 * 1000;
// Long enough to have a certificate renewed by people.
const expiryWarningMs = 30 * dayMs;

const encoder = new TextEncoder();
const scratch = new Uint8Array(keptBodyBytes);

function mapValues(record: Record<string, string>, change: (text: string) => string): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const key of Object.keys(record)) changed[key] = change(record[key] ?? "");
  return changed;
}

/** The start of `text` that fits, cut between characters, and the size of the whole in bytes. */
function keptPart(text: string) {
  const { read, written } = encoder.encodeInto(text, scratch);
  if (read === text.length) return { body: text, bodyBytes: written, isTruncated: false };
  return { body: text.slice(0, read), bodyBytes: encoder.encode(text).length, isTruncated: true };
}

export type AttemptMade = { attempt: Attempt; reply: IncomingResponse | undefined };

/**
 * One exchange, never rejecting: a 2xx reply succeeds, everything else is a failed attempt that says why. The reply is
 * returned whole for response mapping; what is to be stored is cut at 64 KB. Echoed secrets are masked in both.
 */
export async function makeAttempt(
  claimed: ClaimedDelivery,
  auth: Auth,
  send: Transport,
  clock: Clock,
): Promise<AttemptMade> {
  const startedAt = clock.now();
  const { method, url, body, followRedirects } = claimed.request;
  const id = newId("att");
  const headers = tracedHeaders(claimed, id);
  let sentHeaders = headers;
  const observed: Transport = (request: OutgoingRequest) => {
    // Tokens are asked for elsewhere.
    if (request.url === url) sentHeaders = request.headers;
    return send(request);
  };
  const secrets = secretValuesOf(auth);
  let echoed: string[] = [];
  const learned = (secret: string) => {
    secrets.push(secret);
  };
  // What is masked is known when the exchange is over.
  const isOver = () => {
    secrets.sort((a, b) => b.length - a.length);
    echoed = secrets.filter((secret) => secret.length >= shortestEchoed);
  };
  const clean = (text: string) => (echoed.length > 0 ? redact(storable(text), echoed) : storable(text));
  const masked = () => (secrets.length > 0 ? mapValues(sentHeaders, (value) => redact(value, secrets)) : sentHeaders);
  try {
    const sendAs = withAuth(observed, auth, { learned, clock });
    const reply = await sendAs({ id: claimed.id, method, url, headers, body: body ?? undefined, followRedirects });
    isOver();
    const isSuccess = reply.status >= 200 && reply.status < 300;
    const attempt = blankAttempt(claimed, id, startedAt, masked());
    attempt.durationMs = Math.round(reply.timing.totalMs);
    if (isSuccess) attempt.outcome = "succeeded";
    const cleaned = clean(reply.body);
    const { body: kept, bodyBytes, isTruncated } = keptPart(cleaned);
    const { status } = reply;
    attempt.response = { status, headers: mapValues(reply.headers, clean), body: kept, bodyBytes, isTruncated };
    attempt.error = isSuccess ? null : { kind: "status", message: describeStatus(reply, followRedirects ?? false) };
    attempt.timing = reply.timing;
    attempt.remoteAddress = reply.remoteAddress ?? null;
    attempt.certificateExpiresAt = reply.certificateExpiresAt ?? null;
    attempt.notes = notesOn(reply, startedAt, clean);
    // A secret the partner echoes must not land in a ticket field either.
    return { reply: echoed.length > 0 ? { ...reply, body: cleaned } : reply, attempt };
  } catch (error) {
    isOver();
    const known = isTransportError(error) ? error : undefined;
    const message = clean(error instanceof Error ? error.message : String(error));
    const attempt = blankAttempt(claimed, id, startedAt, masked());
    attempt.durationMs = Math.round(known?.details.timing?.totalMs ?? clock.now().getTime() - startedAt.getTime());
    attempt.error = { kind: known?.kind ?? "protocol", message };
    attempt.timing = known?.details.timing ?? null;
    attempt.remoteAddress = known?.details.remoteAddress ?? null;
    return { reply: undefined, attempt };
  }
}

/** A failed attempt of which nothing more is known yet. */
const blankAttempt = (
  claimed: ClaimedDelivery,
  id: string,
  startedAt: Date,
  sentHeaders: Record<string, string>,
): Attempt => ({
  id,
  deliveryId: claimed.id,
  number: claimed.attemptNumber,
  kind: claimed.kind,
  startedAt,
  durationMs: 0,
  outcome: "failed",
  sentHeaders,
  response: null,
  error: null,
  timing: null,
  remoteAddress: null,
  certificateExpiresAt: null,
  notes: [],
});

/** The request's headers and, unless the webhook sets its own, the one that ties the attempt to a trace. */
function tracedHeaders({ id, request: { headers } }: ClaimedDelivery, attemptId: string): Record<string, string> {
  const traceparent = headers.traceparent === undefined ? traceParent(id, attemptId) : undefined;
  return traceparent === undefined ? headers : { ...headers, traceparent };
}

/** What is worth a look although the reply came. */
function notesOn(
  { redirectedTo = [], certificateExpiresAt }: IncomingResponse,
  now: Date,
  clean: (text: string) => string,
): string[] {
  const notes = redirectedTo.length > 0 ? [`Redirected to ${redirectedTo.map(clean).join(", then to ")}.`] : [];
  if (certificateExpiresAt && certificateExpiresAt.getTime() - now.getTime() < expiryWarningMs)
    notes.push(`The partner's certificate runs out on ${longDate.format(certificateExpiresAt)}.`);
  return notes;
}

const longDate = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

function describeStatus({ status, headers }: IncomingResponse, followsRedirects: boolean): string {
  if (status >= 300 && status < 400 && headers.location && !followsRedirects)
    return `The partner answered ${status} and pointed elsewhere; redirects are off for this webhook. “Follow redirects” on its Delivery tab turns them on.`;
  return `The partner answered ${status}; only 2xx counts as success.`;
}

/** An attempt that ended before anything was sent, such as for missing credentials. */
export const unsentAttempt = (
  claimed: ClaimedDelivery,
  now: Date,
  error: NonNullable<Attempt["error"]>,
): AttemptMade => ({
  reply: undefined,
  attempt: { ...blankAttempt(claimed, newId("att"), now, claimed.request.headers), error },
});
