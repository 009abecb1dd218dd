import { z } from "zod";
import type { Json } from "@/lib/core/json";
import { plainText } from "@/lib/core/text";

export const fieldKinds = {
  text: "Text",
  multiline: "Multi-line text",
  number: "Number",
  date: "Date",
  datetime: "Date and time",
  checkbox: "Checkbox",
  select: "Select",
} as const;
export type FieldKind = keyof typeof fieldKinds;

/** How templates and paths spell a name: lower case without spaces ("Linked assets" → linkedassets, spec §4.4.2). */
export const nameKey = (name: string): string => name.toLowerCase().replace(/\s+/g, "");

const name = plainText
  .trim()
  .min(1, "Enter a name")
  .max(100)
  .regex(/^[^.{}[\]|"'\\]*$/, "Leave out . { } [ ] | quotes and backslashes: templates use them");

export const customFieldInput = z.object({
  /** Zero for a field not stored yet. Values are kept by id, so a renamed field keeps them. */
  id: z.number().int().min(0).default(0),
  name,
  kind: z.enum(Object.keys(fieldKinds) as [FieldKind, ...FieldKind[]]),
  options: z.array(plainText.trim().min(1).max(200)).max(500).default([]),
  isReadOnly: z.boolean().default(false),
});
export type CustomField = z.output<typeof customFieldInput>;

export const customFormInput = z
  .object({
    name,
    ticketTypeIds: z.array(z.number().int()).min(1, "Choose at least one ticket type"),
    isMultiLine: z.boolean().default(false),
    fields: z.array(customFieldInput).min(1, "Add at least one field").max(100),
  })
  .superRefine((form, context) => {
    const seen = new Set<string>();
    for (const [index, field] of form.fields.entries()) {
      const key = nameKey(field.name);
      if (seen.has(key))
        context.addIssue({ code: "custom", path: ["fields", index, "name"], message: "Another field has this name" });
      seen.add(key);
      if (field.kind === "select" && field.options.length === 0)
        context.addIssue({
          code: "custom",
          path: ["fields", index, "options"],
          message: "A select field needs options",
        });
    }
  });
export type CustomFormInput = z.output<typeof customFormInput>;
export type CustomForm = CustomFormInput & { id: number; key: string };

/** One line of a form: values by field id. A single-line form has at most one. */
export type FormRow = Record<string, Json>;
/** Rows by form id. */
export type FormValues = Record<string, FormRow[]>;

export const findForm = (forms: readonly CustomForm[], formName: string) =>
  forms.find((form) => form.key === nameKey(formName));
export const findField = (form: CustomForm, fieldName: string) =>
  form.fields.find((field) => nameKey(field.name) === nameKey(fieldName));
