import type { Actor } from "@/lib/core/actor";
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
  return actor.kind === "webMethod" ? `webmethod:${actor.name}` : "system";
}
