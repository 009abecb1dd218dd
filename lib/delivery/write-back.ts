import { systemActor } from "@/lib/core/actor";
import type { Change } from "@/lib/desk/change";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { assignmentsOf, namesOf, shown } from "@/lib/desk/differences";
import { parseFormRef, ticketPathOf } from "@/lib/desk/field-ref";
import type { Cause, FieldChange, HistoryEntry, NewHistoryEntry } from "@/lib/desk/history";
import { joinPatches, type TicketPatch, withPatch } from "@/lib/desk/patch";
import type { Person } from "@/lib/desk/person";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideAll } from "@/lib/desk/update";
import type { Action } from "@/lib/rules/actions/action";
import { type ActionFacts, decideActions } from "@/lib/rules/actions/decide";
import type { Attempt } from "./delivery";
import { type Reply, replyScope } from "./reply-scope";
import { mapResponse } from "./response-mapping";
import type { ClaimedDelivery } from "./store";
import type { WebhookConfig } from "./webhook";

/** The ticket and the desk as they are when a reply lands on them. */
export type Landing = {
  graph: TicketGraph;
  lists: DeskLists;
  /** Those the actions name. */
  people: readonly Person[];
  /** What happened to the ticket since the firing; empty when nobody can have changed it. */
  since: readonly HistoryEntry[];
};

/** What one attempt brings a ticket. */
export type Arrival = {
  config: WebhookConfig;
  outcome: Attempt["outcome"];
  reply: Reply | undefined;
  /** Why it failed, in words technicians may read. */
  error: string | null;
};

export type WriteBack = {
  /** Fields, forms and messages, with history still to be told; undefined when the ticket stays as it is. */
  change: Change | undefined;
  changes: FieldChange[];
  /** Left as people edited them, or waiting for someone to decide. */
  conflicts: Conflict[];
  notes: string[];
};
export type Conflict = FieldChange & { field: string; editor: string };

/** The response actions for an outcome: those after success, or those once the delivery has failed for good. */
export const actionsFor = ({ responseActions }: WebhookConfig, outcome: Attempt["outcome"]): readonly Action[] =>
  outcome === "succeeded" ? responseActions.success : responseActions.failure;

/** What response actions are decided on: the ticket with the response fields filled. */
export function actionFacts(
  { config, outcome, reply, error }: Arrival,
  graph: TicketGraph,
  lists: DeskLists,
  now: Date,
): { facts: Omit<ActionFacts, "people">; filled: TicketPatch; notes: string[] } {
  const mapped = outcome === "succeeded" && reply ? mapResponse(config, graph, reply) : { forms: {}, notes: [] };
  const filled = { forms: mapped.forms };
  const scope = replyScope(config.responseContentType, reply, error, now);
  return { facts: { graph: withPatch(graph, filled, lists), lists, scope, now }, filled, notes: mapped.notes };
}

/**
 * Response fields, then response actions, as one change decided on the ticket's present version (spec §4.10). What people
 * edited since the firing is treated as the webhook's policy says; a value that already is what the reply says is no matter.
 */
export function decideWriteBack(
  claimed: ClaimedDelivery,
  arrival: Arrival,
  { graph, lists, people, since }: Landing,
  now: Date,
  cause: Cause,
): WriteBack {
  const { config, outcome } = arrival;
  const { facts, filled, notes } = actionFacts(arrival, graph, lists, now);
  const acted = decideActions(actionsFor(config, outcome), { ...facts, people });
  const named = { ...graph, people: new Map([...graph.people, ...people.map((one) => [one.id, one] as const)]) };
  const wanted = joinPatches(filled, acted.patch);
  const conflicts = config.writeBack === "overwrite" ? [] : conflictsOf(named, wanted, lists, since);
  const patch = conflicts.length > 0 ? without(graph, wanted, conflicts) : wanted;
  const source = { actor: systemActor, origin: "delivery", cause, at: now, authorName: claimed.webhookName } as const;
  const change = decideAll(named, { patch, messages: acted.messages }, source, lists);
  const changes = change?.history.flatMap((entry) => entry.changes) ?? [];
  return { change, changes, conflicts, notes: [...notes, ...acted.notes] };
}

const changesNothing: readonly HistoryEntry["kind"][] = ["writeback.proposed", "writeback.dismissed"];

/**
 * Who last set what, where that was by hand or through the API: by field, and by form where rows were replaced as a whole.
 * An edit that a rule, a caller or another reply has replaced since is there no more.
 */
function editorsOf(since: readonly HistoryEntry[]): Map<string, string> {
  const editors = new Map<string, string>();
  for (const { kind, origin, actorName, changes } of since) {
    if (changesNothing.includes(kind)) continue;
    for (const { field, path } of changes)
      if (origin === "person" || origin === "api") editors.set(field ?? path, actorName);
      else editors.delete(field ?? path);
  }
  return editors;
}

function conflictsOf(
  graph: TicketGraph,
  patch: TicketPatch,
  lists: DeskLists,
  since: readonly HistoryEntry[],
): Conflict[] {
  const editors = editorsOf(since);
  if (editors.size === 0) return [];
  return assignmentsOf(graph, patch, lists).flatMap((assignment) => {
    const form = graph.forms.find(({ id }) => id === parseFormRef(assignment.field)?.formId);
    const editor = editors.get(assignment.field) ?? (form?.isMultiLine ? editors.get(`ticket.${form.key}`) : undefined);
    return editor === undefined ? [] : [{ ...assignment, editor }];
  });
}

/** The patch less some properties, which stay as the ticket has them. */
function without({ ticket }: TicketGraph, patch: TicketPatch, conflicts: readonly Conflict[]): TicketPatch {
  const fields = { ...patch.fields };
  const forms = { ...patch.forms };
  for (const { field } of conflicts) {
    const key = ticketPathOf(field)?.sets;
    if (key) delete fields[key];
    const cell = parseFormRef(field);
    const [first, ...rest] = (cell && forms[cell.formId]) ?? [];
    if (!cell || !first) continue;
    const stored = ticket.forms[cell.formId]?.[0];
    const { [cell.fieldId]: _, ...kept } = first;
    const before = stored?.[cell.fieldId];
    const row = before === undefined ? kept : { ...kept, [cell.fieldId]: before };
    // A row made for nothing but what is left out isn't made.
    forms[cell.formId] = stored || rest.length > 0 || Object.keys(row).length > 0 ? [row, ...rest] : [];
  }
  return { fields, forms };
}

const list = (names: readonly string[]) => [...new Set(names)].join(", ");

/** What became of the conflicts, one sentence for the delivery. */
export function noteConflicts(conflicts: readonly Conflict[], policy: WebhookConfig["writeBack"]): string[] {
  const what = policy === "ask" ? "the reply's value waits on the ticket for a decision" : "it was left as it is";
  return conflicts.map(({ label, editor }) => `${editor} changed “${label}” after the firing; ${what}.`);
}

/** The rest of the sentence that tells a delivery's end: what was changed, said and left. A failure's is one of its own. */
export function describeWriteBack(
  { change, changes, conflicts }: WriteBack,
  policy: WebhookConfig["writeBack"],
  isSuccess: boolean,
): string {
  const isFilled = !changes.some(({ field }) => field?.startsWith("ticket."));
  const said = change?.messages?.length ?? 0;
  const parts = [
    changes.length > 0 ? `${isFilled ? "filled" : "changed"} ${namesOf(changes)}` : "",
    said > 0 ? `added ${said === 1 ? "a note" : `${said} notes`}` : "",
  ].filter((part) => part !== "");
  const left =
    conflicts.length > 0 && policy === "keep"
      ? [`left ${namesOf(conflicts)} as ${list(conflicts.map(({ editor }) => editor))} set it`]
      : [];
  const all = [...parts, ...left].join(" and ");
  if (all === "") return "";
  return isSuccess ? ` and ${all}` : ` Its failure actions ${all}.`;
}

/** The entry that asks a person to decide about values of a reply. */
export function proposal(
  { webhookName }: ClaimedDelivery,
  conflicts: readonly Conflict[],
  cause: Cause,
): NewHistoryEntry {
  const values = conflicts.slice(0, 4).map(({ label, to }) => `${label} to ${shown(to)}`);
  const more = conflicts.length > 4 ? ` and ${conflicts.length - 4} more` : "";
  return {
    kind: "writeback.proposed",
    origin: "delivery",
    actorId: systemActor.id,
    actorName: systemActor.name,
    summary: `“${webhookName}” would set ${values.join(", ")}${more}, but ${list(conflicts.map(({ editor }) => editor))} edited ${conflicts.length === 1 ? "it" : "them"} after it was fired`,
    changes: conflicts.map(({ editor: _, ...change }) => change),
    cause,
  };
}
