import { convertValue } from "@/lib/desk/convert";
import type { CustomForm, FormRow, FormValues } from "@/lib/desk/custom-forms";
import type { DeskLists } from "@/lib/desk/desk-lists";
import type { Person } from "@/lib/desk/person";
import type { TicketFields } from "@/lib/desk/ticket";
import { convertField, textOf } from "./convert-field";
import { findPerson, shortened } from "./people";
import type { CallBody } from "./read-body";
import { type Target, targetOf } from "./targets";
import type { WebMethod } from "./web-method";

/** The desk as a call is decided on it: `forms` are those of the ticket type, `people` whoever the call names. */
export type CallDesk = { lists: DeskLists; forms: readonly CustomForm[]; people: readonly Person[] };

/** What a call brought, converted; `notes` says what had to be left out. */
export type Taken = {
  fields: Partial<TicketFields>;
  /** First rows by form id: only the cells the call fills. */
  cells: Record<string, FormRow>;
  messages: { body: string; visibility: "public" | "private" }[];
  notes: string[];
};

/** Takes the value at every mapping's path to its target. A missing value leaves it alone; of several for one target the last wins. */
export function takeValues(webMethod: Pick<WebMethod, "mappings">, body: CallBody, desk: CallDesk): Taken {
  const taken: Taken = { fields: {}, cells: {}, messages: [], notes: [] };
  for (const { path, target: ref } of webMethod.mappings) {
    const target = targetOf(ref, desk.forms);
    if (!target) {
      taken.notes.push(`“${path}” went nowhere: its field is gone, or is not on this type of ticket.`);
      continue;
    }
    const raw = body.find(path);
    if (raw !== undefined) place(taken, path, target, raw, desk);
  }
  return taken;
}

function place(taken: Taken, path: string, target: Target, raw: unknown, desk: CallDesk) {
  const leave = (why: string) => taken.notes.push(`“${path}”: ${why}. ${target.label} was left alone.`);
  if (target.kind === "field") {
    const converted = convertField(target.key, raw, desk.lists, desk.people);
    if (!converted.ok) return leave(converted.message);
    Object.assign(taken.fields, { [target.key]: converted.value });
    if (converted.note) taken.notes.push(`“${path}” to ${target.label}: ${converted.note}.`);
  } else if (target.kind === "cell") {
    const converted = convertValue(target.field, typeof raw === "string" ? textOf(raw) : raw);
    if (!converted.ok) return leave(converted.message.replace(/\.$/, ""));
    taken.cells[target.form.id] = { ...taken.cells[target.form.id], [target.field.id]: converted.value };
  } else if (target.kind === "message") {
    const text = textOf(raw).trim();
    if (text === "") return leave("there is nothing to say");
    if (text.length > 1_000_000) return leave("a message has at most 1,000,000 characters");
    taken.messages.push({ body: text, visibility: target.visibility });
  } else {
    const found = findPerson(desk.people, raw);
    if (found.ok) taken.fields.requesterId = found.person.id;
    else leave(`nobody here has the address “${shortened(textOf(raw))}”`);
  }
}

/** The cells as whole rows: the first row of each form with them set, its other cells and rows kept, empty ones dropped. */
export function rowsWith(cells: Record<string, FormRow>, before: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(cells).map(([formId, set]) => {
      const [first = {}, ...rest] = before[formId] ?? [];
      const kept = Object.entries({ ...first, ...set }).filter(([, value]) => value !== null);
      return [formId, [Object.fromEntries(kept), ...rest]];
    }),
  );
}
