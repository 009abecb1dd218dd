import type { DeskLists } from "@/lib/desk/desk-lists";
import type { Person } from "@/lib/desk/person";
import { type TicketFields, ticketFields } from "@/lib/desk/ticket";
import { findPerson, listOf, shortened } from "./people";
import { listOfField } from "./targets";

export type ConvertedField = { ok: true; value: unknown; note?: string } | { ok: false; message: string };

const no = (message: string): ConvertedField => ({ ok: false, message });
const yes = (value: unknown): ConvertedField => ({ ok: true, value });
const longestTitle = 500;

/** Any value as storable text: strings as they are, the rest as JSON. */
export function textOf(raw: unknown): string {
  let text = "";
  try {
    text = typeof raw === "string" ? raw : raw === null ? "" : (JSON.stringify(raw) ?? "");
  } catch {
    // Nested too deep to be written: no text.
  }
  return text.replaceAll("\0", "").toWellFormed();
}

/** A value of a call as a ticket field keeps it: ids also by name, people also by e-mail. Says why not, as a clause. Never throws. */
export function convertField(
  key: keyof TicketFields,
  raw: unknown,
  lists: DeskLists,
  people: readonly Person[],
): ConvertedField {
  const converted = convert(key, raw, lists, people);
  if (!converted.ok) return converted;
  const parsed = ticketFields.shape[key].safeParse(converted.value);
  if (parsed.success) return { ...converted, value: parsed.data };
  return no(lowerFirst(parsed.error.issues[0]?.message ?? "it has another shape"));
}

function convert(key: keyof TicketFields, raw: unknown, lists: DeskLists, people: readonly Person[]): ConvertedField {
  const list = listOfField[key];
  const isEmpty = raw === null || (typeof raw === "string" && raw.trim() === "");
  if (list !== undefined)
    return isEmpty
      ? yes(null)
      : idAmong(
          lists.items.filter(({ kind }) => kind === list),
          raw,
          list,
        );
  switch (key) {
    case "statusId":
      return isEmpty ? no("a ticket always has a status") : idAmong(lists.statuses, raw, "status");
    case "ownerId":
    case "takenById":
    case "requesterId":
      return isEmpty ? yes(null) : personId(raw, people, key !== "requesterId");
    case "participantIds":
      return isEmpty ? yes([]) : personIds(raw, people);
    case "labels":
    case "ccAddresses":
      return isEmpty ? yes([]) : yes([...new Set(listOf(raw).map((entry) => textOf(entry).trim()))].filter(Boolean));
    case "urgency":
    case "totalEffortMinutes":
      return numberFrom(raw);
    case "isDeferred":
      return flagFrom(raw);
    case "title":
      return titleFrom(raw);
    case "thirdPartyId":
    case "thirdPartyRef":
      return yes(textOf(raw).trim());
    default:
      return yes(textOf(raw));
  }
}

/** A title is one line; one that is too long is cut rather than lost. */
function titleFrom(raw: unknown): ConvertedField {
  const line = textOf(raw).replace(/\s+/g, " ").trim();
  if (line === "") return no("it is empty");
  if (line.length <= longestTitle) return yes(line);
  return {
    ok: true,
    value: line.slice(0, longestTitle).toWellFormed().replace(/�$/, "").trim(),
    note: `it was cut to ${longestTitle} characters`,
  };
}

function idAmong(choices: readonly { id: number; name: string }[], raw: unknown, what: string): ConvertedField {
  if (typeof raw !== "string" && typeof raw !== "number") return no(`give the name or the id of a ${what}`);
  const text = String(raw).trim();
  const byName = typeof raw === "string" && choices.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  const found = byName || choices.find(({ id }) => String(id) === text);
  return found ? yes(found.id) : no(`there is no ${what} “${shortened(text)}”`);
}

function personId(raw: unknown, people: readonly Person[], asAgent: boolean): ConvertedField {
  const found = findPerson(people, raw);
  if (!found.ok) return no(found.message);
  return asAgent && !found.person.isAgent ? no(`${found.person.name} is not an agent`) : yes(found.person.id);
}

function personIds(raw: unknown, people: readonly Person[]): ConvertedField {
  const found = listOf(raw).map((one) => findPerson(people, one));
  const ids = found.flatMap((one) => (one.ok ? [one.person.id] : []));
  const missing = found.find((one) => !one.ok);
  return missing && !missing.ok ? no(missing.message) : yes([...new Set(ids)]);
}

function numberFrom(raw: unknown): ConvertedField {
  const value = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
  return typeof value === "number" && Number.isFinite(value)
    ? yes(value)
    : no(`a number is needed, not “${shortened(textOf(raw))}”`);
}

function flagFrom(raw: unknown): ConvertedField {
  const text = textOf(raw).trim().toLowerCase();
  if (["true", "1", "yes", "on"].includes(text)) return yes(true);
  return ["false", "0", "no", "off", ""].includes(text)
    ? yes(false)
    : no(`true or false is needed, not “${shortened(text)}”`);
}

const lowerFirst = (text: string) => text.replace(/^./, (first) => first.toLowerCase());
