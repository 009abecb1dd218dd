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
export function toClaimed(row: ClaimedRow, lease: string, isProbe: boolean): ClaimedDelivery | undefined {
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
    isProbe,
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

export type ExpiredRow = {
  id: string;
  ticketId: number;
  webhookId: string;
  attempts: number;
  kind: AttemptKind;
  lease: string | null;
};

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

/** A delivery whose turn ended: out of its lane for good, or `isBack` to pending. `at` is when the next of the lane is due. */
export type Ended = { id: string; isBack: boolean; at: Date };

const endOf = ({ startedAt, durationMs }: Attempt) => new Date(startedAt.getTime() + durationMs);

export const endedBy = ({ deliveryId, status, change, attempt }: Settlement): Ended => ({
  id: deliveryId,
  isBack: status === "pending",
  at: change?.at ?? endOf(attempt),
});

/** The columns of a delivery that a settlement sets, apart from the lease, which ends. */
export const settledColumns = ({ status, nextAttemptAt, attempt }: Settlement) => ({
  status,
  nextAttemptAt,
  lastStatus: attempt.response?.status ?? null,
  lastError: attempt.error?.message ?? null,
  finishedAt: status === "pending" ? null : endOf(attempt),
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

/** How many unfinished deliveries a round of looking for lanes at a halt reads, and how long until the next one. */
export const lanesPerRound = 2_000;
export const roundEveryMs = 10_000;

/** An unfinished delivery as that round reads them, lane by lane in their order. */
export type LaneRow = { ticketId: number; webhookId: string; isWaiting: boolean };
export type LanePlace = { ticketId: number; webhookId: string };
export const firstPlace: LanePlace = { ticketId: 0, webhookId: "" };

/** The lanes whose first waits for nobody, and where the next round goes on. */
export function haltedLanes(rows: readonly LaneRow[]): { halted: LanePlace[]; next: LanePlace } {
  const halted: LanePlace[] = [];
  let last: LanePlace | undefined;
  for (const { ticketId, webhookId, isWaiting } of rows) {
    const isFirst = ticketId !== last?.ticketId || webhookId !== last.webhookId;
    if (!isFirst) continue;
    last = { ticketId, webhookId };
    if (isWaiting) halted.push(last);
  }
  return { halted, next: last && rows.length >= lanesPerRound ? last : firstPlace };
}
