import { exampleForms, exampleLists, fullGraph } from "@/lib/desk/testing/graphs";
import type { Ticket } from "@/lib/desk/ticket";
import type { ConditionTest } from "../condition";
import type { Facts, RuleEvent } from "../facts";
import { conditionFields } from "../fields";

/** Noon, so that days and instants differ. */
export const now = new Date("2025-04-23T12:00:00Z");

/** The example ticket, and an event when one is given. */
export const exampleFacts = (ticket: Partial<Ticket> = {}, event?: Partial<RuleEvent>): Facts => ({
  graph: fullGraph(ticket),
  now,
  ...(event && {
    event: {
      type: "ticket.updated",
      source: "technician",
      actorId: "person:1",
      actorPersonId: 1,
      actorName: "Annie Agent",
      changes: [],
      ...event,
    },
  }),
});

/** Every field of the example desk, those of events included. */
export const exampleFields = (withEvent = true) =>
  conditionFields({
    forms: exampleForms,
    lists: exampleLists,
    agents: [{ id: 1, name: "Annie Agent" }],
    withEvent,
    webMethods: ["PartnerIncidentUpdate"],
  });

export const row = (
  field: string,
  operator: ConditionTest["operator"],
  value: ConditionTest["value"] = null,
): ConditionTest => ({ type: "test", field, operator, value });
