import { randomUUID } from "node:crypto";
import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { asObject } from "@/lib/core/json";
import type { Attempt, AttemptKind, StoredRequest } from "@/lib/delivery/delivery";
import type { ClaimedDelivery, Settlement } from "@/lib/delivery/store";

/** A delivery row just claimed, as both dialects select it; JSON already parsed, undefined where that failed. */
export type ClaimedRow = {
  id: string;
  webhookId: string;
  webhookName: string;
  webhookVersion: number;
  ticketId: number;
  ticketVersion: number;
  request: unknown;
  cause: unknown;
  attempts: number;
  freeAttempts: number;
  kind: AttemptKind;
  queue: string;
  nextAttemptAt: number | Date;
};

/** RETURNING keeps no order; what is due longest goes first. */
export const oldestFirst = <Row extends Pick<ClaimedRow, "nextAttemptAt">>(rows: Row[]): Row[] =>
  rows.sort((a, b) => Number(a.nextAttemptAt) - Number(b.nextAttemptAt));

/** Leases carry the moment of the claim, which nothing else remembers when the attempt is cut short. */
export const newLease = (now: Date): string => `${now.getTime()}-${randomUUID()}`;
const startOf = (lease: string | null, otherwise: Date) => {
  const ms = Number(lease?.split("-", 1)[0]);
  return ms > 0 ? new Date(ms) : otherwise;
};

const isText = (value: unknown): value is string => typeof value === "string";

/** What the worker gets, or undefined for a row that can't be read. */
export function toClaimed(row: ClaimedRow, lease: string): ClaimedDelivery | undefined {
  const request = asObject(row.request);
  const cause = asObject(row.cause);
  const headers = asObject(request?.headers);
  if (!request || !cause || !headers || !isText(request.method) || !isText(request.url)) return undefined;
  if (!isText(request.body) && request.body !== null) return undefined;
  if (!isText(request.connectionId) && request.connectionId !== null) return undefined;
  for (const name of Object.keys(headers)) if (!isText(headers[name])) return undefined;
  return {
    id: row.id,
    webhookId: row.webhookId,
    webhookName: row.webhookName,
    webhookVersion: row.webhookVersion,
    ticketId: row.ticketId,
    ticketVersion: row.ticketVersion,
    request: request as StoredRequest,
    cause: isDepth(cause) ? cause : { ...cause, depth: 0 },
    attemptNumber: row.attempts,
    freeAttempts: row.freeAttempts,
    kind: row.kind,
    queue: row.queue,
    isProbe: false,
    lease,
  };
}
const isDepth = (cause: Record<string, unknown>): cause is ClaimedDelivery["cause"] => typeof cause.depth === "number";

const blank = {
  durationMs: 0,
  sentHeaders: {},
  response: null,
  timing: null,
  remoteAddress: null,
  certificateExpiresAt: null,
};

/** Stands in for a request that can't be read, so that lists and pages still can. */
export const unreadableRequest: StoredRequest = {
  method: "POST",
  url: "",
  headers: {},
  body: null,
  connectionId: null,
};
const unreadableText = "The stored request can't be read: its data is damaged. Fire the webhook again.";

/** The end of a delivery whose row can't be read: visible, with what was stored kept as a note. */
export const unreadable = (row: ClaimedRow, lease: string, now: Date, stored: string): Settlement => ({
  deliveryId: row.id,
  lease,
  status: "failed",
  nextAttemptAt: null,
  attempt: {
    ...blank,
    id: newId("att"),
    deliveryId: row.id,
    number: row.attempts,
    kind: row.kind,
    startedAt: now,
    outcome: "failed",
    error: { kind: "unreadable", message: unreadableText },
    notes: [`What was stored: ${stored.slice(0, 10_000)}`],
  },
});

/** A delivery that took its worker down this often is given up; nothing else would end it. */
export const mostInterruptions = 20;

export type ExpiredRow = { id: string; attempts: number; kind: AttemptKind; lease: string | null };

export const interruptedText =
  "The worker ended before the partner's answer was recorded. The partner may have received this request.";

/** The attempt of a lease that ran out. */
export const interrupted = ({ id, attempts, kind, lease }: ExpiredRow, now: Date): Attempt => ({
  ...blank,
  id: newId("att"),
  deliveryId: id,
  number: attempts,
  kind,
  startedAt: startOf(lease, now),
  outcome: "interrupted",
  error: { kind: "interrupted", message: interruptedText },
  notes: [],
});

/** The columns of a delivery that a settlement sets, apart from the lease, which ends. */
export const settledColumns = ({ status, nextAttemptAt, attempt }: Settlement) => ({
  status,
  nextAttemptAt,
  lastStatus: attempt.response?.status ?? null,
  lastError: attempt.error?.message ?? null,
  finishedAt: status === "pending" ? null : new Date(attempt.startedAt.getTime() + attempt.durationMs),
});

/**
 * Whether a refused change is to be decided again: the ticket moved on, or something the change names was removed after it
 * was decided.
 */
export const isOutdated = (error: unknown): boolean =>
  isAppError(error) && (error.code === "conflict" || error.code === "invalid");

/** Whether a change is more than history, or is meant for one version; the rest is written with the outcomes of others. */
export const changesTicket = ({ change }: Settlement): boolean =>
  change?.expectedVersion !== undefined ||
  [change?.fields, change?.forms, change?.messages, change?.deliveries, change?.events].some(
    (part) => part !== undefined && Object.keys(part).length > 0,
  );
