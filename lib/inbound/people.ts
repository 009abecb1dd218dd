import type { Person } from "@/lib/desk/person";
import type { TicketFields } from "@/lib/desk/ticket";
import type { CallBody } from "./read-body";
import { targetOf } from "./targets";
import type { WebMethod } from "./web-method";

export type FoundPerson = { ok: true; person: Person } | { ok: false; message: string };

const personFields: readonly (keyof TicketFields)[] = ["ownerId", "takenById", "requesterId", "participantIds"];

/** How a call may name someone: `12`, `annie@example.com` or `Annie Agent`. Undefined for what names nobody. */
export function personKey(raw: unknown): string | undefined {
  if (typeof raw === "number") return Number.isSafeInteger(raw) ? String(raw) : undefined;
  const text = typeof raw === "string" ? raw.replaceAll("\0", "").toWellFormed().trim().toLowerCase() : "";
  return text === "" || text.length > 254 ? undefined : text;
}

/** Whoever a call names, for the store to look up before anything is decided; at most a hundred. */
export function peopleNamedIn({ mappings }: Pick<WebMethod, "mappings">, body: CallBody): string[] {
  const keys = mappings.flatMap(({ path, target: ref }) => {
    const target = targetOf(ref, []);
    const isPerson = target?.kind === "caller" || (target?.kind === "field" && personFields.includes(target.key));
    if (!isPerson) return [];
    return listOf(body.find(path)).flatMap((raw) => personKey(raw) ?? []);
  });
  return [...new Set(keys)].slice(0, 100);
}

/** A list as it came, text with commas or semicolons as its parts, anything else as the only entry. */
export function listOf(raw: unknown): unknown[] {
  if (Array.isArray(raw)) return raw;
  return typeof raw === "string" ? raw.split(/[,;]/).filter((part) => part.trim() !== "") : [raw];
}

/** The one person a key means among those looked up. */
export function findPerson(people: readonly Person[], raw: unknown): FoundPerson {
  const key = personKey(raw);
  if (key === undefined) return { ok: false, message: "this names nobody" };
  const found = people.filter((person) => isCalled(person, key));
  const [person] = found;
  if (!person) return { ok: false, message: `nobody here is “${shortened(key)}”` };
  return found.length === 1
    ? { ok: true, person }
    : { ok: false, message: `several people are called “${shortened(key)}”; give the e-mail address` };
}

/** Whether `key` is the id, an e-mail address or the whole name of this person. */
export function isCalled(person: Person, key: string): boolean {
  if (/^\d+$/.test(key)) return String(person.id) === key;
  if (key.includes("@")) return person.emails.some(({ email }) => email.toLowerCase() === key);
  return person.name.toLowerCase() === key;
}

export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
