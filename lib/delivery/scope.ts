import type { CustomField, CustomForm, FormRow } from "@/lib/desk/custom-forms";
import { nameKey } from "@/lib/desk/custom-forms";
import { findTicketPath, type PathKind, ticketPaths } from "@/lib/desk/fields";
import type { TicketGraph } from "@/lib/desk/ticket";
import { type KeyIndex, memberOf, type Scope } from "@/lib/template/scope";
import { dateOnly } from "@/lib/template/value";

type Steps = readonly string[];

const deepest = Math.max(...ticketPaths.map(({ path }) => path.split(".").length));

/** The longest built-in path that `steps` begin with, and what is left of them. */
function builtIn(steps: Steps) {
  for (let length = Math.min(steps.length, deepest); length > 0; length--) {
    const found = findTicketPath(steps.slice(0, length).join("."));
    if (found) return { found, rest: steps.slice(length) };
  }
  return undefined;
}

/** A stored value as templates see it: date-only as such (spec V6), moments as Date. */
function shown(field: CustomField, row: FormRow): unknown {
  const value = row[field.id] ?? null;
  if (typeof value !== "string") return value;
  if (field.kind === "date") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dateOnly(value) : value;
  if (field.kind === "datetime") return Number.isNaN(Date.parse(value)) ? value : new Date(value);
  return value;
}

const named = (form: CustomForm, row: FormRow) =>
  Object.fromEntries(form.fields.map((field) => [nameKey(field.name), shown(field, row)]));

/** A multi-line form is a list of rows, a single-line one an object; keys are field names (spec §4.4.3). */
function formValue(form: CustomForm, rows: readonly FormRow[]): unknown {
  return form.isMultiLine ? rows.map((row) => named(form, row)) : named(form, rows[0] ?? {});
}

/**
 * What the templates of a webhook can name: `ticket.<path>`, `ticket.<form>[.<field>]`, `parameters.<name>`, a parameter's
 * bare name, and `now`. Known but empty is null; undefined means there is no such thing.
 */
export function ticketScope(graph: TicketGraph, parameters: Record<string, string>, now: Date): Scope {
  const given = new Map(Object.entries(parameters).map(([name, value]) => [nameKey(name), value]));
  const forms = new Map<string, unknown>();
  const cache: KeyIndex = { index: undefined };
  const walk = (start: unknown, steps: Steps) => steps.reduce((value, step) => memberOf(value, step, cache), start);

  function fromForm([key = "", ...rest]: Steps): unknown {
    const form = graph.forms.find((candidate) => candidate.key === key);
    if (!form) return undefined;
    if (!forms.has(key)) forms.set(key, formValue(form, graph.ticket.forms[form.id] ?? []));
    return walk(forms.get(key), rest);
  }

  return {
    get([first = "", ...rest]) {
      if (first === "ticket") {
        const path = builtIn(rest);
        return path ? walk(path.found.read(graph) ?? null, path.rest) : fromForm(rest);
      }
      if (first === "parameters") return rest.length === 1 ? given.get(rest[0] ?? "") : undefined;
      if (rest.length > 0) return undefined;
      return given.get(first) ?? (first === "now" ? now : undefined);
    },
  };
}

export type KnownPath = { path: string; label: string; kind: PathKind };

/** Every path the editor offers, for a ticket type's forms and a webhook's parameters. */
export function knownPaths(forms: readonly CustomForm[], parameters: readonly { name: string }[]): KnownPath[] {
  return [
    ...ticketPaths.map(({ path, label, kind }) => ({ path: `ticket.${path}`, label, kind })),
    ...forms.flatMap((form): KnownPath[] => [
      {
        path: `ticket.${form.key}`,
        label: `${form.name} (${form.isMultiLine ? "all rows" : "all fields"})`,
        kind: "list",
      },
      ...form.fields.map((field) => ({
        path: `ticket.${form.key}${form.isMultiLine ? "[0]" : ""}.${nameKey(field.name)}`,
        label: `${form.name} › ${field.name}`,
        kind: field.kind,
      })),
    ]),
    ...parameters.map(({ name }): KnownPath => ({ path: `parameters.${nameKey(name)}`, label: name, kind: "text" })),
    { path: "now", label: "Moment of firing", kind: "datetime" },
  ];
}

/** Tells whether a normalised path names something, without any ticket at hand: the `knows` of checkTemplate. */
export function knowsPath(forms: readonly CustomForm[], parameters: readonly { name: string }[]) {
  const names = new Set(parameters.map(({ name }) => nameKey(name)));
  return ([first = "", ...rest]: Steps): boolean => {
    if (first === "parameters") return rest.length === 1 && names.has(rest[0] ?? "");
    if (first !== "ticket") return rest.length === 0 && (names.has(first) || first === "now");
    const path = builtIn(rest);
    if (path) return path.rest.length === 0 || path.found.kind === "list";
    const form = forms.find((candidate) => candidate.key === rest[0]);
    if (!form) return false;
    const below = rest.slice(1);
    if (form.isMultiLine && below.length > 0 && !/^\d+$/.test(below.shift() ?? "")) return false;
    return below.length === 0 || (below.length === 1 && form.fields.some((field) => nameKey(field.name) === below[0]));
  };
}
