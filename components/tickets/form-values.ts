import type { Json } from "@/lib/core/json";
import type { CustomField, CustomForm, FormRow } from "@/lib/desk/custom-forms";

/** One line of a form while it is edited, by field name. */
export type EditedRow = Record<string, string | number | boolean | null | undefined>;
/** What a custom form is in a React form: an object, or a list of them for a multi-line form. */
export type EditedForm = EditedRow | EditedRow[];

const editedValue = (field: CustomField, value: Json | undefined): EditedRow[string] => {
  if (field.kind === "checkbox") return value === true;
  if (value === null || value === undefined) return field.kind === "number" ? undefined : "";
  return typeof value === "object" ? JSON.stringify(value) : value;
};

export const editedRow = (form: CustomForm, row: FormRow | undefined): EditedRow =>
  Object.fromEntries(form.fields.map((field) => [field.name, editedValue(field, row?.[field.id])]));

/** Stored rows as a form edits them. */
export const toEdited = (form: CustomForm, rows: readonly FormRow[]): EditedForm =>
  form.isMultiLine ? rows.map((row) => editedRow(form, row)) : editedRow(form, rows[0]);

const isBlank = (value: EditedRow[string]) => value === "" || value === undefined || value === null;
const isUnset = (value: EditedRow[string]) => isBlank(value) || value === false;

/** Edited values as the server takes them; lines left wholly blank are dropped. Read-only values only travel inside lines, which are replaced whole. */
export function toSubmitted(form: CustomForm, edited: EditedForm): unknown {
  const row = (given: EditedRow) =>
    Object.fromEntries(
      form.fields
        .filter(({ name, isReadOnly }) =>
          isReadOnly ? form.isMultiLine && !isUnset(given[name]) : Object.hasOwn(given, name),
        )
        .map(({ name }) => [name, isBlank(given[name]) ? null : given[name]]),
    );
  if (!Array.isArray(edited)) return row(edited);
  return edited.filter((given) => !form.fields.every(({ name }) => isUnset(given[name]))).map(row);
}

/** Of a single-line form only what differs from the start, so that a save touches nothing else. */
export function onlyChanged(edited: EditedRow, before: EditedRow): EditedRow {
  return Object.fromEntries(
    Object.entries(edited).filter(([name, value]) => (isBlank(value) ? null : value) !== plain(before[name])),
  );
}
const plain = (value: EditedRow[string]) => (isBlank(value) ? null : value);

/** A stored value as text, for those who may only read it. */
export function shownValue(field: CustomField, value: Json | undefined): string {
  if (field.kind === "checkbox") return value === true ? "Yes" : "No";
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
