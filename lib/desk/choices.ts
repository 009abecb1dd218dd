import { AppError } from "@/lib/core/errors";
import type { DeskLists, ListKind } from "./desk-lists";
import type { Person } from "./person";
import type { PersonStore } from "./store";
import type { TicketFields } from "./ticket";

export type ChoiceKind = ListKind | "status" | "agent" | "person";

/** What the ids of a ticket field point at; an `agent` is a person who works tickets. */
export const choiceKinds = {
  statusId: "status",
  priorityId: "priority",
  categoryId: "category",
  impactId: "impact",
  departmentId: "department",
  productId: "product",
  languageId: "language",
  locationId: "location",
  workflowId: "workflow",
  ownerId: "agent",
  takenById: "person",
  teamId: "team",
  requesterId: "person",
  organizationId: "organization",
  participantIds: "person",
} as const satisfies Partial<Record<keyof TicketFields, ChoiceKind>>;
export type ChoiceKey = keyof typeof choiceKinds;
/** Those that may be empty. */
export type OptionalChoice = Exclude<ChoiceKey, "statusId" | "participantIds">;

export const isChoiceKey = (key: keyof TicketFields): key is ChoiceKey => key in choiceKinds;
export const isPersonKey = (key: keyof TicketFields): boolean =>
  isChoiceKey(key) && (choiceKinds[key] === "agent" || choiceKinds[key] === "person");

/** Everything a ticket's ids can point at, as far as it was read; `people` are those looked up beforehand. */
export type Choices = {
  lists: DeskLists;
  people: readonly Person[];
  /** Told each person who is not among `people`. */
  onUnknownPerson?(key: PersonKey): void;
};

/** A person by id or by e-mail address. */
export type PersonKey = number | string;

const nouns: Partial<Record<ChoiceKind, string>> = { team: "group", agent: "person" };

function missing(key: ChoiceKey, what: PersonKey, { onUnknownPerson }: Choices): AppError {
  const kind = choiceKinds[key];
  if (isPersonKey(key)) onUnknownPerson?.(what);
  const named = typeof what === "number" ? `with id ${what}` : `“${what.slice(0, 100)}”`;
  return new AppError("invalid", `There is no ${nouns[kind] ?? kind} ${named} (any more).`);
}

function namedOf(key: ChoiceKey, { lists, people }: Choices): { id: number; name: string }[] {
  const kind: ChoiceKind = choiceKinds[key];
  if (kind === "status") return lists.statuses;
  return kind === "agent" || kind === "person" ? [...people] : lists.items.filter((item) => item.kind === kind);
}

/** `id` when the field may point at it. AppError("invalid") when it is gone, of another list, or no agent. */
export function checkedChoice(key: ChoiceKey, id: number, choices: Choices): number {
  if (!namedOf(key, choices).some((entry) => entry.id === id)) throw missing(key, id, choices);
  const person = choiceKinds[key] === "agent" ? choices.people.find((entry) => entry.id === id) : undefined;
  if (person && !person.isAgent) throw new AppError("invalid", `${person.name} is not an agent.`);
  return id;
}

const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The id a text names: an id, the name of a list's item or status, or a person's e-mail address. Errors as checkedChoice. */
export function choiceNamed(key: ChoiceKey, text: string, choices: Choices): number {
  const candidates = namedOf(key, choices);
  const id = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  const found =
    candidates.find((entry) => entry.id === id) ??
    candidates.find((entry) =>
      isPersonKey(key)
        ? choices.people.some(
            ({ id: personId, emails }) => personId === entry.id && emails.some(({ email }) => sameText(email, text)),
          )
        : sameText(entry.name, text),
    );
  if (!found) throw missing(key, id ?? text, choices);
  return checkedChoice(key, found.id, choices);
}

const largestId = 2 ** 31 - 1;

/** The people behind ids and addresses, those that exist. */
export async function findPeople(
  people: Pick<PersonStore, "get" | "findByEmail">,
  keys: readonly PersonKey[],
): Promise<Person[]> {
  const found = await Promise.all(
    keys
      .filter((key) => typeof key === "string" || key <= largestId)
      .map((key) => (typeof key === "number" ? people.get(key) : people.findByEmail(key))),
  );
  return found.filter((person) => person !== undefined);
}
