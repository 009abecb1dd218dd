import type { Json } from "@/lib/core/json";
import type { CustomField, CustomForm, FormRow, FormValues } from "./custom-forms";
import { nameKey } from "./custom-forms";

export type Converted = { ok: true; value: Json } | { ok: false; message: string };

const ok = (value: Json): Converted => ({ ok: true, value });
const no = (field: CustomField, what: string, raw: unknown): Converted => {
  const shown = typeof raw === "string" ? raw : (JSON.stringify(raw) ?? String(raw));
  return {
    ok: false,
    message: `“${field.name}” needs ${what}, not ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`,
  };
};

/** Turns a value from a form, the API or a partner's reply into what the field stores, or says why it can't. Null clears it. */
export function convertValue(field: CustomField, raw: unknown): Converted {
  if (raw === null || raw === undefined || raw === "") return ok(null);
  switch (field.kind) {
    case "text":
    case "multiline": {
      const text = typeof raw === "string" ? raw : JSON.stringify(raw);
      if (field.kind === "text" && /[\r\n]/.test(text)) return no(field, "a single line", raw);
      return text.length <= 100_000 ? ok(text) : no(field, "at most 100,000 characters", `${text.length} characters`);
    }
    case "number": {
      const value = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
      return typeof value === "number" && Number.isFinite(value) ? ok(value) : no(field, "a number", raw);
    }
    case "date": {
      const match = typeof raw === "string" ? /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?$/.exec(raw) : null;
      const text = match ? `${match[1]}-${match[2]}-${match[3]}` : "";
      return isRealDate(text) ? ok(text) : no(field, "a date such as 2025-04-23", raw);
    }
    case "datetime": {
      const time = typeof raw === "string" || typeof raw === "number" ? new Date(raw).getTime() : Number.NaN;
      return Number.isNaN(time)
        ? no(field, "a date and time such as 2025-04-23T10:00:00Z", raw)
        : ok(new Date(time).toISOString());
    }
    case "checkbox": {
      const text = String(raw).toLowerCase();
      if (["true", "1", "yes", "on"].includes(text)) return ok(true);
      return ["false", "0", "no", "off"].includes(text) ? ok(false) : no(field, "true or false", raw);
    }
    case "select": {
      const option = field.options.find((candidate) => candidate.toLowerCase() === String(raw).trim().toLowerCase());
      return option !== undefined ? ok(option) : no(field, `one of ${field.options.slice(0, 8).join(", ")}`, raw);
    }
  }
}

function isRealDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Rows named by people (`{"Linked assets": [{"asset": "P1"}]}` or one object for a single-line form) as stored values.
 * Problems are collected per `form.field` so a caller can show each beside its field.
 */
export function convertForms(
  forms: readonly CustomForm[],
  named: Record<string, unknown>,
): { values: FormValues; problems: Record<string, string[]> } {
  const values: FormValues = {};
  const problems: Record<string, string[]> = {};
  for (const [formName, given] of Object.entries(named)) {
    const form = forms.find((candidate) => candidate.key === nameKey(formName));
    if (!form) {
      problems[formName] = [`This ticket has no form “${formName}”`];
      continue;
    }
    const rows = Array.isArray(given) ? given : [given];
    if (!form.isMultiLine && rows.length > 1) problems[formName] = [`“${form.name}” has a single line`];
    values[form.id] = rows.map((row, index) =>
      convertRow(form, row, `${formName}${form.isMultiLine ? `[${index}]` : ""}`, problems),
    );
  }
  return { values, problems };
}

function convertRow(form: CustomForm, row: unknown, at: string, problems: Record<string, string[]>): FormRow {
  const stored: FormRow = {};
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    problems[at] = ["Give an object with one entry per field"];
    return stored;
  }
  for (const [fieldName, raw] of Object.entries(row)) {
    const field = form.fields.find((candidate) => nameKey(candidate.name) === nameKey(fieldName));
    const converted: Converted = field
      ? convertValue(field, raw)
      : { ok: false, message: `“${form.name}” has no field “${fieldName}”` };
    if (field && converted.ok) stored[field.id] = converted.value;
    else if (!converted.ok) problems[`${at}.${fieldName}`] = [converted.message];
  }
  return stored;
}
