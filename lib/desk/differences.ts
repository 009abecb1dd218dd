import type { Json } from "@/lib/core/json";
import { type CustomForm, type FormRow, type FormValues, nameKey } from "./custom-forms";
import type { DeskLists } from "./desk-lists";
import { formFieldRef } from "./field-ref";
import { findTicketPath, type TicketPath, ticketPaths } from "./fields";
import type { FieldChange } from "./history";
import type { TicketPatch } from "./patch";
import type { Ticket, TicketFields, TicketGraph } from "./ticket";

export const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The part of a patch that differs from the ticket. An empty cell and an absent one are the same. */
export const differing = (ticket: Ticket, { fields = {}, forms = {} }: TicketPatch): Required<TicketPatch> => ({
  fields: Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) => value !== undefined && !same(ticket[key as keyof TicketFields], value),
    ),
  ) as Partial<TicketFields>,
  forms: Object.fromEntries(
    Object.entries(forms).filter(([formId, rows]) => {
      const old = ticket.forms[formId] ?? [];
      return old.length !== rows.length || differingRows(old, rows) > 0;
    }),
  ),
});

/** What a patch changes, as history tells it: single fields and cells, and multi-line forms as a whole. */
export function changesOf(graph: TicketGraph, patch: TicketPatch, lists: DeskLists): FieldChange[] {
  const { fields, forms } = differing(graph.ticket, patch);
  return [
    ...fieldChanges(graph, fields, lists),
    ...eachForm(graph, forms, (form, before, after) =>
      form.isMultiLine ? [rowsChange(form, before, after)] : cellChanges(form, before, after),
    ),
  ];
}

/** The properties a patch sets to something new, one by one: of multi-line forms the cells of the first row. */
export function assignmentsOf(
  graph: TicketGraph,
  patch: TicketPatch,
  lists: DeskLists,
): (FieldChange & { field: string })[] {
  const { fields, forms } = differing(graph.ticket, patch);
  return [...fieldChanges(graph, fields, lists), ...eachForm(graph, forms, cellChanges)].flatMap((change) =>
    change.field === undefined ? [] : [{ ...change, field: change.field }],
  );
}

function eachForm<T>(
  { forms, ticket }: TicketGraph,
  patched: FormValues,
  tell: (form: CustomForm, before: readonly FormRow[], after: readonly FormRow[]) => T[],
): T[] {
  return Object.entries(patched).flatMap(([formId, rows]) => {
    const form = forms.find((candidate) => candidate.id === Number(formId));
    return form ? tell(form, ticket.forms[formId] ?? [], rows) : [];
  });
}

const cell = (row: FormRow | undefined, fieldId: number): Json => row?.[fieldId] ?? null;

const sameRow = (a: FormRow | undefined, b: FormRow | undefined) =>
  [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].every((id) => same(a?.[id], b?.[id]));

const differingRows = (before: readonly FormRow[], after: readonly FormRow[]) =>
  after.filter((row, index) => !sameRow(before[index], row)).length;

function fieldChanges(graph: TicketGraph, fields: Partial<TicketFields>, lists: DeskLists): FieldChange[] {
  return Object.entries(fields).map(([key, to]) => {
    const path = ticketPaths.find((entry) => entry.sets === key);
    const from = graph.ticket[key as keyof TicketFields];
    // "Priority id" reads as "Priority" beside the name of one.
    const label = path?.kind === "number" && key.endsWith("Id") ? nameLabel(path) : path?.label;
    return {
      path: `ticket.${path?.path ?? key}`,
      label: label ?? labelOf(key),
      from: nameOf(key, from, graph, lists),
      to: nameOf(key, to, graph, lists),
      ...(path && { field: `ticket.${path.path}`, before: from, after: to }),
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
  if (typeof value !== "number" || !key.endsWith("Id")) return shortened((value ?? null) as Json);
  if (key === "statusId") return lists.statuses.find((status) => status.id === value)?.name ?? value;
  if (key === "ownerId" || key === "takenById" || key === "requesterId") return graph.people.get(value)?.name ?? value;
  return (lists.items.find((entry) => entry.id === value) ?? graph.items.get(value))?.name ?? value;
}

const longestShown = 10_000;
/** History is read by people; to take a change back there is `before`, which is whole. */
const shortened = (value: Json): Json =>
  typeof value === "string" && value.length > longestShown ? `${value.slice(0, longestShown).toWellFormed()}…` : value;

const rowsText = (total: number, changed = 0) =>
  `${total} ${total === 1 ? "row" : "rows"}${changed > 0 ? ` (${changed} changed)` : ""}`;

const rowsChange = (form: CustomForm, before: readonly FormRow[], after: readonly FormRow[]): FieldChange => ({
  path: `ticket.${form.key}`,
  label: form.name,
  from: rowsText(before.length),
  to: rowsText(after.length, differingRows(before, after)),
});

const cellChanges = (form: CustomForm, [before]: readonly FormRow[], [after]: readonly FormRow[]): FieldChange[] =>
  form.fields
    .map((field) => ({ field, from: cell(before, field.id), to: cell(after, field.id) }))
    .filter(({ from, to }) => !same(from, to))
    .map(({ field, from, to }) => ({
      path: `ticket.${form.key}${form.isMultiLine ? "[0]" : ""}.${nameKey(field.name)}`,
      label: `${form.name} › ${field.name}`,
      from,
      to,
      field: formFieldRef(form.id, field.id),
      before: from,
      after: to,
    }));

/** A list of changes as one line. */
export function summarize(changes: readonly FieldChange[]): string {
  const [only] = changes;
  if (changes.length === 1 && only) return `${only.label} changed from ${shown(only.from)} to ${shown(only.to)}`;
  return `${namesOf(changes)} changed`;
}

/** “Priority, Owner, Group, Status and 2 more”. */
export const namesOf = (changes: readonly FieldChange[]): string =>
  `${changes
    .map((change) => change.label)
    .slice(0, 4)
    .join(", ")}${changes.length > 4 ? ` and ${changes.length - 4} more` : ""}`;

/** A value in a sentence, at most 80 characters of it. */
export function shown(value: Json): string {
  const text = Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : `${value}`;
  return value === null || text === "" ? "empty" : text.slice(0, 80);
}
