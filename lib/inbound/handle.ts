import type { Actor } from "@/lib/core/actor";
import type { Change, NewTicket } from "@/lib/desk/change";
import { eventsOf, sourceOf } from "@/lib/desk/events";
import { causedBy } from "@/lib/desk/history";
import type { MessageInput } from "@/lib/desk/message";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideMessage, decideUpdate } from "@/lib/desk/update";
import { keepMatch } from "./match";
import { type CallSource, newTicketOf, pointedAt } from "./new-ticket";
import type { CallBody } from "./read-body";
import { type CallDesk, rowsWith, type Taken, takeValues } from "./take-values";
import type { WebMethod } from "./web-method";

/** The tickets a call's match value names: `none` also when the call brings no value. */
export type Found = { kind: "none" } | { kind: "one"; graph: TicketGraph } | { kind: "several" };

/** What a call comes to. `graph` is the ticket as it reads afterwards; a change that changes nothing is absent. */
export type Decision =
  | { outcome: "created"; ticket: NewTicket; notes: string[] }
  | { outcome: "updated"; change?: Change; graph: TicketGraph; notes: string[] }
  | { outcome: "rejected"; status: 404 | 409; message: string; notes: string[] };

type Call = { body: CallBody; found: Found; at: Date; accessCode: string };

/** A web method as the one who acts, in history and audit. */
export const actorOf = ({ id, name }: Pick<WebMethod, "id" | "name">): Actor => ({
  kind: "webMethod",
  id,
  name,
  personId: null,
});

/** Decides a call: creates a ticket, changes the one found, or rejects (spec §4.11). Only mapped targets are touched. */
export function decideCall(webMethod: WebMethod, { body, found, at, accessCode }: Call, desk: CallDesk): Decision {
  const actor = actorOf(webMethod);
  const source: CallSource = {
    actor,
    at,
    cause: causedBy(null, { kind: "webMethod", id: webMethod.id, name: webMethod.name }),
  };
  const refusal = refusalOf(webMethod, found);
  if (refusal) return { outcome: "rejected", ...refusal, notes: [] };
  const taken = takeValues(webMethod, body, desk);
  if (found.kind === "one") return change(webMethod, found.graph, taken, desk, source);
  return create(webMethod, keepMatch(webMethod, body, taken, desk), desk, source, accessCode);
}

function refusalOf({ match, whenFound, whenNotFound }: WebMethod, { kind }: Found) {
  if (kind === "several")
    return { status: 409 as const, message: "More than one ticket has this value, so none was changed." };
  if (kind === "one" && whenFound === "reject")
    return { status: 409 as const, message: "There is already a ticket for this, and this call may only create." };
  if (kind === "none" && match.path !== "" && whenNotFound === "reject")
    return { status: 404 as const, message: "There is no ticket for this, and this call may only update." };
  return undefined;
}

function create(webMethod: WebMethod, taken: Taken, desk: CallDesk, source: CallSource, accessCode: string): Decision {
  const notes = [...taken.notes];
  if (!taken.fields.title)
    notes.push(`No title came with the call; the ticket is called “Created by ${webMethod.name}”.`);
  const ticket = newTicketOf(webMethod, taken, desk, source, accessCode);
  const { requesterId } = ticket.input;
  const requester = desk.people.find(({ id }) => id === requesterId);
  for (const message of taken.messages) {
    const isFromUser = message.visibility === "public" && requester !== undefined;
    ticket.messages = [
      ...(ticket.messages ?? []),
      {
        ...message,
        from: isFromUser ? "user" : "agent",
        authorName: isFromUser ? requester.name : source.actor.name,
        personId: isFromUser ? requester.id : null,
      },
    ];
    if (message.visibility === "public")
      Object.assign(
        ticket.dates,
        isFromUser
          ? { lastUserReplyAt: source.at }
          : {
              firstAgentReplyAt: source.at,
              lastAgentReplyAt: source.at,
              agentWaitingSince: source.at,
              userWaitingSince: null,
            },
      );
  }
  return { outcome: "created", ticket, notes };
}

function change(webMethod: WebMethod, graph: TicketGraph, taken: Taken, desk: CallDesk, source: CallSource): Decision {
  const { fields, notes } = taken;
  const people = new Map([...pointedAt(desk).people, ...graph.people]);
  const known = { ...graph, people };
  const forms = rowsWith(taken.cells, graph.ticket.forms);
  let result = decideUpdate(known, { fields, forms }, source, desk.lists);
  let after = result ? graphAfter(known, result, desk) : known;
  for (const message of taken.messages) {
    const said = decideMessage(after, speaking(message, after, taken), source);
    after = graphAfter(after, said, desk);
    result = result ? joined(result, said) : said;
  }
  if (!result) return { outcome: "updated", graph, notes: [...notes, "Nothing changed."] };
  const [first, ...rest] = result.history;
  const noted = first && { ...first, summary: [first.summary, ...notes].join("\n").slice(0, 5000) };
  const done: Change = { ...result, expectedVersion: graph.ticket.version, history: noted ? [noted, ...rest] : rest };
  const by = { actor: source.actor, source: sourceOf(source.actor), cause: source.cause };
  if (webMethod.runBusinessRules) done.events = eventsOf(done, by);
  return { outcome: "updated", change: done, graph: after, notes };
}

/** A public message of a call that names the requester as its caller is the requester's. */
const speaking = (message: Taken["messages"][number], { ticket }: TicketGraph, { fields }: Taken): MessageInput => ({
  ...message,
  from:
    message.visibility === "public" && fields.requesterId && fields.requesterId === ticket.requesterId
      ? "user"
      : "agent",
});

const joined = (one: Change, other: Change): Change => ({
  ...one,
  fields: { ...one.fields, ...other.fields },
  messages: [...(one.messages ?? []), ...(other.messages ?? [])],
  history: [...one.history, ...other.history],
});

function graphAfter(graph: TicketGraph, { fields, forms, at }: Change, desk: CallDesk): TicketGraph {
  const before = graph.ticket;
  const ticket = { ...before, ...fields, forms: { ...before.forms, ...forms }, updatedAt: at };
  const status = desk.lists.statuses.find(({ id }) => id === ticket.statusId) ?? graph.status;
  const items = new Map([...graph.items, ...pointedAt(desk).items]);
  return { ...graph, ticket, status, items };
}
