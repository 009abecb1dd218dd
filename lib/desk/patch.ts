import type { FormValues } from "./custom-forms";
import type { DeskLists } from "./desk-lists";
import type { TicketFields, TicketGraph } from "./ticket";

/** Values to give a ticket: fields by name, and the rows of whole forms. */
export type TicketPatch = { fields?: Partial<TicketFields>; forms?: FormValues };

/** Two patches in turn; of a form both name, the later's rows count. */
export const joinPatches = (first: TicketPatch, then: TicketPatch): TicketPatch => ({
  fields: { ...first.fields, ...then.fields },
  forms: { ...first.forms, ...then.forms },
});

/** The ticket as it reads once patched. Names of items and people new to it are known only if the graph has them already. */
export function withPatch(graph: TicketGraph, { fields, forms }: TicketPatch, { statuses }: DeskLists): TicketGraph {
  const ticket = { ...graph.ticket, ...fields, forms: { ...graph.ticket.forms, ...forms } };
  return { ...graph, ticket, status: statuses.find(({ id }) => id === ticket.statusId) ?? graph.status };
}
