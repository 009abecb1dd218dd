import { AppError } from "@/lib/core/errors";
import { messageInput } from "@/lib/desk/message";
import { ticketSortKeys } from "@/lib/desk/store";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { Stores } from "@/lib/runtime/stores";
import { addMessage, createTicket, ticketCreation, ticketUpdate, updateTicket } from "@/lib/runtime/tickets";
import { type Endpoint, endpoint } from "./endpoint";
import { idFilter, listQuery, pageOf } from "./list-query";
import { inBody } from "./schemas";
import { messageReply, messages, showTicket, ticketReply, ticketSummaries } from "./ticket-shape";

/** Ticket by integer id or display id, or AppError("not_found"). */
export async function findTicket({ tickets }: Stores, id: string | undefined): Promise<TicketGraph> {
  const graph = await tickets.graph(ticketKey(id));
  if (!graph) throw new AppError("not_found", `There is no ticket ${id}.`);
  return graph;
}

/** Digits are the integer id, anything else a display id. */
export const ticketKey = (id: number | string = ""): number | string => (/^\d{1,9}$/.test(`${id}`) ? Number(id) : id);

const update = inBody("TicketUpdate", ticketUpdate);
const edit = (method: "put" | "patch") =>
  endpoint({
    method,
    path: "/tickets/{id}",
    permission: "tickets.write",
    operationId: method === "put" ? "updateTicket" : "patchTicket",
    summary: "Change a ticket",
    description:
      "Only what is named changes, with PUT as with PATCH. A single-line form keeps the fields not named; a multi-line form is replaced.",
    body: update,
    reply: ticketReply,
    run: async ({ stores, principal, now, params, body }) =>
      showTicket(await updateTicket(stores, principal, ticketKey(params.id), body, now)),
  });

export const ticketEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/tickets",
    permission: "tickets.read",
    operationId: "listTickets",
    summary: "List tickets, the newest change first",
    query: listQuery(ticketSortKeys, {
      typeId: idFilter,
      statusId: idFilter,
      priorityId: idFilter,
      ownerId: idFilter.meta({ description: "0 finds tickets without an owner" }),
    }),
    reply: ticketSummaries,
    run: ({ stores, query }) => stores.tickets.list(query),
  }),
  endpoint({
    method: "post",
    path: "/tickets",
    permission: "tickets.write",
    operationId: "createTicket",
    summary: "Create a ticket",
    body: inBody("TicketCreation", ticketCreation),
    examples: {
      incident: {
        summary: "An incident with custom forms",
        value: {
          typeId: 1,
          title: "Laptop does not start",
          description: "Black screen since this morning.",
          forms: { Integration: { VivantiotestID: "INC0012345" }, "Linked assets": [{ Asset: "P1" }, { Asset: "P2" }] },
        },
      },
    },
    reply: ticketReply,
    status: 201,
    run: async ({ stores, principal, now, body }) => {
      const { id } = await createTicket(stores, principal, body, now);
      return showTicket(await findTicket(stores, String(id)));
    },
  }),
  endpoint({
    method: "get",
    path: "/tickets/{id}",
    permission: "tickets.read",
    operationId: "getTicket",
    summary: "Read a ticket by id or display id",
    reply: ticketReply,
    run: async ({ stores, params }) => showTicket(await findTicket(stores, params.id)),
  }),
  edit("put"),
  edit("patch"),
  endpoint({
    method: "get",
    path: "/tickets/{id}/messages",
    permission: "tickets.read",
    operationId: "listMessages",
    summary: "Read the conversation, oldest first",
    query: listQuery(["createdAt"]),
    reply: messages,
    run: async ({ stores, params, query }) => {
      const { ticket } = await findTicket(stores, params.id);
      return pageOf(await stores.tickets.messages(ticket.id), query, (message) => message.body, {
        createdAt: (message) => message.createdAt,
      });
    },
  }),
  endpoint({
    method: "post",
    path: "/tickets/{id}/messages",
    permission: "tickets.write",
    operationId: "addMessage",
    summary: "Reply to the requester, add a note, or record what the requester wrote",
    body: inBody("MessageInput", messageInput),
    reply: messageReply,
    status: 201,
    run: ({ stores, principal, now, params, body }) => addMessage(stores, principal, ticketKey(params.id), body, now),
  }),
];
