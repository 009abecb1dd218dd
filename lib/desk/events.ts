import type { Actor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { Change } from "./change";
import { same } from "./differences";
import type { Cause, FieldChange } from "./history";

export const eventTypes = {
  "ticket.created": "Ticket created",
  "ticket.updated": "Ticket updated",
  "message.added": "Message added",
} as const;
export type EventType = keyof typeof eventTypes;

/** Who changed a ticket, as rules tell them apart (spec §4.9.3). A web method is `webmethod:<Name>`. */
export const updateSources = {
  technician: "Technician",
  caller: "Caller",
  api: "API",
  rule: "Rule",
  webhook: "Reply of a webhook",
  callback: "Callback function",
  system: "Hookdesk itself",
} as const;
export type UpdateSource = keyof typeof updateSources | `webmethod:${string}`;

/** A fact that happened to a ticket, committed with the change it tells of; rules react to it. */
export type NewEvent = {
  id: string;
  type: EventType;
  source: UpdateSource;
  actorId: string;
  actorName: string;
  actorPersonId: number | null;
  changes: FieldChange[];
  cause: Cause;
};
export type TicketEvent = NewEvent & { ticketId: number; at: Date };

/** The source of what an actor does by hand; a message written for the requester comes from the caller. */
export function sourceOf(actor: Actor, isCaller = false): UpdateSource {
  if (isCaller) return "caller";
  if (actor.kind === "person") return "technician";
  if (actor.kind === "apiKey") return "api";
  if (actor.kind === "rule") return "rule";
  if (actor.kind === "function") return "callback";
  return actor.kind === "webMethod" ? `webmethod:${actor.name}` : "system";
}

/** Who or what an event comes from; without a cause it is where a chain begins. */
export type EventOrigin = { actor: Actor; source: UpdateSource; cause?: Cause };

export const newEvent = (
  type: EventType,
  { actor, source, cause }: EventOrigin,
  changes: FieldChange[] = [],
): NewEvent => ({
  id: newId("evt"),
  type,
  source,
  actorId: actor.id,
  actorName: actor.name,
  actorPersonId: actor.personId,
  changes,
  cause: cause ?? { depth: 0, chain: [] },
});

/**
 * What a change makes known: one event, so that a rule is asked once about it. A message that came with changed fields is
 * “Message added” with these changes. Proposals change nothing yet.
 */
export function eventsOf(change: Pick<Change, "history" | "messages">, by: EventOrigin): NewEvent[] {
  const made = change.history.filter(({ kind }) => kind !== "writeback.proposed" && kind !== "writeback.dismissed");
  const changes = netChanges(made.flatMap((entry) => entry.changes));
  if (change.messages?.length) return [newEvent("message.added", by, changes)];
  return changes.length > 0 ? [newEvent("ticket.updated", by, changes)] : [];
}

/** A property changed several times counts once, from its first value to its last. */
function netChanges(changes: readonly FieldChange[]): FieldChange[] {
  const net = new Map<string, FieldChange>();
  for (const change of changes) {
    const key = change.field ?? change.path;
    const first = net.get(key);
    net.set(key, first ? { ...change, from: first.from, before: first.before } : change);
  }
  return [...net.values()].filter(({ from, to, before, after }) => !same(from, to) || !same(before, after));
}
