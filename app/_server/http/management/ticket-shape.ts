import { z } from "zod";
import { type TicketGraph, ticketFields } from "@/lib/desk/ticket";
import { namedForms } from "@/lib/runtime/ticket-forms";
import { inPages, inReply, moment, names } from "./schemas";

const id = z.number().int();
const when = moment.nullable();
const name = z.string().nullable();

export const ticketReply = inReply(
  "Ticket",
  ticketFields.extend({
    id,
    displayId: z.string(),
    typeId: id,
    typeName: z.string(),
    statusName: z.string(),
    priorityName: name,
    categoryName: name,
    ownerName: name,
    requesterName: name,
    forms: names("Custom forms by name: an object for a single-line form, an array of objects for a multi-line one"),
    creationSystem: z.string(),
    version: id,
    totalUserWaitingSeconds: id,
    lastModifiedById: id.nullable(),
    createdAt: moment,
    updatedAt: moment,
    statusChangedAt: moment,
    resolvedAt: when,
    closedAt: when,
    firstAgentAssignedAt: when,
    firstAgentReplyAt: when,
    lastAgentReplyAt: when,
    lastUserReplyAt: when,
    agentWaitingSince: when,
    userWaitingSince: when,
    lockedAt: when,
    feedbackRatedAt: when,
    thirdPartyLoggedAt: when,
  }),
);

/** A ticket with the names behind its ids and its forms by name. The access code is for partners and stays out. */
export function showTicket({ ticket, type, status, items, people, forms }: TicketGraph): z.input<typeof ticketReply> {
  const { accessCode: _, forms: values, ...fields } = ticket;
  const item = (key: number | null) => items.get(key ?? 0)?.name ?? null;
  const person = (key: number | null) => people.get(key ?? 0)?.name ?? null;
  return {
    ...fields,
    typeName: type.name,
    statusName: status.name,
    priorityName: item(ticket.priorityId),
    categoryName: item(ticket.categoryId),
    ownerName: person(ticket.ownerId),
    requesterName: person(ticket.requesterId),
    forms: namedForms(forms, values),
  };
}

export const ticketSummaries = inPages(
  inReply(
    "TicketSummary",
    z.object({
      id,
      displayId: z.string(),
      title: z.string(),
      typeId: id,
      typeName: z.string(),
      statusId: id,
      statusName: z.string(),
      priorityId: id.nullable(),
      priorityName: name,
      ownerId: id.nullable(),
      ownerName: name,
      teamId: id.nullable(),
      requesterId: id.nullable(),
      requesterName: name,
      createdAt: moment,
      updatedAt: moment,
    }),
  ),
);

export const messageReply = inReply(
  "Message",
  z.object({
    id,
    ticketId: id,
    createdAt: moment,
    body: z.string(),
    visibility: z.enum(["public", "private"]),
    from: z.enum(["agent", "user"]),
    authorName: z.string(),
    personId: id.nullable(),
  }),
);
export const messages = inPages(messageReply);

/** One changed property: as people read it, and as it is stored where it can be undone. */
export const fieldChange = z.object({
  path: z.string(),
  label: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  field: z.string().optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const history = inPages(
  inReply(
    "HistoryEntry",
    z.object({
      id,
      ticketId: id,
      at: moment,
      kind: z.string(),
      origin: z.enum(["person", "rule", "delivery", "callback", "api", "system"]),
      actorId: z.string(),
      actorName: z.string(),
      summary: z.string(),
      changes: z.array(fieldChange),
      cause: z
        .object({
          deliveryId: z.string().optional(),
          webhookId: z.string().optional(),
          webhookName: z.string().optional(),
          functionId: z.string().optional(),
          functionName: z.string().optional(),
          runId: z.string().optional().meta({ description: "The run in the history of the callback function" }),
          entryId: id.optional().meta({ description: "The entry this one answers" }),
          depth: id.meta({ description: "How many webhooks led here" }),
          chain: z
            .array(
              z.object({
                kind: z.enum(["webhook", "rule", "webMethod", "function"]),
                id: z.string(),
                name: z.string(),
              }),
            )
            .optional()
            .meta({ description: "What led here, oldest first" }),
        })
        .nullable(),
    }),
  ),
);
