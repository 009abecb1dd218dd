import type { Actor } from "@/lib/core/actor";
import type { NewTicket } from "@/lib/desk/change";
import { newEvent, sourceOf } from "@/lib/desk/events";
import type { Cause } from "@/lib/desk/history";
import { type NewTicketInput, newTicketInput, type Ticket, type TicketGraph } from "@/lib/desk/ticket";
import { type CallDesk, rowsWith, type Taken } from "./take-values";
import type { WebMethod } from "./web-method";

export type CallSource = { actor: Actor; cause: Cause; at: Date };

/** The ticket a call creates: status Open unless mapped, a title in any case, the web method's name in its history. */
export function newTicketOf(
  { name, ticketTypeId, runBusinessRules }: WebMethod,
  { fields, cells, notes }: Taken,
  desk: CallDesk,
  source: CallSource,
  accessCode: string,
): NewTicket {
  const { actor, cause, at } = source;
  const opens = desk.lists.statuses.find((entry) => entry.name === "Open") ?? desk.lists.statuses[0];
  const status = desk.lists.statuses.find(({ id }) => id === fields.statusId) ?? opens;
  const input: NewTicketInput & { statusId: number } = {
    ...newTicketInput.parse({ ...fields, title: fields.title || `Created by ${name}`, typeId: ticketTypeId }),
    statusId: status?.id ?? 0,
  };
  return {
    input,
    forms: rowsWith(cells, {}),
    dates: {
      createdAt: at,
      updatedAt: at,
      statusChangedAt: at,
      resolvedAt: status?.vivantioType === 4 ? at : null,
      closedAt: status?.deskproName === "closed" ? at : null,
      firstAgentAssignedAt: input.ownerId === null ? null : at,
      firstAgentReplyAt: null,
      lastAgentReplyAt: null,
      lastUserReplyAt: null,
      agentWaitingSince: null,
      userWaitingSince: at,
      lockedAt: null,
      feedbackRatedAt: null,
      thirdPartyLoggedAt: input.thirdPartyId === "" && input.thirdPartyRef === "" ? null : at,
    },
    creationSystem: "webmethod",
    accessCode,
    lastModifiedById: actor.personId,
    history: [
      {
        kind: "ticket.created",
        origin: "callback",
        actorId: actor.id,
        actorName: actor.name,
        summary: [`Created with status ${status?.name ?? ""} by web method ${name}`, ...notes]
          .join("\n")
          .slice(0, 5000),
        changes: [],
        cause,
      },
    ],
    ...(runBusinessRules && { events: [newEvent("ticket.created", { actor, source: sourceOf(actor), cause })] }),
  };
}

/** The new ticket with all its ids point at, as its answer reads it. */
export function graphOfNew(
  { input, forms, dates, creationSystem, accessCode, lastModifiedById }: NewTicket,
  { id, displayId }: Pick<Ticket, "id" | "displayId">,
  desk: CallDesk,
): TicketGraph | undefined {
  const ticket: Ticket = {
    ...input,
    ...dates,
    id,
    displayId,
    creationSystem,
    accessCode,
    lastModifiedById,
    forms,
    totalUserWaitingSeconds: 0,
    version: 1,
  };
  const type = desk.lists.types.find((entry) => entry.id === input.typeId);
  const status = desk.lists.statuses.find((entry) => entry.id === input.statusId);
  return type && status && { ticket, type, status, forms: desk.forms, ...pointedAt(desk) };
}

export const pointedAt = ({ lists, people }: CallDesk): Pick<TicketGraph, "items" | "people"> => ({
  items: new Map(lists.items.map((item) => [item.id, item])),
  people: new Map(people.map((person) => [person.id, person])),
});
