import { AppError } from "@/lib/core/errors";
import { convertValue } from "./convert";
import type { CustomForm } from "./custom-forms";
import { findTicketPath, type TicketPath, ticketPaths } from "./fields";
import type { TicketPatch } from "./patch";
import { type TicketFields, type TicketGraph, ticketFields } from "./ticket";

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
