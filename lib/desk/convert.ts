import type { Json } from "@/lib/core/json";
import type { CustomField, CustomForm, FormRow, FormValues } from "./custom-forms";
import { findField, findForm } from "./custom-forms";

export type Converted = { ok: true; value: Json } | { ok: false; message: string };

const ok = (value: Json): Converted => ({ ok: true, value });
const no = (field: CustomField, what: string, raw: unknown): Converted => {
  const shown = plain(raw).replace(/\p{Cc}+/gu, " ");
  return {
    ok: false,
    message: `“${field.name}” needs ${what}, not ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`,
  };
};

/** Any value as text: strings as they are, the rest as JSON, and what JSON can't say by its type. */
function plain(raw: unknown): string {
  if (typeof raw === "string") return raw;
  try {
    return JSON.stringify(raw) ?? typeof raw;
  } catch {
    return typeof raw;
  }
}

/** Turns a value from a form, the API or a partner's reply into what the field stores, or says why it can't. Null clears it. */
export function convertValue(field: CustomField, raw: unknown): Converted {
  if (raw === null || raw === undefined || raw === "") return ok(null);
  switch (field.kind) {
    case "text":
    case "multiline": {
      const text = plain(raw);
      if (text.includes("\0")) return no(field, "text without NUL characters", raw);
      if (field.kind === "text" && /[\r\n]/.test(text)) return no(field, "a single line", raw);
      return text.length <= 100_000 ? ok(text) : no(field, "at most 100,000 characters", `${text.length} characters`);
    }
    case "number": {
      const value = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
      if (typeof value !== "number" || !Number.isFinite(value)) return no(field, "a number", raw);
      // Beyond this a number no longer is the one that was written: 9007199254740993 would be stored as …992.
      return Number.isInteger(value) && !Number.isSafeInteger(value)
        ? no(field, "a number of at most 15 digits (longer ones fit a text field)", raw)
        : ok(value);
    }
    case "date": {
      const match = typeof raw === "string" ? /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ].*)?$/.exec(raw) : null;
      const text = match ? `${match[1]}-${match[2]}-${match[3]}` : "";
      return isRealDate(text) ? ok(text) : no(field, "a date such as 2025-04-23", raw);
    }
    case "datetime": {
      const time = typeof raw === "string" ? parseMoment(raw) : typeof raw === "number" ? raw : Number.NaN;
      const text = Number.isNaN(new Date(time).getTime()) ? "" : new Date(time).toISOString();
      return /^\d{4}-/.test(text) ? ok(text) : no(field, "a date and time such as 2025-04-23T10:00:00Z", raw);
    }
    case "checkbox": {
      const text = plain(raw).trim().toLowerCase();
      if (["true", "1", "yes", "on"].includes(text)) return ok(true);
      return ["false", "0", "no", "off"].includes(text) ? ok(false) : no(field, "true or false", raw);
    }
    case "select": {
      const wanted = plain(raw).trim().toLowerCase();
      const option = field.options.find((candidate) => candidate.toLowerCase() === wanted);
      return option !== undefined ? ok(option) : no(field, `one of ${field.options.slice(0, 8).join(", ")}`, raw);
    }
  }
}

const moment =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Milliseconds of an ISO-like moment, NaN for anything else. Without a zone it is UTC, wherever the server stands. */
function parseMoment(text: string): number {
  const match = moment.exec(text.trim());
  if (!match) return Number.NaN;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  if (!isRealDate(`${year}-${month}-${day}`)) return Number.NaN;
  const digits = zone.replace(":", "");
  const offset = /^z$/i.test(zone) ? "Z" : `${digits.slice(0, 3)}:${digits.slice(3) || "00"}`;
  const millis = fraction.slice(0, 3).padEnd(3, "0");
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millis}${offset}`);
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
  const problems = new Map<string, string[]>();
  for (const [formName, given] of Object.entries(named)) {
    const form = findForm(forms, formName);
    if (!form) {
      problems.set(formName, [`This ticket has no form “${formName}”`]);
      continue;
    }
    const rows = Array.isArray(given) ? given : [given];
    if (!form.isMultiLine && rows.length > 1) problems.set(formName, [`“${form.name}” has a single line`]);
    values[form.id] = rows.map((row, index) =>
      convertRow(form, row, `${formName}${form.isMultiLine ? `[${index}]` : ""}`, problems),
    );
  }
  // From a map, so that a form called __proto__ is reported like any other.
  return { values, problems: Object.fromEntries(problems) };
}

function convertRow(form: CustomForm, row: unknown, at: string, problems: Map<string, string[]>): FormRow {
  const stored: FormRow = {};
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    problems.set(at, ["Give an object with one entry per field"]);
    return stored;
  }
  for (const [fieldName, raw] of Object.entries(row)) {
    const field = findField(form, fieldName);
    const converted: Converted = field
      ? convertValue(field, raw)
      : { ok: false, message: `“${form.name}” has no field “${fieldName}”` };
    if (field && converted.ok) stored[field.id] = converted.value;
    else if (!converted.ok) problems.set(`${at}.${fieldName}`, [converted.message]);
  }
  return stored;
}
