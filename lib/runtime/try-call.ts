import type { Json } from "@/lib/core/json";
import { ticketScope } from "@/lib/delivery/scope";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideUpdate } from "@/lib/desk/update";
import { answerScope, renderAnswer } from "@/lib/inbound/answer";
import { actorOf, type Decision, decideCall } from "@/lib/inbound/handle";
import { graphOfNew, newTicketOf } from "@/lib/inbound/new-ticket";
import { readBody } from "@/lib/inbound/read-body";
import type { CallDesk } from "@/lib/inbound/take-values";
import type { CallOutcome, WebMethod, WebMethodInput } from "@/lib/inbound/web-method";
import { findCalledTicket, loadCallDesk } from "./call-desk";
import type { Stores } from "./stores";

/** What a call would do; nothing is written. */
export type Trial = {
  outcome: CallOutcome;
  status: number;
  /** The ticket that would be changed. */
  ticket?: { displayId: string; title: string };
  changes: { label: string; from: Json; to: Json }[];
  messages: { body: string; visibility: "public" | "private" }[];
  notes: string[];
  answer: { contentType: string; body: string };
};

/** Decides a call as receiveCall would, on the desk as it is now, for settings that need not be saved. */
export async function tryCall(
  stores: Stores,
  input: WebMethodInput,
  call: { contentType: string; body: string },
  now: Date,
): Promise<Trial> {
  const read = readBody(input.contentTypes, call.contentType, call.body);
  if (!read.ok) return refused(read.status, read.message);
  const webMethod = asStored(input, now);
  const { body } = read;
  const [desk, found] = await Promise.all([
    loadCallDesk(stores, webMethod, body),
    findCalledTicket(stores, webMethod, body),
  ]);
  const decision = decideCall(webMethod, { body, found, at: now, accessCode: "" }, desk);
  if (decision.outcome === "rejected") return refused(decision.status, decision.message);
  const { outcome } = decision;
  const graph = graphAfter(decision, desk);
  const displayId = graph?.ticket.displayId ?? "";
  const scope = answerScope(graph ? ticketScope(graph, {}, now) : { get: () => undefined }, body.value, outcome);
  const { note, ...answer } = renderAnswer(input.response, scope, displayId, now);
  const said = outcome === "created" ? decision.ticket.messages : decision.change?.messages;
  return {
    outcome,
    status: 200,
    ...(outcome === "updated" && found.kind === "one" && { ticket: found.graph.ticket }),
    changes: changesOf(webMethod, decision, desk, now),
    messages: (said ?? []).map(({ body: text, visibility }) => ({ body: text, visibility })),
    notes: note === undefined ? decision.notes : [...decision.notes, note],
    answer,
  };
}

const refused = (status: number, message: string): Trial => ({
  outcome: "rejected",
  status,
  changes: [],
  messages: [],
  notes: [message],
  answer: { contentType: "application/json", body: "" },
});

function asStored(input: WebMethodInput, now: Date): WebMethod {
  const moments = { keyCreatedAt: now, createdAt: now, updatedAt: now, lastCallAt: null };
  return { ...input, ...moments, id: "wme_trial", version: 1, keyEnd: "" };
}

type Done = Exclude<Decision, { outcome: "rejected" }>;

/** A ticket that isn't there yet has no number; its prefix says which it will be. */
const newDisplayId = ({ lists }: CallDesk, typeId: number) =>
  `${lists.types.find(({ id }) => id === typeId)?.prefix ?? ""}…`;

const graphAfter = (decision: Done, desk: CallDesk): TicketGraph | undefined =>
  decision.outcome === "updated"
    ? decision.graph
    : graphOfNew(decision.ticket, { id: 0, displayId: newDisplayId(desk, decision.ticket.input.typeId) }, desk);

/** What history would say; for a new ticket, how it differs from one that a call with nothing in it makes. */
function changesOf(webMethod: WebMethod, decision: Done, desk: CallDesk, now: Date): Trial["changes"] {
  const shown = (history: { changes: Trial["changes"] }[] | undefined) =>
    (history ?? []).flatMap(({ changes }) => changes.map(({ label, from, to }) => ({ label, from, to })));
  if (decision.outcome === "updated") return shown(decision.change?.history);
  const source = { actor: actorOf(webMethod), cause: { depth: 0 }, at: now };
  const blank = newTicketOf(webMethod, { fields: {}, cells: {}, messages: [], notes: [] }, desk, source, "");
  const before = graphOfNew({ ...blank, input: { ...blank.input, title: "" } }, { id: 0, displayId: "" }, desk);
  const { typeId: _, ...fields } = decision.ticket.input;
  return before
    ? shown(decideUpdate(before, { fields, forms: decision.ticket.forms }, source, desk.lists)?.history)
    : [];
}
