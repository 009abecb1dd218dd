import type { FieldChange } from "@/lib/desk/history";
import type { TicketGraph } from "@/lib/desk/ticket";

export const ruleEventTypes = {
  "ticket.created": "Ticket created",
  "ticket.updated": "Ticket updated",
  "message.added": "Message added",
} as const;
export type RuleEventType = keyof typeof ruleEventTypes;

/** Who updates a ticket, as far as the condition *Update source* goes (spec §4.9.3). */
export const updateSources = {
  technician: "Technician",
  caller: "Caller",
  api: "API",
  rule: "Rule",
  webhook: "Webhook",
  webmethod: "Any web method",
} as const;

/** What just happened to the ticket. `source` is a key of updateSources, or `webmethod:<Name>` for one web method. */
export type RuleEvent = {
  type: RuleEventType;
  source: string;
  actorId: string;
  actorPersonId: number | null;
  actorName: string;
  changes: FieldChange[];
};

/** All that conditions look at. `graph` is the ticket as it is now, the event's changes included. */
export type Facts = { graph: TicketGraph; event?: RuleEvent; now: Date };
