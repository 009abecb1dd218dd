import { systemActor } from "@/lib/core/actor";
import { type IncomingResponse, neutralFailure } from "@/lib/core/transport";
import type { Change } from "@/lib/desk/change";
import { eventsOf } from "@/lib/desk/events";
import { type Cause, causedBy, type HistoryKind, type NewHistoryEntry } from "@/lib/desk/history";
import type { Attempt, NewDelivery } from "./delivery";
import { replyOf } from "./reply-scope";
import { decideRetry, freeNote, isLastTry, type RetryDecision } from "./retry";
import { standardRetry } from "./retry-policy";
import type { ClaimedDelivery, Settlement } from "./store";
import type { WebhookConfig } from "./webhook";
import { type Arrival, decideWriteBack, describeWriteBack, type Landing, noteConflicts, proposal } from "./write-back";

export type Facts = {
  /** Undefined when that version of the webhook can't be read any more: then the standard schedule applies. */
  config: WebhookConfig | undefined;
  /** Undefined without a ticket, or when nothing is to be written to it. */
  landing?: Landing;
  /** Nothing can make a further attempt succeed. */
  isHopeless?: boolean;
};

/** Whether settling this attempt needs the ticket: not for a failure that will be tried again, nor where the webhook writes nothing. */
export function needsTicket(
  config: WebhookConfig | undefined,
  claimed: ClaimedDelivery,
  attempt: Attempt,
  isHopeless = false,
): boolean {
  if (!config) return false;
  if (attempt.outcome === "succeeded")
    return config.responseFields.length > 0 || config.responseActions.success.length > 0;
  if (config.responseActions.failure.length === 0) return false;
  return isHopeless || isLastTry(config.retry, claimed, attempt);
}

/** What came back, and what may be said about it. Technicians read this: what maps the network stays with the delivery. */
export function arrivalOf(config: WebhookConfig, attempt: Attempt, reply: IncomingResponse | undefined): Arrival {
  const { outcome } = attempt;
  return { config, outcome, reply: replyOf(attempt, reply), error: outcome === "succeeded" ? null : reasonOf(attempt) };
}

const reasonOf = ({ response }: Attempt): string =>
  response ? `The partner answered ${response.status}.` : neutralFailure;

/**
 * What one attempt means (spec §4.10): the delivery's next status, and for the ticket what the reply brings it and a history
 * entry. Retries between the first failure and the last leave no entries: they are in the delivery.
 */
export function decideSettlement(
  claimed: ClaimedDelivery,
  attempt: Attempt,
  reply: IncomingResponse | undefined,
  facts: Facts,
  now: Date,
  random: () => number,
): Settlement {
  const { id: deliveryId, lease } = claimed;
  if (attempt.outcome === "succeeded" && reply) {
    const done = entryOf(claimed, "webhook.succeeded", `“${claimed.webhookName}” succeeded (${reply.status})`);
    const { change, notes } = concluding(claimed, attempt, reply, facts, now, done);
    const noted = notes.length > 0 ? { ...attempt, notes: [...attempt.notes, ...notes] } : attempt;
    return { deliveryId, lease, attempt: noted, status: "succeeded", nextAttemptAt: null, change };
  }
  const retry: RetryDecision = facts.isHopeless
    ? { at: null }
    : decideRetry(facts.config?.retry ?? standardRetry, claimed, attempt, now, random);
  const free = retry.at && retry.isFree ? [freeNote] : [];
  const told = [...attempt.notes, ...(retry.note === undefined ? [] : [retry.note]), ...free];
  const failure = () => entryOf(claimed, "webhook.failed", describeFailure(claimed, attempt, retry.at));
  if (retry.at) {
    const change =
      claimed.attemptNumber > 1 ? undefined : { ticketId: claimed.ticketId, at: now, history: [failure()] };
    const noted = { ...attempt, notes: told };
    const settlement: Settlement = {
      deliveryId,
      lease,
      attempt: noted,
      status: "pending",
      nextAttemptAt: retry.at,
      change,
    };
    return retry.isFree ? { ...settlement, isFree: true } : settlement;
  }
  const { change, notes } = concluding(claimed, attempt, reply, facts, now, failure());
  const noted = { ...attempt, notes: [...told, ...notes] };
  return { deliveryId, lease, attempt: noted, status: "failed", nextAttemptAt: null, change };
}

const step = ({ webhookId, webhookName }: ClaimedDelivery) =>
  ({ kind: "webhook", id: webhookId, name: webhookName }) as const;

const causeOf = (claimed: ClaimedDelivery): Cause => ({
  ...causedBy(claimed.cause, step(claimed)),
  deliveryId: claimed.id,
  webhookId: claimed.webhookId,
  webhookName: claimed.webhookName,
});

const entryOf = (claimed: ClaimedDelivery, kind: HistoryKind, summary: string): NewHistoryEntry => ({
  kind,
  origin: "delivery",
  actorId: systemActor.id,
  actorName: systemActor.name,
  summary,
  changes: [],
  cause: causeOf(claimed),
});

function describeFailure({ webhookName, attemptNumber }: ClaimedDelivery, attempt: Attempt, next: Date | null): string {
  const tries = attemptNumber > 1 ? ` after ${attemptNumber} attempts` : "";
  return `“${webhookName}” failed${tries}. ${reasonOf(attempt)}${next ? " It will be tried again." : ""}`;
}

type Concluded = { change: Change<NewDelivery>; notes: string[] };

/** The end of a delivery: one entry that tells it, with what it brought the ticket, and what waits for a decision. */
function concluding(
  claimed: ClaimedDelivery,
  attempt: Attempt,
  reply: IncomingResponse | undefined,
  { config, landing, isHopeless }: Facts,
  now: Date,
  entry: NewHistoryEntry,
): Concluded {
  const plain = (notes: string[]): Concluded => ({
    change: { ticketId: claimed.ticketId, at: now, history: [entry] },
    notes,
  });
  const isSuccess = attempt.outcome === "succeeded";
  if (!config)
    return plain(isSuccess ? ["The webhook's settings of that time can't be read, so no field was filled."] : []);
  if (!needsTicket(config, claimed, attempt, isHopeless)) return plain([]);
  if (!landing) return plain(["The ticket is gone, so no field was filled."]);
  const arrival = arrivalOf(config, attempt, reply);
  const written = decideWriteBack(claimed, arrival, landing, now, causeOf(claimed));
  const { change, changes, conflicts } = written;
  const notes = [...written.notes, ...noteConflicts(conflicts, config.writeBack)];
  const isAsked = conflicts.length > 0 && config.writeBack === "ask";
  if (!change && conflicts.length === 0) return plain(notes);
  const told: NewHistoryEntry = {
    ...entry,
    summary: entry.summary + describeWriteBack(written, config.writeBack, isSuccess),
    changes,
  };
  const history = isAsked ? [told, proposal(claimed, conflicts, causeOf(claimed))] : [told];
  const base = change ?? { ticketId: claimed.ticketId, at: now, expectedVersion: landing.graph.ticket.version };
  const by = { actor: systemActor, source: "webhook", cause: causedBy(claimed.cause, step(claimed)) } as const;
  const events = change && config.runRulesAfterResponse ? { events: eventsOf({ ...change, history }, by) } : {};
  return { change: { ...base, history, ...events }, notes };
}
