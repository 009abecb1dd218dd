import type { Actor } from "@/lib/core/actor";
import type { Change } from "./change";
import type { DeskLists } from "./desk-lists";
import { changesOf, differing, summarize } from "./differences";
import { type Cause, type HistoryKind, type HistoryOrigin, type NewHistoryEntry, originOf } from "./history";
import type { MessageInput, NewMessage } from "./message";
import type { TicketPatch } from "./patch";
import type { TicketDates, TicketFields, TicketGraph } from "./ticket";

export type ChangeSource = {
  actor: Actor;
  origin?: HistoryOrigin;
  cause?: Cause;
  at: Date;
  /** Whose name messages bear, when not the actor's. */
  authorName?: string;
};
/** What an edit, a rule or a reply does to a ticket. */
export type TicketEdit = { patch?: TicketPatch; messages?: readonly MessageInput[] };

/** Decides what an edit changes: only real differences, with dates that follow from them and one history entry. Undefined when nothing differs. */
export const decideUpdate = (
  graph: TicketGraph,
  patch: TicketPatch,
  source: ChangeSource,
  lists: DeskLists,
): Change | undefined => decideAll(graph, { patch }, source, lists);

/** A message and the reply dates that follow from it (spec §2.6 date families). */
export function decideMessage(graph: TicketGraph, input: MessageInput, source: ChangeSource): Change {
  const { message, dates, summary } = said(graph, input, source);
  return {
    ...blankChange(graph, source),
    fields: { ...dates, ...modifiedBy(graph, source) },
    messages: [message],
    history: [entryOf(source, "message.added", summary)],
  };
}

/**
 * Field values and any number of messages as one change: an entry for what differs, one for each message. Undefined when
 * nothing differs and nothing is said.
 */
export function decideAll(
  graph: TicketGraph,
  { patch = {}, messages = [] }: TicketEdit,
  source: ChangeSource,
  lists: DeskLists,
): Change | undefined {
  const changes = changesOf(graph, patch, lists);
  if (changes.length === 0 && messages.length === 0) return undefined;
  const { fields, forms } = differing(graph.ticket, changes.length > 0 ? patch : {});
  let current = graph;
  let dates: MessageDates = {};
  const spoken = messages.map((input) => {
    const one = said(current, input, source);
    dates = { ...dates, ...one.dates };
    current = { ...current, ticket: { ...current.ticket, ...one.dates } };
    return one;
  });
  return {
    ...blankChange(graph, source),
    fields: { ...fields, ...datesAfter(graph, fields, source.at, lists), ...dates, ...modifiedBy(graph, source) },
    forms,
    ...(spoken.length > 0 && { messages: spoken.map(({ message }) => message) }),
    history: [
      ...(changes.length > 0 ? [{ ...entryOf(source, "ticket.updated", summarize(changes)), changes }] : []),
      ...spoken.map(({ summary }) => entryOf(source, "message.added", summary)),
    ],
  };
}

const blankChange = ({ ticket }: TicketGraph, { at }: ChangeSource) => ({
  ticketId: ticket.id,
  at,
  expectedVersion: ticket.version,
});

const modifiedBy = ({ ticket }: TicketGraph, { actor }: ChangeSource) => ({
  lastModifiedById: actor.personId ?? ticket.lastModifiedById,
});

const entryOf = ({ actor, origin, cause }: ChangeSource, kind: HistoryKind, summary: string): NewHistoryEntry => ({
  kind,
  origin: origin ?? originOf(actor),
  actorId: actor.id,
  actorName: actor.name,
  summary,
  changes: [],
  cause: cause ?? null,
});

type MessageDates = Partial<TicketDates> & { totalUserWaitingSeconds?: number };

/** One message as it will be stored, the dates it moves, and its line in history. */
function said(
  { ticket, people }: TicketGraph,
  input: MessageInput,
  { actor, at, authorName }: ChangeSource,
): { message: NewMessage; dates: MessageDates; summary: string } {
  const isPublic = input.visibility === "public";
  const dates: MessageDates = {};
  if (isPublic && input.from === "agent") {
    dates.firstAgentReplyAt = ticket.firstAgentReplyAt ?? at;
    dates.lastAgentReplyAt = at;
    dates.agentWaitingSince = at;
    dates.userWaitingSince = null;
    if (ticket.userWaitingSince)
      dates.totalUserWaitingSeconds =
        ticket.totalUserWaitingSeconds +
        Math.max(0, Math.round((at.getTime() - ticket.userWaitingSince.getTime()) / 1000));
  } else if (isPublic) {
    dates.lastUserReplyAt = at;
    dates.userWaitingSince = ticket.userWaitingSince ?? at;
    dates.agentWaitingSince = null;
  }
  const speaker = input.from === "user" ? people.get(ticket.requesterId ?? 0) : undefined;
  return {
    message: {
      ...input,
      authorName: speaker?.name ?? authorName ?? actor.name,
      personId: speaker?.id ?? actor.personId,
    },
    dates,
    summary: isPublic ? (input.from === "user" ? "Requester replied" : "Replied") : "Added a private note",
  };
}

function datesAfter(
  graph: TicketGraph,
  fields: Partial<TicketFields>,
  at: Date,
  lists: DeskLists,
): Partial<TicketDates> {
  const dates: Partial<TicketDates> = {};
  if (fields.statusId !== undefined) {
    const status = lists.statuses.find((candidate) => candidate.id === fields.statusId);
    dates.statusChangedAt = at;
    dates.resolvedAt = status?.vivantioType === 4 ? (graph.ticket.resolvedAt ?? at) : null;
    dates.closedAt = status?.deskproName === "closed" ? (graph.ticket.closedAt ?? at) : null;
  }
  if (fields.thirdPartyId || fields.thirdPartyRef) dates.thirdPartyLoggedAt = graph.ticket.thirdPartyLoggedAt ?? at;
  if (fields.ownerId) dates.firstAgentAssignedAt = graph.ticket.firstAgentAssignedAt ?? at;
  return dates;
}
