import { and, asc, count, desc, eq, exists, inArray, ne, or, sql } from "drizzle-orm";
import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { fullName, type Person, type PersonEmail, type PersonInput } from "@/lib/desk/person";
import type { PersonStore } from "@/lib/desk/store";
import type { Database, Queries } from "../database";
import { isUniqueViolation } from "../errors";
import { listHas } from "../id-lists";
import { held } from "../locks";
import { contains } from "../search";
import { requireOtherAdministrator } from "./administrators";
import { recordAudit } from "./audit";
import { checkReferences } from "./references";
import { refuseWhileUsed } from "./used-by";

export function personStore(db: Database): PersonStore {
  const { read } = db;
  const { people, personEmails } = db.tables;
  const sorts = { name: sql`lower(${people.name})`, createdAt: people.createdAt };
  return {
    async list({ page, pageSize, q, sort, isAgent }) {
      const hasAddress = (text: string) =>
        exists(
          read
            .select({ one: sql`1` })
            .from(personEmails)
            .where(and(eq(personEmails.personId, people.id), contains(text, personEmails.email))),
        );
      const where = and(
        isAgent === undefined ? undefined : eq(people.isAgent, isAgent),
        q ? or(contains(q, people.name, people.phone), hasAddress(q)) : undefined,
      );
      const order = sort?.direction === "desc" ? desc : asc;
      const [total] = await read.select({ value: count() }).from(people).where(where);
      const items = await read
        .select()
        .from(people)
        .where(where)
        .orderBy(order(sorts[sort?.key ?? "name"]), order(people.id))
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return { items, total: Number(total?.value ?? 0) };
    },
    async get(id) {
      const [person] = await read.select().from(people).where(eq(people.id, id));
      return person;
    },
    async findByEmail(email) {
      const [found] = await read
        .select({ person: people })
        .from(personEmails)
        .innerJoin(people, eq(people.id, personEmails.personId))
        .where(eq(personEmails.email, email.trim().toLowerCase().replaceAll("\0", "")));
      return found?.person;
    },
    create: (actor, input) => writePerson(db, (tx) => createPerson(db, tx, actor, input)),
    update: (actor, id, input) => writePerson(db, (tx) => updatePerson(db, tx, actor, id, input)),
    remove: (actor, id) => db.write((tx) => removePerson(db, tx, actor, id)),
  };
}

/** Two writers may take an address at once; the later one gets the same answer as if it had come after. */
async function writePerson(db: Database, work: (tx: Queries) => Promise<Person>): Promise<Person> {
  try {
    return await db.write(work);
  } catch (error) {
    if (isUniqueViolation(error)) throw addressTaken("Another person has one of these addresses");
    throw error;
  }
}

const addressTaken = (sentence: string) => new AppError("conflict", `${sentence}.`, { emails: [sentence] });
const unknownPerson = (id: number) => new AppError("not_found", `There is no person with id ${id}`);

const columnsOf = ({ emails: _, ...input }: PersonInput) => ({ ...input, name: fullName(input) });

const checkPerson = (db: Database, tx: Queries, input: PersonInput) =>
  checkReferences(db, tx, [
    { field: "organizationId", kind: "organization", ids: [input.organizationId] },
    { field: "teamIds", kind: "team", ids: input.teamIds },
    { field: "usergroupIds", kind: "usergroup", ids: input.usergroupIds },
    { field: "languageId", kind: "language", ids: [input.languageId] },
  ]);

async function createPerson(db: Database, tx: Queries, actor: Actor, input: PersonInput): Promise<Person> {
  const { people } = db.tables;
  await checkPerson(db, tx, input);
  const now = new Date();
  const [person] = await tx
    .insert(people)
    .values({ ...columnsOf(input), emails: [], createdAt: now, updatedAt: now })
    .returning();
  if (!person) throw new Error("Inserting a person returned no row");
  const emails = await saveAddresses(db, tx, person, input.emails);
  await recordAudit(db, tx, actor, "person.create", `person:${person.id}`, person.name);
  return { ...person, emails };
}

async function updatePerson(db: Database, tx: Queries, actor: Actor, id: number, input: PersonInput): Promise<Person> {
  const { people, accounts } = db.tables;
  if (input.isDisabled) await requireOtherAdministrator(db, tx, id);
  await checkPerson(db, tx, input);
  const [before] = await held(db, tx.select().from(people).where(eq(people.id, id)), "update");
  if (!before) throw unknownPerson(id);
  if (input.emails.length === 0) {
    const [account] = await tx.select({ id: accounts.personId }).from(accounts).where(eq(accounts.personId, id));
    if (account)
      throw new AppError("conflict", `${before.name} signs in with an address. Remove the account first.`, {
        emails: ["Someone who signs in needs an address"],
      });
  }
  const emails = await saveAddresses(db, tx, before, input.emails);
  const [person] = await tx
    .update(people)
    .set({ ...columnsOf(input), emails, updatedAt: new Date() })
    .where(eq(people.id, id))
    .returning();
  if (!person) throw unknownPerson(id);
  await recordAudit(db, tx, actor, "person.update", `person:${id}`, person.name);
  return person;
}

/** Makes the person's addresses these, in this order; an address that stays keeps its id. */
async function saveAddresses(db: Database, tx: Queries, person: Person, given: string[]): Promise<PersonEmail[]> {
  const { people, personEmails } = db.tables;
  const addresses = [...new Set(given.map((address) => address.toLowerCase()))];
  const gone = person.emails.filter(({ email }) => !addresses.includes(email));
  if (gone.length > 0)
    await tx.delete(personEmails).where(
      inArray(
        personEmails.id,
        gone.map(({ id }) => id),
      ),
    );
  const added = addresses.filter((address) => !person.emails.some(({ email }) => email === address));
  if (added.length > 0) {
    const [taken] = await tx
      .select({ email: personEmails.email, name: people.name })
      .from(personEmails)
      .innerJoin(people, eq(people.id, personEmails.personId))
      .where(and(inArray(personEmails.email, added), ne(personEmails.personId, person.id)))
      .limit(1);
    if (taken) throw addressTaken(`${taken.email} belongs to ${taken.name}`);
  }
  const rows =
    added.length === 0
      ? []
      : await tx
          .insert(personEmails)
          .values(added.map((email) => ({ personId: person.id, email })))
          .returning({ id: personEmails.id, email: personEmails.email });
  const known = [...person.emails, ...rows.map((row) => ({ ...row, isValidated: true }))];
  const emails = addresses.flatMap((address) => known.find(({ email }) => email === address) ?? []);
  await tx.update(people).set({ emails }).where(eq(people.id, person.id));
  return emails;
}

async function removePerson(db: Database, tx: Queries, actor: Actor, id: number): Promise<void> {
  const { people, accounts, tickets, messages } = db.tables;
  const [person] = await held(db, tx.select().from(people).where(eq(people.id, id)), "update");
  if (!person) throw unknownPerson(id);
  const [account] = await tx.select({ id: accounts.personId }).from(accounts).where(eq(accounts.personId, id));
  if (account) throw new AppError("conflict", `${person.name} has an account. Remove the account first.`);
  const [used] = await tx
    .select({ tickets: count(), example: sql<string | null>`min(${tickets.displayId})` })
    .from(tickets)
    .where(
      or(
        eq(tickets.ownerId, id),
        eq(tickets.takenById, id),
        eq(tickets.requesterId, id),
        listHas(tickets.participantIds, id),
      ),
    );
  const total = Number(used?.tickets ?? 0);
  if (total > 0)
    throw new AppError(
      "conflict",
      `${person.name} is on ${total === 1 ? `ticket ${used?.example}` : `${total} tickets, such as ${used?.example}`}. Disable the person instead.`,
    );
  await refuseWhileUsed(db, tx, [person.name], (use) => use.kind === "person" && use.id === id);
  // What they wrote keeps their name; only the pointer goes.
  await tx.update(messages).set({ personId: null }).where(eq(messages.personId, id));
  await tx.update(tickets).set({ lastModifiedById: null }).where(eq(tickets.lastModifiedById, id));
  await tx.delete(people).where(eq(people.id, id));
  await recordAudit(db, tx, actor, "person.remove", `person:${id}`, person.name);
}
