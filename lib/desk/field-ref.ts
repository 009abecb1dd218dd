import { AppError } from "@/lib/core/errors";
import type { Json } from "@/lib/core/json";
import { convertValue } from "./convert";
import type { CustomForm, FormRow, FormValues } from "./custom-forms";
import { findTicketPath, type TicketPath, ticketPaths } from "./fields";
import { type TicketFields, type TicketGraph, ticketFields } from "./ticket";
import type { TicketPatch } from "./update";

/** A property of a ticket, as conditions, actions and undo name it: `ticket.<path>` (lib/desk/fields) or `form.<formId>.<fieldId>`. */
export type FieldRef = string;

export const formFieldRef = (formId: number, fieldId: number): FieldRef => `form.${formId}.${fieldId}`;

const formRef = /^form\.([1-9]\d{0,15})\.([1-9]\d{0,15})$/;

/** The form and field behind `form.<formId>.<fieldId>`; undefined for anything else. */
export function parseFormRef(ref: FieldRef): { formId: number; fieldId: number } | undefined {
  const match = formRef.exec(ref);
  return match ? { formId: Number(match[1]), fieldId: Number(match[2]) } : undefined;
}

/** The built-in path behind `ticket.<path>`. */
export const ticketPathOf = (ref: FieldRef): TicketPath | undefined =>
  ref.startsWith("ticket.") ? findTicketPath(ref.slice("ticket.".length)) : undefined;

/** The form field behind a ref, among `forms`. */
export function formFieldOf(forms: readonly CustomForm[], ref: FieldRef) {
  const parsed = parseFormRef(ref);
  const form = parsed && forms.find(({ id }) => id === parsed.formId);
  const field = form?.fields.find(({ id }) => id === parsed?.fieldId);
  return form && field && { form, field };
}

/** The raw value: ids for id paths, the stored cell of the first row for a form field; null when empty, undefined when there is no such property. */
export function readField(graph: TicketGraph, ref: FieldRef): unknown {
  const path = ticketPathOf(ref);
  if (path) return path.read(graph) ?? null;
  const found = formFieldOf(graph.forms, ref);
  return found && (graph.ticket.forms[found.form.id]?.[0]?.[found.field.id] ?? null);
}

export type SettablePath = TicketPath & { sets: keyof TicketFields };

/** The built-in properties that can be set, one per key of TicketFields. */
export const settableFields: readonly SettablePath[] = ticketPaths.filter(
  (path): path is SettablePath => path.sets !== undefined,
);

/** "Priority", "Integration › VivantiotestID"; the ref itself when it names nothing (any more). */
export function labelOfField(ref: FieldRef, forms: readonly CustomForm[]): string {
  const path = ticketPathOf(ref);
  // A third party id is text and has no name beside it.
  if (path) return path.kind === "number" ? path.label.replace(/ id$/, "") : path.label;
  const found = formFieldOf(forms, ref);
  return found ? `${found.form.name} › ${found.field.name}` : ref;
}

/**
 * A patch that gives one property a value: the ticket field, or the cell in the first row of a form whose other cells and
 * rows stay. Form values are converted as the API's are. AppError("invalid", …, {[ref]}) when it can't be set to that.
 */
export function patchFor(graph: TicketGraph, ref: FieldRef, value: unknown): TicketPatch {
  const path = ticketPathOf(ref);
  if (path?.sets) return { fields: fieldPatch(ref, path.label, path.sets, value) };
  const found = formFieldOf(graph.forms, ref);
  if (!found)
    throw refused(
      ref,
      path
        ? `“${path.label}” can't be set: the desk keeps it itself`
        : "This ticket has no such field: its form was removed, or is not on this type of ticket",
    );
  const { form, field } = found;
  const converted = convertValue(field, value);
  if (!converted.ok) throw refused(ref, converted.message);
  const [first = {}, ...rest] = graph.ticket.forms[form.id] ?? [];
  return { forms: { [form.id]: [{ ...first, [field.id]: converted.value }, ...rest] } };
}

const refused = (ref: FieldRef, message: string) => new AppError("invalid", `${message}.`, { [ref]: [message] });

function fieldPatch(ref: FieldRef, label: string, key: keyof TicketFields, value: unknown): Partial<TicketFields> {
  const parsed = ticketFields.shape[key].safeParse(value);
  if (!parsed.success)
    throw refused(ref, `“${label}” can't be set to this: ${parsed.error.issues[0]?.message ?? "it has another shape"}`);
  return { [key]: parsed.data };
}

/** The graph as it reads once `patch` is applied; only for deciding further patches. */
function patched(graph: TicketGraph, { fields, forms }: TicketPatch): TicketGraph {
  const { ticket } = graph;
  return { ...graph, ticket: { ...ticket, ...fields, forms: { ...ticket.forms, ...forms } } };
}

/** One patch that sets several properties in turn: the last value of a property wins, cells of one form all land. */
export function patchForAll(graph: TicketGraph, sets: readonly { ref: FieldRef; value: unknown }[]): TicketPatch {
  let result: TicketPatch = {};
  for (const { ref, value } of sets) {
    const next = patchFor(patched(graph, result), ref, value);
    result = { fields: { ...result.fields, ...next.fields }, forms: { ...result.forms, ...next.forms } };
  }
  return result;
}

/**
 * Several patches of the same ticket as one. Later ones win, cell by cell: a cell counts as set where it differs from the
 * ticket's. (To put a cell back to what the ticket has after another patch changed it, use patchForAll.)
 */
export function mergePatches(graph: TicketGraph, patches: readonly TicketPatch[]): TicketPatch {
  const forms: FormValues = {};
  for (const patch of patches)
    for (const [formId, rows] of Object.entries(patch.forms ?? {})) {
      const stored = graph.ticket.forms[formId] ?? [];
      forms[formId] = mergeRows(stored, forms[formId] ?? stored, rows);
    }
  const fields = Object.assign({}, ...patches.map((patch) => patch.fields ?? {})) as Partial<TicketFields>;
  return { ...(Object.keys(fields).length > 0 && { fields }), ...(Object.keys(forms).length > 0 && { forms }) };
}

function mergeRows(stored: readonly FormRow[], merged: readonly FormRow[], next: readonly FormRow[]): FormRow[] {
  const length = next.length === stored.length ? merged.length : next.length;
  return Array.from({ length }, (_, index) => {
    const before = stored[index] ?? {};
    const after = next[index] ?? before;
    const set = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (id) => JSON.stringify(before[id] ?? null) !== JSON.stringify(after[id] ?? null),
    );
    return { ...merged[index], ...Object.fromEntries(set.map((id): [string, Json] => [id, after[id] ?? null])) };
  });
}
