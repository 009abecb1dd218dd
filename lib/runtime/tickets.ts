import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Change } from "@/lib/desk/change";
import { eventsOf, newEvent, sourceOf, type UpdateSource } from "@/lib/desk/events";
import { type Cause, originOf } from "@/lib/desk/history";
import { type Message, type MessageInput, messageInput } from "@/lib/desk/message";
import type { Person } from "@/lib/desk/person";
import { newTicketInput, type Ticket, type TicketGraph, ticketFields } from "@/lib/desk/ticket";
import { decideMessage, decideUpdate } from "@/lib/desk/update";
import { commitDecided } from "./commit-decided";
import { withoutDefaults } from "./patch";
import type { Stores } from "./stores";
import { readForms } from "./ticket-forms";

/** Form rows by the names people know: `{"Integration": {"VivantiotestID": "x"}, "Linked assets": [{…}]}`. */
const namedForms = z.record(z.string(), z.unknown());

/** What creating a ticket takes: fields, custom forms by name, and how it came in. */
export const ticketCreation = newTicketInput.extend({
  forms: namedForms.default({}),
  creationSystem: z.string().trim().max(100).optional(),
});
export type TicketCreation = z.input<typeof ticketCreation>;

/** What an edit takes: only what is named changes. `version` is the one the caller saw; a later one is a conflict. */
export const ticketUpdate = withoutDefaults(ticketFields).extend({
  forms: namedForms.optional(),
  version: z.number().int().min(1).optional(),
});
export type TicketUpdate = z.input<typeof ticketUpdate>;

/** Where a change comes from, unless it is simply what the actor did; trigger rules are asked about it unless `runsRules` is false. */
export type Occasion = { source?: UpdateSource; cause?: Cause; runsRules?: boolean };

const originOfEvent = (actor: Actor, { source, cause }: Occasion, isCaller = false) => ({
  actor,
  source: source ?? sourceOf(actor, isCaller),
  cause,
});

/** The change with the events that rules are asked about. */
function announced(change: Change | undefined, actor: Actor, occasion: Occasion, isCaller = false): Change | undefined {
  if (!change || occasion.runsRules === false) return change;
  return { ...change, events: eventsOf(change, originOfEvent(actor, occasion, isCaller)) };
}

/** Creates a ticket: status Open unless given, dates, access code, first history entry. AppError("invalid") names the fields at fault. */
export async function createTicket(
  stores: Stores,
  actor: Actor,
  given: TicketCreation,
  now: Date,
  occasion: Occasion = {},
): Promise<Ticket> {
  const { forms: named, creationSystem, ...input } = ticketCreation.parse(given);
  const [lists, allForms] = await Promise.all([stores.deskLists.load(), stores.customForms.list()]);
  if (!lists.types.some((type) => type.id === input.typeId))
    throw new AppError("invalid", "There is no such ticket type.", { typeId: ["There is no such ticket type"] });
  const status = lists.statuses.find(
    input.statusId === undefined ? (entry) => entry.name === "Open" : (entry) => entry.id === input.statusId,
  );
  const chosen = status ?? (input.statusId === undefined ? lists.statuses[0] : undefined);
  if (!chosen) throw new AppError("invalid", "There is no such status.", { statusId: ["There is no such status"] });
  const ofType = allForms.filter((form) => form.ticketTypeIds.includes(input.typeId));
  return stores.changes.create({
    input: { ...input, statusId: chosen.id },
    forms: readForms(ofType, named, {}, actor),
    dates: {
      createdAt: now,
      updatedAt: now,
      statusChangedAt: now,
      resolvedAt: chosen.vivantioType === 4 ? now : null,
      closedAt: chosen.deskproName === "closed" ? now : null,
      firstAgentAssignedAt: input.ownerId === null ? null : now,
      firstAgentReplyAt: null,
      lastAgentReplyAt: null,
      lastUserReplyAt: null,
      agentWaitingSince: null,
      userWaitingSince: now,
      lockedAt: null,
      feedbackRatedAt: null,
      thirdPartyLoggedAt: input.thirdPartyId === "" && input.thirdPartyRef === "" ? null : now,
    },
    creationSystem: creationSystem ?? (actor.kind === "apiKey" ? "api" : "web"),
    accessCode: randomBytes(9).toString("base64url"),
    lastModifiedById: actor.personId,
    history: [
      {
        kind: "ticket.created",
        origin: originOf(actor),
        actorId: actor.id,
        actorName: actor.name,
        summary: `Created with status ${chosen.name}`,
        changes: [],
        cause: occasion.cause ?? null,
      },
    ],
    events: occasion.runsRules === false ? [] : [newEvent("ticket.created", originOfEvent(actor, occasion))],
  });
}

/**
 * Edits a ticket found by id or display id; a single-line form keeps the fields not named, a multi-line form is replaced.
 * AppError("conflict") only when `version` is given and no longer current; otherwise an overtaken edit is decided again.
 */
export async function updateTicket(
  stores: Stores,
  actor: Actor,
  idOrDisplayId: number | string,
  given: TicketUpdate,
  now: Date,
  occasion: Occasion = {},
): Promise<TicketGraph> {
  const { forms: named, version, ...fields } = ticketUpdate.parse(given);
  const lists = await stores.deskLists.load();
  if (fields.statusId !== undefined && !lists.statuses.some((status) => status.id === fields.statusId))
    throw new AppError("invalid", "There is no such status.", { statusId: ["There is no such status"] });
  const newcomers = await peopleNamed(stores, fields);
  const graph = await decideAgain(stores, idOrDisplayId, version, (current) => {
    const known = { ...current, people: new Map([...newcomers, ...current.people]) };
    const patch = { fields, forms: named && readForms(current.forms, named, current.ticket.forms, actor) };
    const change = decideUpdate(known, patch, { actor, at: now, cause: occasion.cause }, lists);
    return announced(change, actor, occasion);
  });
  return (await stores.tickets.graph(graph.ticket.id)) ?? graph;
}

/** Who comes to a ticket with an edit, so that history can name them. */
async function peopleNamed({ people }: Stores, { ownerId, takenById, requesterId }: TicketUpdate) {
  const ids = [ownerId, takenById, requesterId].flatMap((id) => id ?? []);
  const found = await Promise.all(ids.map((id) => people.get(id)));
  return found.flatMap((person): [number, Person][] => (person ? [[person.id, person]] : []));
}

/** Adds to a ticket's conversation, with the reply dates that follow from it. */
export async function addMessage(
  stores: Stores,
  actor: Actor,
  idOrDisplayId: number | string,
  given: z.input<typeof messageInput>,
  now: Date,
  occasion: Occasion = {},
): Promise<Message> {
  const input: MessageInput = messageInput.parse(given);
  const { ticket } = await decideAgain(stores, idOrDisplayId, undefined, (current) => {
    const change = decideMessage(current, input, { actor, at: now, cause: occasion.cause });
    return announced(change, actor, occasion, input.from === "user");
  });
  const all = await stores.tickets.messages(ticket.id);
  const added = all.findLast((message) => message.body === input.body && +message.createdAt === +now) ?? all.at(-1);
  if (!added) throw new AppError("not_found", "The ticket was removed meanwhile.");
  return added;
}

/** Reads, decides and commits until no other writer came between; returns the graph the last decision was made on. */
function decideAgain(
  stores: Stores,
  idOrDisplayId: number | string,
  version: number | undefined,
  decide: (graph: TicketGraph) => Change | undefined,
): Promise<TicketGraph> {
  return commitDecided(stores, async () => {
    const graph = await stores.tickets.graph(idOrDisplayId);
    if (!graph) throw new AppError("not_found", `There is no ticket ${idOrDisplayId}.`);
    if (version !== undefined && version !== graph.ticket.version) throw movedOn(graph);
    return { change: decide(graph), result: graph };
  });
}

const movedOn = ({ ticket }: TicketGraph) =>
  new AppError("conflict", `${ticket.displayId} was changed meanwhile. Load it again and repeat your change.`, {
    version: ["No longer current"],
  });
