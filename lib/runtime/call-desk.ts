import type { Person } from "@/lib/desk/person";
import type { Found } from "@/lib/inbound/handle";
import { matchOf } from "@/lib/inbound/match";
import { isCalled, peopleNamedIn } from "@/lib/inbound/people";
import type { CallBody } from "@/lib/inbound/read-body";
import type { CallDesk } from "@/lib/inbound/take-values";
import type { WebMethod } from "@/lib/inbound/web-method";
import type { Stores } from "./stores";

type Settings = Pick<WebMethod, "ticketTypeId" | "mappings" | "match">;

const mostIds = 2_147_483_647;

/** What a call is decided on: the lists, the forms of its ticket type, and the people it names. */
export async function loadCallDesk(
  { deskLists, customForms, people }: Pick<Stores, "deskLists" | "customForms" | "people">,
  webMethod: Settings,
  body: CallBody,
): Promise<CallDesk> {
  const [lists, forms, named] = await Promise.all([
    deskLists.load(),
    customForms.list(),
    Promise.all(peopleNamedIn(webMethod, body).map((key) => peopleCalled(people, key))),
  ]);
  const found = new Map(named.flat().map((person) => [person.id, person]));
  return {
    lists,
    forms: forms.filter(({ ticketTypeIds }) => ticketTypeIds.includes(webMethod.ticketTypeId)),
    people: [...found.values()],
  };
}

async function peopleCalled(people: Stores["people"], key: string): Promise<Person[]> {
  if (/^\d+$/.test(key)) {
    const person = Number(key) <= mostIds ? await people.get(Number(key)) : undefined;
    return person ? [person] : [];
  }
  if (key.includes("@")) {
    const person = await people.findByEmail(key);
    return person ? [person] : [];
  }
  const { items } = await people.list({ page: 1, pageSize: 100, q: key });
  return items.filter((person) => isCalled(person, key));
}

/** The ticket a call is about, by the value at the match path. */
export async function findCalledTicket(
  { webMethods, tickets }: Pick<Stores, "webMethods" | "tickets">,
  webMethod: Settings,
  body: CallBody,
): Promise<Found> {
  const match = matchOf(webMethod, body);
  if (!match) return { kind: "none" };
  const [id, ...others] = await webMethods.findTickets({ typeId: webMethod.ticketTypeId, ...match });
  if (others.length > 0) return { kind: "several" };
  const graph = id === undefined ? undefined : await tickets.graph(id);
  return graph ? { kind: "one", graph } : { kind: "none" };
}
