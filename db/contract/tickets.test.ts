import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import type { TicketQuery } from "@/lib/desk/store";
import { onEveryDialect } from "./dialects";
import { actor, historyEntry, makeForm, makeItem, makePerson, makeTicket, unique } from "./make";

onEveryDialect("ticket store", (stores) => {
  const tickets = () => stores().tickets;

  describe("list", () => {
    const found = async (query: Partial<TicketQuery>) => {
      const { items, total } = await tickets().list({ ...everything, ...query });
      expect(total).toBe(items.length);
      return items.map(({ id }) => id);
    };

    test("an entry carries the names a table shows", async () => {
      const [owner, requester] = [await makePerson(stores(), { isAgent: true }), await makePerson(stores())];
      const [priority, team] = [await makeItem(stores(), "priority"), await makeItem(stores(), "team")];
      const ticket = await makeTicket(stores(), {
        ownerId: owner.id,
        requesterId: requester.id,
        priorityId: priority.id,
        teamId: team.id,
      });
      expect(await tickets().list({ ...everything, q: ticket.displayId })).toEqual({
        total: 1,
        items: [
          {
            id: ticket.id,
            displayId: ticket.displayId,
            title: ticket.title,
            statusId: ticket.statusId,
            statusName: "Open",
            typeId: ticket.typeId,
            typeName: "Incident",
            priorityId: priority.id,
            priorityName: priority.name,
            ownerId: owner.id,
            ownerName: owner.name,
            teamId: team.id,
            requesterId: requester.id,
            requesterName: requester.name,
            createdAt: ticket.createdAt,
            updatedAt: ticket.updatedAt,
          },
        ],
      });
    });

    test("the search text is found in display id, title, description and requester, and stands for itself", async () => {
      const word = `Wort${unique()}Ü`;
      const requester = await makePerson(stores(), {
        firstName: word,
        emails: [`mail${unique()}@${word.slice(0, -1)}.example.com`],
      });
      const byTitle = await makeTicket(stores(), { title: `a ${word}%b` });
      const byDescription = await makeTicket(stores(), { description: `"${word}_b' 🚒 \\` });
      const byRequester = await makeTicket(stores(), { requesterId: requester.id });
      const all = [byTitle.id, byDescription.id, byRequester.id].sort((a, b) => b - a);
      expect((await found({ q: word })).sort((a, b) => b - a)).toEqual(all);
      expect(await found({ q: `${word}%` })).toEqual([byTitle.id]);
      expect(await found({ q: `${word}_` })).toEqual([byDescription.id]);
      expect(await found({ q: `${word}_b' 🚒 \\` })).toEqual([byDescription.id]);
      expect(await found({ q: requester.emails[0]?.email.toUpperCase() })).toEqual([byRequester.id]);
      expect(await found({ q: byTitle.displayId.toLowerCase() })).toContain(byTitle.id);
      expect(await found({ q: "'; DROP TABLE tickets; --" })).toEqual([]);
      expect(await found({ q: "nothing\0like this" })).toEqual([]);
    });

    test("filters narrow, and owner 0 means nobody", async () => {
      const owner = await makePerson(stores(), { isAgent: true });
      const priority = await makeItem(stores(), "priority");
      const { types, statuses } = await stores().deskLists.load();
      const [, request] = types;
      const closed = statuses.find(({ name }) => name === "Closed");
      const q = `filter${unique()}x`;
      const mine = await makeTicket(stores(), { title: q, ownerId: owner.id, typeId: request?.id ?? 0 });
      const urgent = await makeTicket(stores(), { title: q, priorityId: priority.id, statusId: closed?.id ?? 0 });
      expect(await found({ q, ownerId: owner.id })).toEqual([mine.id]);
      expect(await found({ q, ownerId: 0 })).toEqual([urgent.id]);
      expect(await found({ q, typeId: request?.id ?? 0 })).toEqual([mine.id]);
      expect(await found({ q, priorityId: priority.id })).toEqual([urgent.id]);
      expect(await found({ q, statusId: closed?.id ?? 0 })).toEqual([urgent.id]);
      expect(await found({ q, statusId: closed?.id ?? 0, ownerId: owner.id })).toEqual([]);
    });

    test("deleted tickets show only under their status", async () => {
      const { statuses } = await stores().deskLists.load();
      const deleted = statuses.find(({ vivantioType }) => vivantioType === 99)?.id ?? 0;
      const ticket = await makeTicket(stores(), { statusId: deleted });
      expect(await found({ q: ticket.displayId })).toEqual([]);
      expect(await found({ statusId: deleted })).toEqual([ticket.id]);
    });

    test("sorts by every key, newest change first unless asked otherwise, and pages without gaps", async () => {
      const { statuses } = await stores().deskLists.load();
      const [low, high] = [
        await makeItem(stores(), "priority", { position: 2 }),
        await makeItem(stores(), "priority", { position: 1 }),
      ];
      const q = `sort${unique()}x`;
      const day = (number: number) => new Date(Date.UTC(2025, 0, number));
      const [open, , , hold] = statuses.map(({ id }) => id);
      const make = (title: string, overrides: object, created: number, updated: number) =>
        makeTicket(stores(), {
          title: `${title} ${q}`,
          ...overrides,
          dates: { createdAt: day(created), updatedAt: day(updated) },
        });
      const b = (await make("b", { priorityId: low.id, statusId: hold }, 1, 3)).id;
      const a = (await make("A", { priorityId: high.id, statusId: open }, 2, 9)).id;
      const c = (await make("c", { statusId: hold }, 3, 3)).id;
      const by = (key: NonNullable<TicketQuery["sort"]>["key"], direction: "asc" | "desc") =>
        found({ q, sort: { key, direction } });
      expect(await found({ q })).toEqual([a, c, b]);
      expect(await by("updatedAt", "asc")).toEqual([b, c, a]);
      expect(await by("createdAt", "asc")).toEqual([b, a, c]);
      expect(await by("title", "asc")).toEqual([a, b, c]);
      expect(await by("title", "desc")).toEqual([c, b, a]);
      expect(await by("displayId", "asc")).toEqual([b, a, c]);
      expect(await by("status", "asc")).toEqual([a, b, c]);
      expect(await by("priority", "asc")).toEqual([a, b, c]);
      expect(await by("priority", "desc")).toEqual([b, a, c]);
      const pages = await Promise.all([1, 2, 3].map((page) => tickets().list({ page, pageSize: 1, q })));
      expect(pages.map(({ items }) => items[0]?.id)).toEqual([a, c, b]);
      expect(pages.map(({ total }) => total)).toEqual([3, 3, 3]);
      expect(await tickets().list({ page: 9, pageSize: 10, q })).toEqual({ items: [], total: 3 });
    });
  });

  describe("graph", () => {
    test("holds exactly what the ticket points at, and the forms of its type", async () => {
      const [organization, group, priority] = [
        await makeItem(stores(), "organization"),
        await makeItem(stores(), "usergroup"),
        await makeItem(stores(), "priority"),
      ];
      await makeItem(stores(), "priority");
      const requester = await makePerson(stores(), { organizationId: organization.id, usergroupIds: [group.id] });
      const [agent, participant] = [await makePerson(stores(), { isAgent: true }), await makePerson(stores())];
      const { types } = await stores().deskLists.load();
      const mine = await makeForm(stores(), { isMultiLine: true });
      const other = await makeForm(stores(), { ticketTypeIds: types.slice(1, 3).map(({ id }) => id) });
      const ticket = await makeTicket(stores(), {
        priorityId: priority.id,
        requesterId: requester.id,
        ownerId: agent.id,
        participantIds: [participant.id, agent.id],
        forms: { [mine.id]: [{ 1: "a" }, { 2: "b" }] },
      });
      const graph = await tickets().graph(ticket.id);
      expect(graph?.ticket).toEqual(ticket);
      expect(graph?.type).toEqual(types[0]);
      expect(graph?.status.name).toBe("Open");
      expect([...(graph?.people.keys() ?? [])].sort()).toEqual([requester.id, agent.id, participant.id].sort());
      expect(graph?.people.get(requester.id)).toEqual(requester);
      expect([...(graph?.items.values() ?? [])]).toEqual(expect.arrayContaining([organization, group, priority]));
      expect(graph?.items.size).toBe(3);
      expect(graph?.forms).toContainEqual(mine);
      expect(graph?.forms.some(({ id }) => id === other.id)).toBe(false);
      const [newest] = (await tickets().history(ticket.id, everything)).items;
      expect(graph?.lastActionId).toBe(newest?.id);
    });

    test("is found by id and by display id in any case; nonsense finds nothing", async () => {
      const ticket = await makeTicket(stores());
      for (const key of [ticket.id, String(ticket.id), ticket.displayId, ticket.displayId.toLowerCase()])
        expect((await tickets().graph(key))?.ticket.id).toBe(ticket.id);
      for (const key of [0, -1, 1.5, 2 ** 60, "", "IN", "IN999999999", "x\0y", "' or 1=1", "99999999999999999999"])
        expect(await tickets().graph(key)).toBeUndefined();
    });

    test("a bare ticket and one with a hundred participants both read", async () => {
      const bare = await makeTicket(stores());
      const graph = await tickets().graph(bare.id);
      expect([graph?.items.size, graph?.people.size, graph?.ticket.forms]).toEqual([0, 0, {}]);
      const participantIds: number[] = [];
      for (let index = 0; index < 100; index++) participantIds.push((await makePerson(stores(), { emails: [] })).id);
      const crowded = await makeTicket(stores(), { participantIds });
      expect((await tickets().graph(crowded.id))?.people.size).toBe(100);
    });

    test("fields and form rows always belong to one version", async () => {
      const form = await makeForm(stores());
      const ticket = await makeTicket(stores(), { title: "1", forms: { [form.id]: [{ 1: "1" }] } });
      let running = true;
      const writer = (async () => {
        for (let version = 1; version <= 40; version++) {
          const text = String(version + 1);
          await stores().changes.commit({
            ticketId: ticket.id,
            at: new Date(),
            expectedVersion: version,
            fields: { title: text },
            forms: { [form.id]: [{ 1: text }] },
            history: [],
          });
        }
        running = false;
      })();
      while (running) {
        const graph = await tickets().graph(ticket.id);
        expect([graph?.ticket.title, graph?.ticket.forms[form.id]?.[0]?.[1]]).toEqual(
          Array(2).fill(String(graph?.ticket.version)),
        );
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writer;
    });
  });

  describe("graphs", () => {
    test("are those of single tickets, newest first, page by page, of one type", async () => {
      const type = await stores().deskLists.saveType(actor, { name: `Graphs ${unique()}`, prefix: "GRA" });
      const organization = await makeItem(stores(), "organization");
      const [agent, requester] = [
        await makePerson(stores(), { isAgent: true }),
        await makePerson(stores(), { organizationId: organization.id }),
      ];
      const priority = await makeItem(stores(), "priority");
      const form = await makeForm(stores(), { ticketTypeIds: [type.id] });
      const made = [
        await makeTicket(stores(), { typeId: type.id, history: [] }),
        await makeTicket(stores(), { typeId: type.id, requesterId: requester.id, priorityId: priority.id }),
        await makeTicket(stores(), { typeId: type.id, ownerId: agent.id, forms: { [form.id]: [{ 1: "x" }] } }),
        await makeTicket(stores(), { typeId: type.id, participantIds: [agent.id, requester.id] }),
      ];
      await makeTicket(stores());
      const singly = await Promise.all(made.map(({ id }) => tickets().graph(id)));
      expect(await tickets().graphs({ typeId: type.id, limit: 10 })).toEqual([...singly].reverse());
      const page = await tickets().graphs({ typeId: type.id, limit: 2 });
      expect(page.map(({ ticket }) => ticket.id)).toEqual([made[3]?.id, made[2]?.id]);
      const before = page.at(-1)?.ticket.id ?? 0;
      const next = await tickets().graphs({ typeId: type.id, before, limit: 2 });
      expect(next).toEqual([singly[1], singly[0]]);
      expect(await tickets().graphs({ typeId: type.id, before: made[0]?.id ?? 0, limit: 2 })).toEqual([]);
      expect(await tickets().graphs({ typeId: 99_999, limit: 2 })).toEqual([]);
    });

    test("at most five hundred come at once", async () => {
      const type = await stores().deskLists.saveType(actor, { name: `Many ${unique()}`, prefix: "MANY" });
      const requester = await makePerson(stores());
      for (let made = 0; made < 510; made++)
        await makeTicket(stores(), { typeId: type.id, requesterId: requester.id, history: [] });
      const graphs = await tickets().graphs({ typeId: type.id, limit: 1_000 });
      expect(graphs).toHaveLength(500);
      expect(graphs.every(({ people }) => people.has(requester.id))).toBe(true);
      const rest = await tickets().graphs({ typeId: type.id, limit: 1_000, before: graphs.at(-1)?.ticket.id ?? 0 });
      expect(rest).toHaveLength(10);
    }, 60_000);
  });

  test("what happened since a delivery was fired comes oldest first; a single entry is found by its ticket", async () => {
    const [ticket, other] = [await makeTicket(stores()), await makeTicket(stores())];
    const add = (ticketId: number, summary: string, deliveryId?: string) => {
      const fired = deliveryId && ({ kind: "webhook.fired", cause: { deliveryId, depth: 1 } } as const);
      const entry = historyEntry({ summary, ...(fired || {}) });
      return stores().changes.commit({ ticketId, at: new Date(), history: [entry] });
    };
    const hostile = `dlv_'"%_\\ 🎫`;
    await add(ticket.id, "before");
    await add(ticket.id, "fired", hostile);
    await add(other.id, "elsewhere");
    await add(ticket.id, "edited");
    await add(ticket.id, "redelivered", hostile);
    await add(ticket.id, "edited again");
    const since = await tickets().historySinceFiring(ticket.id, hostile);
    expect(since.map(({ summary }) => summary)).toEqual(["edited", "redelivered", "edited again"]);
    expect(await tickets().historySinceFiring(ticket.id, "dlv_0")).toEqual([]);
    expect(await tickets().historySinceFiring(other.id, hostile)).toEqual([]);
    const [newest] = (await tickets().history(ticket.id, everything)).items;
    expect(await tickets().historyEntry(ticket.id, newest?.id ?? 0)).toEqual(newest);
    expect(await tickets().historyEntry(other.id, newest?.id ?? 0)).toBeUndefined();
    expect(await tickets().historyEntry(ticket.id, 0)).toBeUndefined();
  });

  test("history is newest first, searchable and paged; messages are oldest first", async () => {
    const ticket = await makeTicket(stores(), { history: [] });
    const message = (body: string) =>
      ({ body, visibility: "public", from: "user", authorName: "Ann", personId: null }) as const;
    for (let index = 0; index < 5; index++)
      await stores().changes.commit({
        ticketId: ticket.id,
        at: new Date(),
        expectedVersion: index + 1,
        messages: [message(`m${index}a`), message(`m${index}b`)],
        history: [
          historyEntry({
            summary: `Entry ${index}`,
            changes: [{ path: "ticket.title", label: "Title", from: null, to: [index] }],
          }),
        ],
      });
    const page = await tickets().history(ticket.id, { page: 2, pageSize: 2 });
    expect(page).toMatchObject({
      total: 5,
      items: [{ summary: "Entry 2", changes: [{ to: [2] }] }, { summary: "Entry 1" }],
    });
    expect(await tickets().history(ticket.id, { ...everything, q: "entry 3" })).toMatchObject({
      total: 1,
      items: [{ summary: "Entry 3" }],
    });
    const bodies = (await tickets().messages(ticket.id)).map(({ body }) => body);
    expect(bodies).toEqual([0, 1, 2, 3, 4].flatMap((index) => [`m${index}a`, `m${index}b`]));
    expect(await tickets().messages(999_999)).toEqual([]);
    expect(await tickets().history(999_999, everything)).toEqual({ items: [], total: 0 });
  });

  test("the count counts every ticket", async () => {
    const before = await tickets().count();
    await makeTicket(stores());
    expect(await tickets().count()).toBe(before + 1);
  });
});
