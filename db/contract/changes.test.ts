import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import { everything } from "@/lib/core/page";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Change } from "@/lib/desk/change";
import type { FormValues } from "@/lib/desk/custom-forms";
import type { Ticket } from "@/lib/desk/ticket";
import { onEveryDialect } from "./dialects";
import { actor, historyEntry, makeDelivery, makeForm, makeItem, makePerson, makeTicket, unique } from "./make";

const hostile = `Robert'); DROP TABLE tickets;-- "quoted" \\ 100% _x_ 🚒 \u2028 {{ticket.id}}`;

onEveryDialect("change store", (stores) => {
  const read = async (id: number): Promise<Ticket> => {
    const graph = await stores().tickets.graph(id);
    if (!graph) throw new Error(`no ticket ${id}`);
    return graph.ticket;
  };
  const commit = (change: Omit<Change<NewDelivery>, "at" | "history"> & Partial<Change<NewDelivery>>) =>
    stores().changes.commit({ at: new Date(), history: [], ...change });
  const historyOf = async (id: number) => (await stores().tickets.history(id, everything)).items;
  const newType = () => {
    const letters = [...String(unique()).padStart(4, "0")].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("");
    return stores().deskLists.saveType(actor, { name: `Type ${unique()}`, prefix: `X${letters}` });
  };

  describe("create", () => {
    test("stores every field and returns the ticket as it reads afterwards", async () => {
      const [agent, requester] = [await makePerson(stores(), { isAgent: true }), await makePerson(stores())];
      const form = await makeForm(stores(), { isMultiLine: true });
      const at = new Date("2025-04-23T10:00:00.123Z");
      const ids = Object.fromEntries(
        await Promise.all(
          (
            [
              "priority",
              "category",
              "impact",
              "department",
              "product",
              "language",
              "location",
              "workflow",
              "team",
              "organization",
            ] as const
          ).map(async (kind) => [`${kind}Id`, (await makeItem(stores(), kind)).id]),
        ),
      );
      const ticket = await makeTicket(stores(), {
        ...ids,
        title: hostile,
        description: hostile.repeat(100),
        ownerId: agent.id,
        takenById: agent.id,
        requesterId: requester.id,
        participantIds: [requester.id, agent.id],
        labels: ["b", hostile, "a"],
        ccAddresses: ["cc@example.com"],
        urgency: 7,
        isDeferred: true,
        thirdPartyRef: "INC0010001",
        totalEffortMinutes: 90,
        dates: { createdAt: at, resolvedAt: at },
        forms: { [form.id]: [{ 1: hostile, 2: null }, {}, { 2: 1.5 }] },
        lastModifiedById: agent.id,
        creationSystem: "email",
      });
      expect(ticket).toMatchObject({
        ...ids,
        title: hostile,
        version: 1,
        totalUserWaitingSeconds: 0,
        createdAt: at,
        closedAt: null,
      });
      expect(ticket.displayId).toMatch(/^IN\d+$/);
      expect(await read(ticket.id)).toEqual(ticket);
      expect(await historyOf(ticket.id)).toMatchObject([{ kind: "ticket.created", at, ticketId: ticket.id }]);
    });

    test("names every reference that points at nothing, and takes no number", async () => {
      const type = await newType();
      const [category, person] = [await makeItem(stores(), "category"), await makePerson(stores())];
      const before = await stores().tickets.count();
      await expect(
        makeTicket(stores(), {
          typeId: type.id,
          statusId: 999_991,
          priorityId: category.id,
          categoryId: category.id,
          teamId: 999_992,
          ownerId: person.id,
          requesterId: 999_993,
          participantIds: [person.id, 999_994],
        }),
      ).rejects.toMatchObject({
        code: "invalid",
        fields: {
          statusId: ["There is no status with id 999991"],
          priorityId: [`There is no priority with id ${category.id}`],
          teamId: ["There is no team with id 999992"],
          ownerId: [`${person.name} is not an agent`],
          requesterId: ["There is no person with id 999993"],
          participantIds: ["There is no person with id 999994"],
        },
      });
      await expect(makeTicket(stores(), { typeId: 999_990 })).rejects.toMatchObject({
        code: "invalid",
        fields: { typeId: ["There is no ticket type with id 999990"] },
      });
      expect(await stores().tickets.count()).toBe(before);
      expect((await makeTicket(stores(), { typeId: type.id })).displayId).toBe(`${type.prefix}1`);
    });

    test("takes rows of the type's forms only", async () => {
      const type = await newType();
      const form = await makeForm(stores());
      const refused = async (forms: FormValues, typeId = form.ticketTypeIds[0] ?? 0) =>
        expect(makeTicket(stores(), { forms, typeId })).rejects.toMatchObject({
          code: "invalid",
          fields: { forms: [expect.any(String)] },
        });
      await refused({ 999999: [{}] });
      await refused({ [form.id]: [{ 1: "a" }, { 1: "b" }] });
      await refused({ [form.id]: [{ 1: "a" }] }, type.id);
    });

    test("fifty at once get fifty numbers without a gap", async () => {
      const type = await newType();
      const made = await Promise.all(Array.from({ length: 50 }, () => makeTicket(stores(), { typeId: type.id })));
      const numbers = made.map(({ displayId }) => Number(displayId.slice(type.prefix.length))).sort((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    });
  });

  describe("commit", () => {
    test("writes fields, forms, messages, history and deliveries, and the next version", async () => {
      const [form, kept] = [await makeForm(stores()), await makeForm(stores())];
      const ticket = await makeTicket(stores(), { forms: { [form.id]: [{ 1: "old" }], [kept.id]: [{ 1: "kept" }] } });
      const at = new Date(Date.now() + 60_000);
      const { id: _, ...sample } = await makeDelivery(stores(), { ticketId: ticket.id });
      const delivery: NewDelivery = {
        ...sample,
        id: newId("dlv"),
        parameters: { note: hostile },
        createdAt: at,
        nextAttemptAt: at,
      };
      const result = await commit({
        ticketId: ticket.id,
        at,
        expectedVersion: 1,
        fields: { title: hostile, labels: ["x"], resolvedAt: at, totalUserWaitingSeconds: 61, lastModifiedById: null },
        forms: { [form.id]: [{ 2: "new" }] },
        messages: [{ body: hostile, visibility: "private", from: "agent", authorName: hostile, personId: null }],
        history: [
          historyEntry({ summary: "First", cause: { deliveryId: "dlv_1", depth: 2 } }),
          historyEntry({ summary: hostile }),
        ],
        deliveries: [delivery],
      });
      expect(result).toEqual({ version: 2 });
      expect(await read(ticket.id)).toEqual({
        ...ticket,
        title: hostile,
        labels: ["x"],
        resolvedAt: at,
        updatedAt: at,
        totalUserWaitingSeconds: 61,
        forms: { [form.id]: [{ 2: "new" }], [kept.id]: [{ 1: "kept" }] },
        version: 2,
      });
      expect(await stores().tickets.messages(ticket.id)).toMatchObject([
        { body: hostile, authorName: hostile, createdAt: at },
      ]);
      expect(await historyOf(ticket.id)).toMatchObject([
        { summary: hostile, at },
        { summary: "First", cause: { deliveryId: "dlv_1", depth: 2 } },
        { kind: "ticket.created" },
      ]);
    });

    test("history and deliveries alone leave version and date as they are", async () => {
      const ticket = await makeTicket(stores());
      expect(await commit({ ticketId: ticket.id, at: new Date(0), history: [historyEntry()] })).toEqual({ version: 1 });
      await makeDelivery(stores(), { ticketId: ticket.id });
      expect(await read(ticket.id)).toEqual(ticket);
      expect(await historyOf(ticket.id)).toHaveLength(2);
      await expect(commit({ ticketId: ticket.id, expectedVersion: 7 })).rejects.toMatchObject({ code: "conflict" });
    });

    test("an outdated version is a conflict and leaves nothing behind", async () => {
      const form = await makeForm(stores());
      const ticket = await makeTicket(stores());
      const edit = (title: string) =>
        commit({
          ticketId: ticket.id,
          expectedVersion: 1,
          fields: { title },
          forms: { [form.id]: [{ 1: title }] },
          messages: [{ body: title, visibility: "public", from: "agent", authorName: "A", personId: null }],
          history: [historyEntry({ summary: title })],
        });
      await edit("first");
      const before = await read(ticket.id);
      await expect(edit("second")).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("This ticket changed while you were editing"),
      });
      expect(await read(ticket.id)).toEqual(before);
      expect(await stores().tickets.messages(ticket.id)).toHaveLength(1);
      expect((await historyOf(ticket.id)).map(({ summary }) => summary)).toEqual(["first", "Created"]);
    });

    test("a part that can't be written undoes the rest", async () => {
      const ticket = await makeTicket(stores());
      const delivery = await makeDelivery(stores(), { ticketId: ticket.id });
      const change = { ticketId: ticket.id, expectedVersion: 1, fields: { title: "Half" }, history: [historyEntry()] };
      await expect(commit({ ...change, deliveries: [delivery] })).rejects.toThrow();
      expect(await read(ticket.id)).toEqual(ticket);
      expect(await historyOf(ticket.id)).toHaveLength(1);
    });

    test("of many writers who saw one version, one wins", async () => {
      const ticket = await makeTicket(stores());
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          commit({
            ticketId: ticket.id,
            expectedVersion: 1,
            fields: { title: `Writer ${index}` },
            history: [historyEntry()],
          }),
        ),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await read(ticket.id)).toMatchObject({ version: 2, title: expect.stringContaining("Writer") });
      expect(await historyOf(ticket.id)).toHaveLength(2);
    });

    test("changed references are checked, cleared and unchanged ones are not", async () => {
      const [agent, user] = [await makePerson(stores(), { isAgent: true }), await makePerson(stores())];
      const ticket = await makeTicket(stores(), { ownerId: agent.id });
      const edit = (fields: Change["fields"], expectedVersion = 1) =>
        commit({ ticketId: ticket.id, expectedVersion, ...(fields && { fields }) });
      await expect(edit({ priorityId: 99, ownerId: user.id })).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringContaining("There is no priority with id 99"),
        fields: { priorityId: ["There is no priority with id 99"], ownerId: [`${user.name} is not an agent`] },
      });
      expect(await edit({ title: "Fine" })).toEqual({ version: 2 });
      expect(await edit({ ownerId: null, participantIds: [] }, 2)).toEqual({ version: 3 });
      expect((await read(ticket.id)).ownerId).toBeNull();
    });

    test("rows for a form that is gone or has become single-line are a conflict: the decision is out of date", async () => {
      const [gone, single] = [await makeForm(stores()), await makeForm(stores())];
      await stores().customForms.remove(actor, gone.id);
      const ticket = await makeTicket(stores());
      for (const forms of [{ [gone.id]: [{ 1: "x" }] }, { [single.id]: [{}, {}] }])
        await expect(commit({ ticketId: ticket.id, expectedVersion: 1, forms })).rejects.toMatchObject({
          code: "conflict",
        });
      expect(await read(ticket.id)).toEqual(ticket);
    });

    test("an unknown ticket is not found; fields without a version are a mistake in the program", async () => {
      const ticket = await makeTicket(stores());
      await expect(commit({ ticketId: 999_999, history: [historyEntry()] })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(commit({ ticketId: 999_999, expectedVersion: 1, fields: { title: "x" } })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(commit({ ticketId: ticket.id, fields: { title: "x" } })).rejects.toThrow("needs the version");
    });
  });
});
