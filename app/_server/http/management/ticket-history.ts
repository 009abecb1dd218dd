import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { everything } from "@/lib/core/page";
import { applyProposal, dismissProposal, undoChange } from "@/lib/runtime/write-back";
import { type Endpoint, endpoint } from "./endpoint";
import { listQuery, pageOf } from "./list-query";
import { inReply } from "./schemas";
import { history } from "./ticket-shape";
import { findTicket } from "./tickets";

const putReply = inReply(
  "PutResult",
  z.object({
    put: z.array(z.string()).meta({ description: "Labels of the properties that were set" }),
    left: z
      .array(z.object({ label: z.string(), reason: z.string() }))
      .meta({ description: "Properties that stayed as they are, and why" }),
  }),
);

function entryIdOf({ entryId = "" }: Record<string, string>): number {
  if (/^\d{1,15}$/.test(entryId)) return Number(entryId);
  throw new AppError("not_found", "This entry of the ticket's history no longer exists.");
}

/** An answer to one entry of a ticket's history (write-back, decision 007). */
const answer = (verb: string, operationId: string, summary: string, run: typeof undoChange): Endpoint =>
  endpoint({
    method: "post",
    path: `/tickets/{id}/history/{entryId}/${verb}`,
    permission: "tickets.write",
    operationId,
    summary,
    reply: putReply,
    run: async ({ stores, principal, now, params }) => {
      const { ticket } = await findTicket(stores, params.id);
      return run(stores, principal, ticket.id, entryIdOf(params), now);
    },
  });

export const ticketHistoryEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/tickets/{id}/history",
    permission: "tickets.read",
    operationId: "listHistory",
    summary: "Read what happened to the ticket, newest first",
    query: listQuery([]),
    reply: history,
    run: async ({ stores, params, query: { page, pageSize, q } }) => {
      const { ticket } = await findTicket(stores, params.id);
      if (q === undefined) return stores.tickets.history(ticket.id, { page, pageSize });
      const all = await stores.tickets.history(ticket.id, everything);
      return pageOf(all.items, { page, pageSize, q }, (entry) => `${entry.summary} ${entry.actorName}`, {});
    },
  }),
  answer("undo", "undoChange", "Take back what a reply, a rule or a caller set", undoChange),
  answer("apply", "applyProposal", "Apply the values a reply proposes (writeback.proposed)", applyProposal),
  answer("dismiss", "dismissProposal", "Dismiss the values a reply proposes (writeback.proposed)", dismissProposal),
];
