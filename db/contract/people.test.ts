import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { personInput } from "@/lib/desk/person";
import { onEveryDialect } from "./dialects";
import { actor, makeItem, makePerson, makeTicket, ticketDates, unique } from "./make";

const input = (overrides: object) => personInput.parse({ lastName: "Jones", ...overrides });

onEveryDialect("person store", (stores) => {
  const people = () => stores().people;
  const audits = async () => (await stores().audit.list(everything)).total;

  test("a person is stored with joined name, numbered addresses and an audit entry", async () => {
    const organization = await makeItem(stores(), "organization");
    const before = await audits();
    const person = await makePerson(stores(), {
      firstName: "Zoë",
      lastName: `O'Brien "%_" 🚒`,
      emails: [`zoe.${unique()}@example.com`, `z.${unique()}@example.com`],
      organizationId: organization.id,
      timezone: "Europe/London",
    });
    expect(person).toMatchObject({ name: `Zoë O'Brien "%_" 🚒`, isAgent: false, lastLoginAt: null, teamIds: [] });
    expect(person.emails.map(({ isValidated }) => isValidated)).toEqual([true, true]);
    expect(new Set(person.emails.map(({ id }) => id)).size).toBe(2);
    expect(await people().get(person.id)).toEqual(person);
    expect(await audits()).toBe(before + 1);
  });

  test("an address finds its person, in any case", async () => {
    const number = unique();
    const person = await makePerson(stores(), {
      emails: [`first.${number}@example.com`, `second.${number}@example.com`],
    });
    expect((await people().findByEmail(` Second.${number}@Example.com `))?.id).toBe(person.id);
    expect(await people().findByEmail("nobody@example.com")).toBeUndefined();
    expect(await people().findByEmail("null\0@example.com")).toBeUndefined();
    expect(await people().get(999_999)).toBeUndefined();
  });

  test("addresses keep their ids when reordered, and a removed one is free again", async () => {
    const number = unique();
    const [a, b, c] = [`a${number}@example.com`, `b${number}@example.com`, `c${number}@example.com`];
    const person = await makePerson(stores(), { emails: [a, b] });
    const [first, second] = person.emails;
    const updated = await people().update(actor, person.id, input({ emails: [c, b, b] }));
    expect(updated.emails.map(({ email }) => email)).toEqual([c, b]);
    expect(updated.emails[1]).toEqual(second);
    expect(updated.emails[0]?.id).not.toBe(first?.id);
    expect(updated.createdAt).toEqual(person.createdAt);
    const other = await makePerson(stores(), { emails: [a] });
    expect((await people().findByEmail(a))?.id).toBe(other.id);
    expect(await people().get(person.id)).toEqual(updated);
  });

  test("someone else's address is a conflict that says whose, and leaves nothing behind", async () => {
    const [owner, other] = [await makePerson(stores()), await makePerson(stores())];
    const email = owner.emails[0]?.email ?? "";
    const before = await audits();
    const conflict = { code: "conflict", fields: { emails: [`${email} belongs to ${owner.name}`] } };
    const saved = { ...input({ lastName: "Changed" }), emails: [`new.${unique()}@example.com`, email] };
    await expect(makePerson(stores(), { lastName: "Nobody", emails: saved.emails })).rejects.toMatchObject(conflict);
    await expect(people().update(actor, other.id, saved)).rejects.toMatchObject(conflict);
    expect(await people().get(other.id)).toEqual(other);
    expect(await people().findByEmail(saved.emails[0] ?? "")).toBeUndefined();
    expect((await people().list({ ...everything, q: "Nobody" })).total).toBe(0);
    expect(await audits()).toBe(before);
  });

  test("of many who want one address at once, one gets it", async () => {
    const emails = [`wanted.${unique()}@example.com`];
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => makePerson(stores(), { emails })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ code: "conflict", fields: { emails: [expect.any(String)] } });
  });

  test("unknown references are named per field", async () => {
    const team = await makeItem(stores(), "team");
    await expect(
      makePerson(stores(), { organizationId: team.id, usergroupIds: [999_998], teamIds: [team.id] }),
    ).rejects.toMatchObject({
      code: "invalid",
      fields: {
        organizationId: [`There is no organization with id ${team.id}`],
        usergroupIds: ["There is no user group with id 999998"],
      },
    });
    await expect(people().update(actor, 999_999, input({}))).rejects.toMatchObject({ code: "not_found" });
  });

  test("the list finds by name and address, filters agents, sorts and pages", async () => {
    const word = `Wörd${unique()}_x`;
    const make = (firstName: string, isAgent: boolean) =>
      makePerson(stores(), {
        firstName,
        lastName: word,
        isAgent,
        emails: [`${firstName}.${unique()}@100%.example.com`.replace("%", "")],
      });
    const [ben, ada, cleo] = [await make("ben", true), await make("Ada", false), await make("Cleo", true)];
    const ids = async (query: object) => {
      const page = await people().list({ ...everything, q: word, ...query });
      return page.items.map(({ id }) => id);
    };
    expect(await ids({})).toEqual([ada.id, ben.id, cleo.id]);
    expect(await ids({ sort: { key: "name", direction: "desc" } })).toEqual([cleo.id, ben.id, ada.id]);
    expect(await ids({ sort: { key: "createdAt", direction: "asc" } })).toEqual([ben.id, ada.id, cleo.id]);
    expect(await ids({ isAgent: true })).toEqual([ben.id, cleo.id]);
    expect(await ids({ q: ada.emails[0]?.email.toUpperCase() })).toEqual([ada.id]);
    expect(await ids({ q: "email" })).not.toContain(ada.id);
    expect(await ids({ q: `${word}%` })).toEqual([]);
    expect(await people().list({ page: 2, pageSize: 2, q: word })).toMatchObject({
      items: [{ id: cleo.id }],
      total: 3,
    });
  });

  describe("removing a person", () => {
    test("goes while nothing points at them; what they wrote stays under their name", async () => {
      const person = await makePerson(stores());
      const ticket = await makeTicket(stores(), { lastModifiedById: person.id });
      await stores().changes.commit({
        ticketId: ticket.id,
        at: new Date(),
        expectedVersion: 1,
        messages: [{ body: "Hello", visibility: "public", from: "user", authorName: person.name, personId: person.id }],
        history: [],
      });
      await people().remove(actor, person.id);
      expect(await people().get(person.id)).toBeUndefined();
      expect(await people().findByEmail(person.emails[0]?.email ?? "")).toBeUndefined();
      expect(await stores().tickets.messages(ticket.id)).toMatchObject([{ authorName: person.name, personId: null }]);
      expect((await stores().tickets.graph(ticket.id))?.ticket.lastModifiedById).toBeNull();
      await expect(people().remove(actor, person.id)).rejects.toMatchObject({ code: "not_found" });
    });

    test.each(["ownerId", "takenById", "requesterId", "participantIds"])(
      "stays while a ticket's %s points at them",
      async (field) => {
        const person = await makePerson(stores(), { isAgent: true });
        const value = field === "participantIds" ? [(await makePerson(stores())).id, person.id] : person.id;
        const ticket = await makeTicket(stores(), { [field]: value });
        await expect(people().remove(actor, person.id)).rejects.toMatchObject({
          code: "conflict",
          message: expect.stringContaining(ticket.displayId),
        });
        expect((await people().get(person.id))?.emails).toEqual(person.emails);
      },
    );

    test("stays, with an address, while they have an account", async () => {
      const person = await makePerson(stores());
      const [role] = await stores().roles.list();
      await stores().accounts.save(actor, {
        personId: person.id,
        roleId: role?.id ?? "",
        passwordHash: "hash",
        isEnabled: true,
      });
      await expect(people().remove(actor, person.id)).rejects.toMatchObject({ code: "conflict" });
      await expect(people().update(actor, person.id, input({ emails: [] }))).rejects.toMatchObject({
        code: "conflict",
        fields: { emails: [expect.any(String)] },
      });
      expect(await people().get(person.id)).toEqual(person);
    });

    test("racing a ticket that wants them, one of the two wins", async () => {
      for (let round = 0; round < 10; round++) {
        const person = await makePerson(stores());
        const [ticket, removal] = await Promise.allSettled([
          makeTicket(stores(), { requesterId: person.id, dates: ticketDates() }),
          people().remove(actor, person.id),
        ]);
        expect([ticket.status, removal.status].sort()).toEqual(["fulfilled", "rejected"]);
      }
    });
  });
});
