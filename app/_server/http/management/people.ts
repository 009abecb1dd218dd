import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type Person, personInput } from "@/lib/desk/person";
import { personSortKeys } from "@/lib/desk/store";
import { withoutDefaults } from "@/lib/runtime/patch";
import type { Stores } from "@/lib/runtime/stores";
import { type Endpoint, endpoint } from "./endpoint";
import { flagFilter, integerId, listQuery } from "./list-query";
import { merged } from "./merge";
import { checked } from "./parse";
import { inBody, inPages, inReply, moment } from "./schemas";

const personReply = inReply(
  "Person",
  z.object({
    id: z.number().int(),
    name: z.string(),
    ...personInput.shape,
    emails: z.array(z.string()).meta({ description: "The primary address comes first" }),
    createdAt: moment,
    updatedAt: moment,
    lastLoginAt: moment.nullable(),
  }),
);
const personBody = inBody("PersonInput", personInput);
const idOf = (params: Record<string, string>) => integerId(params.id, "person");

const show = (person: Person) => ({ ...person, emails: person.emails.map(({ email }) => email) });

async function find({ people }: Stores, id: number): Promise<Person> {
  const person = await people.get(id);
  if (!person) throw new AppError("not_found", `There is no person ${id}.`);
  return person;
}

export const personEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/people",
    permission: "people.read",
    operationId: "listPeople",
    summary: "List agents and requesters",
    query: listQuery(personSortKeys, { isAgent: flagFilter }),
    reply: inPages(personReply),
    run: async ({ stores, query }) => {
      const { items, total } = await stores.people.list(query);
      return { items: items.map(show), total };
    },
  }),
  endpoint({
    method: "post",
    path: "/people",
    permission: "people.write",
    operationId: "createPerson",
    summary: "Add a person",
    body: personBody,
    reply: personReply,
    status: 201,
    run: async ({ stores, principal, body }) => show(await stores.people.create(principal, body)),
  }),
  endpoint({
    method: "get",
    path: "/people/{id}",
    permission: "people.read",
    operationId: "getPerson",
    summary: "Read a person",
    reply: personReply,
    run: async ({ stores, params }) => show(await find(stores, idOf(params))),
  }),
  endpoint({
    method: "put",
    path: "/people/{id}",
    permission: "people.write",
    operationId: "updatePerson",
    summary: "Replace a person's details",
    body: personBody,
    reply: personReply,
    run: async ({ stores, principal, params, body }) => show(await stores.people.update(principal, idOf(params), body)),
  }),
  endpoint({
    method: "patch",
    path: "/people/{id}",
    permission: "people.write",
    operationId: "patchPerson",
    summary: "Change only what is named of a person",
    body: inBody("PersonPatch", withoutDefaults(personInput)),
    reply: personReply,
    run: async ({ stores, principal, params, body }) => {
      const current = await find(stores, idOf(params));
      const input = checked(personInput, merged(show(current), body));
      return show(await stores.people.update(principal, current.id, input));
    },
  }),
  endpoint({
    method: "delete",
    path: "/people/{id}",
    permission: "people.write",
    operationId: "deletePerson",
    summary: "Remove a person no ticket or account points at",
    reply: null,
    run: ({ stores, principal, params }) => stores.people.remove(principal, idOf(params)),
  }),
];
