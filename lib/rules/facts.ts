import type { EventType } from "@/lib/desk/events";
import type { FieldChange } from "@/lib/desk/history";
import type { TicketGraph } from "@/lib/desk/ticket";

/** What just happened to the ticket. `source` is an UpdateSource. */
export type RuleEvent = {
  type: EventType;
  source: string;
  actorId: string;
  actorPersonId: number | null;
  actorName: string;
  changes: FieldChange[];
};

/** All that conditions look at. `graph` is the ticket as it is now, the event's changes included. */
export type Facts = { graph: TicketGraph; event?: RuleEvent; now: Date };
