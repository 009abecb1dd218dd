import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Change } from "@/lib/desk/change";
import { findPeople } from "@/lib/desk/choices";
import { namesOf } from "@/lib/desk/differences";
import { eventsOf, sourceOf } from "@/lib/desk/events";
import { type Cause, type HistoryEntry, type HistoryKind, originOf } from "@/lib/desk/history";
import { isAnswerTo, isUndoable, undoableChanges } from "@/lib/desk/history-state";
import { backward, type Exchange, type Exchanged, forward, peopleIn, putValues } from "@/lib/desk/put-values";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideUpdate } from "@/lib/desk/update";
import { commitDecided } from "./commit-decided";
import type { Stores } from "./stores";

/** Labels of the properties put, and those left alone with the reason as a sentence. */
export type PutResult = { put: string[]; left: { label: string; reason: string }[] };

/**
 * Takes back what a reply, a rule or a caller set, field by field: one that was changed since is left and named. Errors:
 * "not_found", "invalid" for an entry that can't be taken back, "conflict" when it already was or nothing is left to.
 */
export const undoChange = (stores: Stores, actor: Actor, ticketId: number, entryId: number, now: Date) =>
  answer(stores, actor, ticketId, entryId, now, undoing);

/** Puts the values of a proposal; one whose field was edited once more is left and named. Errors as undoChange. */
export const applyProposal = (stores: Stores, actor: Actor, ticketId: number, entryId: number, now: Date) =>
  answer(stores, actor, ticketId, entryId, now, applying);

/** Decides that a proposal is of no use; the ticket stays as it is. Errors as undoChange. */
export const dismissProposal = (stores: Stores, actor: Actor, ticketId: number, entryId: number, now: Date) =>
  answer(stores, actor, ticketId, entryId, now, dismissing);

type Answer = {
  kind: HistoryKind;
  fits(entry: HistoryEntry): boolean;
  refusal: string;
  exchanges(entry: HistoryEntry): Exchange[];
  summary(source: string, names: string): string;
};

const isProposal = ({ kind }: HistoryEntry) => kind === "writeback.proposed";
const notAsked = "This entry proposes nothing to decide about.";

const undoing: Answer = {
  kind: "change.undone",
  fits: isUndoable,
  refusal: "Only fields that a reply, a rule or a caller set can be taken back.",
  exchanges: (entry) => undoableChanges(entry).map(backward),
  summary: (source, names) => `Took back what “${source}” set: ${names}`,
};
const applying: Answer = {
  kind: "writeback.applied",
  fits: isProposal,
  refusal: notAsked,
  exchanges: (entry) => undoableChanges(entry).map(forward),
  summary: (source, names) => `Applied the reply of “${source}”: ${names}`,
};
const dismissing: Answer = {
  kind: "writeback.dismissed",
  fits: isProposal,
  refusal: notAsked,
  exchanges: () => [],
  summary: (source, names) => `Dismissed the reply of “${source}”: ${names}`,
};

/** Reads, decides and commits until nobody came between. An answer always moves the version on, so no entry gets two. */
async function answer(
  stores: Stores,
  actor: Actor,
  ticketId: number,
  entryId: number,
  now: Date,
  how: Answer,
): Promise<PutResult> {
  const entry = await stores.tickets.historyEntry(ticketId, entryId);
  if (!entry) throw new AppError("not_found", "This entry of the ticket's history no longer exists.");
  if (!how.fits(entry)) throw new AppError("invalid", how.refusal);
  const exchanges = how.exchanges(entry);
  const [lists, newcomers] = await Promise.all([
    stores.deskLists.load(),
    findPeople(stores.people, peopleIn(exchanges)),
  ]);
  return commitDecided(stores, async () => {
    const graph = await stores.tickets.graph(ticketId);
    if (!graph) throw new AppError("not_found", "The ticket no longer exists.");
    const earlier = await findAnswer(stores, ticketId, entryId);
    if (earlier) throw new AppError("conflict", alreadyAnswered(earlier));
    const known = { ...graph, people: new Map([...graph.people, ...newcomers.map((one) => [one.id, one] as const)]) };
    const people = [...known.people.values()];
    const exchanged = putValues(known, exchanges, { lists, people });
    if (exchanges.length > 0 && exchanged.done.length === 0) throw nothingLeft(exchanged);
    const update = decideUpdate(known, exchanged.patch, { actor, at: now }, lists);
    return {
      change: answering(update, known, entry, exchanged, actor, now, how),
      result: { put: exchanged.done.map(({ label }) => label), left: exchanged.left },
    };
  });
}

/** The change with the one entry that tells it. */
function answering(
  update: Change | undefined,
  { ticket }: TicketGraph,
  entry: HistoryEntry,
  { left }: Exchanged,
  actor: Actor,
  at: Date,
  how: Answer,
): Change {
  const changes = update?.history.flatMap((written) => written.changes) ?? [];
  const cause: Cause = { ...(entry.cause ?? { depth: 0 }), entryId: entry.id };
  const stays = left.length > 0 ? `; ${left.map(({ label }) => label).join(", ")} stayed as it is` : "";
  const source = entry.cause?.webhookName ?? entry.actorName;
  const names = namesOf(changes.length > 0 ? changes : entry.changes);
  const told = {
    ...{ kind: how.kind, origin: originOf(actor), actorId: actor.id, actorName: actor.name },
    ...{ summary: how.summary(source, names) + stays, changes, cause },
  };
  const base = update ?? {
    ticketId: ticket.id,
    at,
    expectedVersion: ticket.version,
    fields: { lastModifiedById: actor.personId ?? ticket.lastModifiedById },
  };
  const history = [told];
  return { ...base, history, events: eventsOf({ history }, { actor, source: sourceOf(actor) }) };
}

const alreadyAnswered = ({ kind, actorName }: HistoryEntry) =>
  kind === "change.undone" ? `${actorName} already took this back.` : `${actorName} already decided about this.`;

const nothingLeft = ({ left }: Exchanged) =>
  new AppError(
    "conflict",
    `The ticket stays as it is. ${left.map(({ label, reason }) => `${label}: ${reason}`).join(" ")}`,
  );

const pageSize = 100;

/** The newest entries are read until those older than the entry asked about. */
async function findAnswer({ tickets }: Stores, ticketId: number, entryId: number): Promise<HistoryEntry | undefined> {
  for (let page = 1; ; page++) {
    const { items } = await tickets.history(ticketId, { page, pageSize });
    const found = items.find((entry) => isAnswerTo(entryId, entry));
    const oldest = items.at(-1);
    if (found || !oldest || oldest.id <= entryId || items.length < pageSize) return found;
  }
}
