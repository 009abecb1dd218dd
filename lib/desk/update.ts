import type { Actor } from "@/lib/core/actor";
import type { Json } from "@/lib/core/json";
import type { Change } from "./change";
import { type CustomForm, type FormRow, type FormValues, nameKey } from "./custom-forms";
import type { DeskLists } from "./desk-lists";
import { findTicketPath, type TicketPath, ticketPaths } from "./fields";
import { type Cause, type FieldChange, type HistoryOrigin, originOf } from "./history";
import type { MessageInput } from "./message";
import type { Ticket, TicketDates, TicketFields, TicketGraph } from "./ticket";

export type TicketPatch = { fields?: Partial<TicketFields>; forms?: FormValues };
export type ChangeSource = { actor: Actor; origin?: HistoryOrigin; cause?: Cause; at: Date };

/** Decides what an edit changes: only real differences, with dates that follow from them and one history entry. Undefined when nothing differs. */
export function decideUpdate(
  graph: TicketGraph,
  patch: TicketPatch,
  source: ChangeSource,
  lists: DeskLists,
): Change | undefined {
  const { ticket } = graph;
  const fields = differing(ticket, patch.fields ?? {});
  const forms = differingForms(ticket.forms, patch.forms ?? {});
  const changes = [...fieldChanges(graph, fields, lists), ...formChanges(graph.forms, ticket.forms, forms)];
  if (changes.length === 0) return undefined;
  return {
    ticketId: ticket.id,
    at: source.at,
    expectedVersion: ticket.version,
    fields: {
      ...fields,
      ...datesAfter(graph, fields, source.at, lists),
      lastModifiedById: source.actor.personId ?? ticket.lastModifiedById,
    },
    forms,
    history: [
      {
        kind: "ticket.updated",
        origin: source.origin ?? originOf(source.actor),
        actorId: source.actor.id,
        actorName: source.actor.name,
        summary: summarize(changes),
        changes,
        cause: source.cause ?? null,
      },
    ],
  };
}

/** A message and the reply dates that follow from it (spec §2.6 date families). */
export function decideMessage(graph: TicketGraph, input: MessageInput, source: ChangeSource): Change {
  const { ticket } = graph;
  const isPublic = input.visibility === "public";
  const dates: Partial<TicketDates> & { totalUserWaitingSeconds?: number } = {};
  if (isPublic && input.from === "agent") {
    dates.firstAgentReplyAt = ticket.firstAgentReplyAt ?? source.at;
    dates.lastAgentReplyAt = source.at;
    dates.agentWaitingSince = source.at;
    dates.userWaitingSince = null;
    if (ticket.userWaitingSince)
      dates.totalUserWaitingSeconds =
        ticket.totalUserWaitingSeconds +
        Math.max(0, Math.round((source.at.getTime() - ticket.userWaitingSince.getTime()) / 1000));
  } else if (isPublic) {
    dates.lastUserReplyAt = source.at;
    dates.userWaitingSince = ticket.userWaitingSince ?? source.at;
    dates.agentWaitingSince = null;
  }
  const speaker = input.from === "user" ? graph.people.get(ticket.requesterId ?? 0) : undefined;
  const what = isPublic ? (input.from === "user" ? "Requester replied" : "Replied") : "Added a private note";
  return {
    ticketId: ticket.id,
    at: source.at,
    expectedVersion: ticket.version,
    fields: { ...dates, lastModifiedById: source.actor.personId ?? ticket.lastModifiedById },
    messages: [
      { ...input, authorName: speaker?.name ?? source.actor.name, personId: speaker?.id ?? source.actor.personId },
    ],
    history: [
      {
        kind: "message.added",
        origin: source.origin ?? originOf(source.actor),
        actorId: source.actor.id,
        actorName: source.actor.name,
        summary: what,
        changes: [],
        cause: source.cause ?? null,
      },
    ],
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function differing(ticket: Ticket, patch: Partial<TicketFields>): Partial<TicketFields> {
  const kept = Object.entries(patch).filter(
    ([key, value]) => value !== undefined && !same(ticket[key as keyof TicketFields], value),
  );
  return Object.fromEntries(kept) as Partial<TicketFields>;
}

const cell = (row: FormRow | undefined, fieldId: number): Json => row?.[fieldId] ?? null;

/** An empty cell and an absent one are the same. */
const sameRow = (a: FormRow | undefined, b: FormRow | undefined) =>
  [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].every((id) => same(a?.[id], b?.[id]));

const differingRows = (before: readonly FormRow[], after: readonly FormRow[]) =>
  after.filter((row, index) => !sameRow(before[index], row)).length;

function differingForms(before: FormValues, after: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(after).filter(([formId, rows]) => {
      const old = before[formId] ?? [];
      return old.length !== rows.length || differingRows(old, rows) > 0;
    }),
  );
}

function fieldChanges(graph: TicketGraph, fields: Partial<TicketFields>, lists: DeskLists): FieldChange[] {
  return Object.entries(fields).map(([key, to]) => {
    const path = ticketPaths.find((entry) => entry.sets === key);
    const from = graph.ticket[key as keyof TicketFields];
    // "Priority id" reads as "Priority" beside the name of one.
    const label = path?.path.endsWith("id") && key.endsWith("Id") ? nameLabel(path) : path?.label;
    return {
      path: `ticket.${path?.path ?? key}`,
      label: label ?? labelOf(key),
      from: nameOf(key, from, graph, lists),
      to: nameOf(key, to, graph, lists),
    };
  });
}

const nameLabel = ({ path, label }: TicketPath) =>
  findTicketPath(path.replace(/id$/, "name"))?.label ?? label.replace(/ id$/, "");

const labelOf = (key: string) =>
  key
    .replace(/Id(s?)$/, "$1")
    .replace(/([A-Z])/g, " $1")
    .toLowerCase()
    .replace(/^./, (c) => c.toUpperCase())
    .trim();

/** Ids read as names in history; people who are not part of the graph yet stay a number. */
function nameOf(key: string, value: unknown, graph: TicketGraph, lists: DeskLists): Json {
  if (typeof value !== "number" || !key.endsWith("Id")) return (value ?? null) as Json;
  if (key === "statusId") return lists.statuses.find((status) => status.id === value)?.name ?? value;
  if (key === "ownerId" || key === "takenById" || key === "requesterId") return graph.people.get(value)?.name ?? value;
  return lists.items.find((entry) => entry.id === value)?.name ?? value;
}

const rowsText = (total: number, changed = 0) =>
  `${total} ${total === 1 ? "row" : "rows"}${changed > 0 ? ` (${changed} changed)` : ""}`;

function formChanges(forms: readonly CustomForm[], before: FormValues, after: FormValues): FieldChange[] {
  return Object.entries(after).flatMap(([formId, rows]) => {
    const form = forms.find((candidate) => candidate.id === Number(formId));
    if (!form) return [];
    if (form.isMultiLine)
      return [
        {
          path: `ticket.${form.key}`,
          label: form.name,
          from: rowsText(before[formId]?.length ?? 0),
          to: rowsText(rows.length, differingRows(before[formId] ?? [], rows)),
        },
      ];
    return form.fields
      .filter((field) => !same(cell(before[formId]?.[0], field.id), cell(rows[0], field.id)))
      .map((field) => ({
        path: `ticket.${form.key}.${nameKey(field.name)}`,
        label: `${form.name} › ${field.name}`,
        from: cell(before[formId]?.[0], field.id),
        to: cell(rows[0], field.id),
      }));
  });
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

function summarize(changes: FieldChange[]): string {
  const shown = (value: Json) => {
    const text = Array.isArray(value)
      ? value.join(", ")
      : typeof value === "object"
        ? JSON.stringify(value)
        : `${value}`;
    return value === null || text === "" ? "empty" : text.slice(0, 80);
  };
  const [only] = changes;
  if (changes.length === 1 && only) return `${only.label} changed from ${shown(only.from)} to ${shown(only.to)}`;
  return `${changes
    .map((change) => change.label)
    .slice(0, 4)
    .join(", ")}${changes.length > 4 ? ` and ${changes.length - 4} more` : ""} changed`;
}
