import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { convertForms } from "@/lib/desk/convert";
import type { CustomForm, FormRow, FormValues } from "@/lib/desk/custom-forms";

/**
 * Named form rows as stored values, merged into what a single-line form holds. Read-only fields change through the API
 * and replies only; a person may leave them as they are. AppError("invalid") with one problem per `forms.<form>.<field>`.
 */
export function readForms(
  forms: readonly CustomForm[],
  named: Record<string, unknown>,
  before: FormValues,
  actor: Pick<Actor, "kind">,
): FormValues {
  const { values, problems } = convertForms(forms, named);
  const merged: FormValues = {};
  for (const [formId, rows] of Object.entries(values)) {
    const form = forms.find((candidate) => candidate.id === Number(formId));
    if (!form) continue;
    const kept = before[formId] ?? [];
    if (actor.kind === "person") refuseReadOnly(form, rows, kept, problems);
    merged[formId] = form.isMultiLine
      ? rows.map(withoutNulls)
      : rows.map((row) => withoutNulls({ ...kept[0], ...row }));
  }
  const all = Object.entries(problems).map(([at, messages]) => [`forms.${at}`, messages]);
  if (all.length > 0) throw new AppError("invalid", "Some custom fields can't be saved.", Object.fromEntries(all));
  return merged;
}

function refuseReadOnly(form: CustomForm, rows: FormRow[], kept: FormRow[], problems: Record<string, string[]>) {
  for (const field of form.fields.filter((candidate) => candidate.isReadOnly)) {
    const isNew = rows.some((row) => {
      const value = row[field.id] ?? null;
      return field.id in row && value !== null && !kept.some((old) => old[field.id] === value);
    });
    const isCleared =
      !form.isMultiLine && rows.some((row) => row[field.id] === null && (kept[0]?.[field.id] ?? null) !== null);
    if (isNew || isCleared) problems[`${form.name}.${field.name}`] = [`“${field.name}” is read-only`];
  }
}

const withoutNulls = (row: FormRow): FormRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** Stored rows under the names people know: an object for a single-line form, an array for a multi-line one. */
export function namedForms(forms: readonly CustomForm[], values: FormValues) {
  const row = (form: CustomForm, stored: FormRow | undefined) =>
    Object.fromEntries(form.fields.map((field) => [field.name, stored?.[field.id] ?? null]));
  return Object.fromEntries(
    forms.map((form) => {
      const rows = values[form.id] ?? [];
      return [form.name, form.isMultiLine ? rows.map((stored) => row(form, stored)) : row(form, rows[0])];
    }),
  );
}
