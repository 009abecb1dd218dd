import { type CustomForm, type FieldKind, fieldKinds } from "@/lib/desk/custom-forms";
import type { ListKind } from "@/lib/desk/desk-lists";
import { formFieldOf, formFieldRef, labelOfField, settableFields, ticketPathOf } from "@/lib/desk/field-ref";
import type { TicketFields } from "@/lib/desk/ticket";

/** Where a value of a call can go, for the mapping table. */
export type InboundTarget = { value: string; label: string; group: string; hint?: string };

/** What a mapping of that target means. */
export type Target =
  | { kind: "field"; key: keyof TicketFields; label: string }
  | { kind: "cell"; form: CustomForm; field: CustomForm["fields"][number]; label: string }
  | { kind: "message"; visibility: "public" | "private"; label: string }
  | { kind: "caller"; label: string };

const special: Record<string, Target> = {
  "caller.email": { kind: "caller", label: "Caller, by e-mail address" },
  "message.public": { kind: "message", visibility: "public", label: "Public message" },
  "message.private": { kind: "message", visibility: "private", label: "Private note" },
};

/** The list an id field chooses from; its items may also be given by name. */
export const listOfField: Partial<Record<keyof TicketFields, ListKind>> = {
  priorityId: "priority",
  categoryId: "category",
  impactId: "impact",
  departmentId: "department",
  productId: "product",
  languageId: "language",
  locationId: "location",
  workflowId: "workflow",
  teamId: "team",
  organizationId: "organization",
};

const hints: Partial<Record<keyof TicketFields, string>> = {
  statusId: "Name or id",
  ownerId: "Name, e-mail or id",
  takenById: "Name, e-mail or id",
  requesterId: "Name, e-mail or id",
  participantIds: "List of names, e-mails or ids",
  labels: "List or text with commas",
  ccAddresses: "List or text with commas",
  urgency: "1 to 10",
  isDeferred: "True or false",
  totalEffortMinutes: "Number",
};

const hintOfField = (key: keyof TicketFields): string =>
  hints[key] ?? (listOfField[key] === undefined ? "Text" : "Name or id");

/** Every place a value can go on tickets whose type has `forms`. */
export function inboundTargets(forms: readonly CustomForm[]): InboundTarget[] {
  return [
    ...settableFields.map(({ path, sets }) => ({
      value: `ticket.${path}`,
      label: labelOfField(`ticket.${path}`, forms),
      group: "Ticket",
      hint: hintOfField(sets),
    })),
    ...Object.entries(special).map(([value, { label }]) => ({ value, label, group: "Ticket", hint: "Text" })),
    ...forms.flatMap((form) =>
      form.fields.map((field) => ({
        value: formFieldRef(form.id, field.id),
        label: `${form.name} › ${field.name}`,
        group: form.name,
        hint: fieldKinds[field.kind satisfies FieldKind],
      })),
    ),
  ];
}

/** What a stored target means now; undefined when its field is gone, or not on this type of ticket. */
export function targetOf(ref: string, forms: readonly CustomForm[]): Target | undefined {
  if (Object.hasOwn(special, ref)) return special[ref];
  const path = ticketPathOf(ref);
  if (path) return path.sets && { kind: "field", key: path.sets, label: labelOfField(ref, forms) };
  const cell = formFieldOf(forms, ref);
  return cell && { kind: "cell", ...cell, label: `${cell.form.name} › ${cell.field.name}` };
}
