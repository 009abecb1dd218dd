import { systemActor } from "@/lib/core/actor";
import { type IncomingResponse, neutralFailure } from "@/lib/core/transport";
import type { Change } from "@/lib/desk/change";
import type { Cause, HistoryKind, NewHistoryEntry } from "@/lib/desk/history";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideUpdate } from "@/lib/desk/update";
import type { Attempt, NewDelivery } from "./delivery";
import { mapResponse } from "./response-mapping";
import { nextAttemptAt } from "./retry";
import type { ClaimedDelivery, Settlement } from "./store";
import type { WebhookConfig } from "./webhook";

export type Facts = {
  /** Undefined when that version of the webhook can't be read any more. */
  config: WebhookConfig | undefined;
  /** The ticket as it is now; needed only when the reply fills fields. */
  graph?: TicketGraph;
  /** Nothing can make a further attempt succeed. */
  isHopeless?: boolean;
};

/** Whether settling this reply needs the ticket. */
export const needsTicket = (config: WebhookConfig | undefined, attempt: Attempt): boolean =>
  attempt.outcome === "succeeded" && (config?.responseFields.length ?? 0) > 0;

/**
 * What one attempt means (spec §4.10): the delivery's next status, and for the ticket the fields filled from the reply
 * and a history entry. Retries between the first failure and the last leave no entries: they are in the delivery.
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
    const { change, notes } = afterSuccess(claimed, reply, facts, now);
    const noted = notes.length > 0 ? { ...attempt, notes } : attempt;
    return { deliveryId, lease, attempt: noted, status: "succeeded", nextAttemptAt: null, change };
  }
  // One more attempt asked for by a person is one attempt; the schedule belongs to the delivery's first run.
  const isOver = facts.isHopeless || claimed.kind === "manual";
  const next = isOver ? null : nextAttemptAt(claimed.attemptNumber, now, random);
  const change = next !== null && claimed.attemptNumber > 1 ? undefined : afterFailure(claimed, attempt, next, now);
  return { deliveryId, lease, attempt, status: next ? "pending" : "failed", nextAttemptAt: next, change };
}

const causeOf = ({ id, webhookId, webhookName, cause }: ClaimedDelivery): Cause => ({
  deliveryId: id,
  webhookId,
  webhookName,
  depth: cause.depth + 1,
});

const entry = (claimed: ClaimedDelivery, kind: HistoryKind, summary: string): NewHistoryEntry => ({
  kind,
  origin: "delivery",
  actorId: systemActor.id,
  actorName: systemActor.name,
  summary,
  changes: [],
  cause: causeOf(claimed),
});

type Decided = { change: Change<NewDelivery>; notes: string[] };

function afterSuccess(claimed: ClaimedDelivery, reply: IncomingResponse, { config, graph }: Facts, now: Date): Decided {
  const done = entry(claimed, "webhook.succeeded", `“${claimed.webhookName}” succeeded (${reply.status})`);
  const plain = (notes: string[]): Decided => ({
    change: { ticketId: claimed.ticketId, at: now, history: [done] },
    notes,
  });
  if (!config) return plain(["The webhook's settings of that time can't be read, so no field was filled."]);
  if (config.responseFields.length === 0) return plain([]);
  if (!graph) return plain(["The ticket is gone, so no field was filled."]);
  const { forms, notes } = mapResponse(config, graph, reply);
  const source = { actor: systemActor, origin: "delivery", cause: causeOf(claimed), at: now } as const;
  const update = decideUpdate(graph, { forms }, source, { types: [], statuses: [], items: [] });
  if (!update) return plain(notes);
  const changes = update.history.flatMap((written) => written.changes);
  const labels = changes.map((change) => change.label).join(", ");
  return {
    change: { ...update, history: [{ ...done, summary: `${done.summary} and filled ${labels}`, changes }] },
    notes,
  };
}

/** Technicians read history: a cause that maps the network stays with the delivery. */
function afterFailure(claimed: ClaimedDelivery, attempt: Attempt, next: Date | null, now: Date): Change<NewDelivery> {
  const status = attempt.response?.status;
  const why = status ? `The partner answered ${status}.` : neutralFailure;
  const tries = claimed.attemptNumber > 1 ? ` after ${claimed.attemptNumber} attempts` : "";
  const then = next ? " It will be tried again." : "";
  return {
    ticketId: claimed.ticketId,
    at: now,
    history: [entry(claimed, "webhook.failed", `“${claimed.webhookName}” failed${tries}. ${why}${then}`)],
  };
}
