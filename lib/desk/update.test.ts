import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/core/actor";
import type { TicketPatch } from "./patch";
import { bareGraph, exampleLists, fullGraph } from "./testing/graphs";
import type { TicketFields, TicketGraph } from "./ticket";
import { decideAll, decideMessage, decideUpdate } from "./update";

const actor: Actor = { kind: "person", id: "person:1", name: "Annie Agent", personId: 1 };
const at = new Date("2025-05-01T12:00:00Z");
const earlier = new Date("2025-04-30T12:00:00Z");

const decide = (patch: TicketPatch, graph: TicketGraph = fullGraph()) =>
  decideUpdate(graph, patch, { actor, at }, exampleLists);
const statusId = (name: string) => exampleLists.statuses.find((status) => status.name === name)?.id ?? 0;
const entryOf = (patch: TicketPatch, graph?: TicketGraph) => decide(patch, graph)?.history[0];

describe("an update", () => {
  test("that changes nothing is no change", () => {
    const graph = fullGraph();
    const { title, labels, participantIds, priorityId } = graph.ticket;
    expect(decide({})).toBeUndefined();
    expect(
      decide({ fields: { title, labels: [...labels], participantIds: [...participantIds], priorityId } }),
    ).toBeUndefined();
    expect(decide({ fields: { title: undefined } as unknown as Partial<TicketFields> })).toBeUndefined();
    expect(decide({ forms: { 1: [{ 1: "INC1", 2: true }] } })).toBeUndefined();
    expect(decide({ forms: { 1: [{}], 2: [] } }, { ...bareGraph(), forms: graph.forms })).toBeUndefined();
  });

  test("keeps only what differs, names the version it was decided on and who did it", () => {
    const change = decide({ fields: { title: "New", urgency: 9 } });
    expect(change).toEqual({
      ticketId: 164,
      at,
      expectedVersion: 3,
      fields: { title: "New", lastModifiedById: 1 },
      forms: {},
      history: [
        {
          kind: "ticket.updated",
          origin: "person",
          actorId: "person:1",
          actorName: "Annie Agent",
          summary: "Title changed from Printer on fire to New",
          changes: [
            {
              ...{ path: "ticket.title", label: "Title", from: "Printer on fire", to: "New" },
              ...{ field: "ticket.title", before: "Printer on fire", after: "New" },
            },
          ],
          cause: null,
        },
      ],
    });
  });

  test("by something that is no person keeps who modified it last; origin and cause are the caller's", () => {
    const source = { actor: { ...actor, kind: "apiKey", personId: null } as const, at };
    const byKey = decideUpdate(fullGraph(), { fields: { title: "x" } }, source, exampleLists);
    expect([byKey?.fields?.lastModifiedById, byKey?.history[0]?.origin]).toEqual([1, "api"]);
    const cause = { deliveryId: "dlv_1", depth: 1 };
    const byReply = decideUpdate(
      fullGraph(),
      { fields: { title: "x" } },
      { ...source, origin: "delivery", cause },
      exampleLists,
    );
    expect(byReply?.history[0]).toMatchObject({ origin: "delivery", cause });
  });

  test.each([
    ["priorityId", 22, "Priority", "The priority", "High"],
    ["categoryId", null, "Category", "The category", null],
    ["departmentId", null, "Department", "The department", null],
    ["teamId", null, "Group", "Second line", null],
    ["ownerId", 2, "Owner", "Annie Agent", "Rita Requester"],
    ["requesterId", 7, "Caller", "Rita Requester", 7],
    ["statusId", 4, "Status", "Open", "On hold"],
    ["participantIds", [1], "Participants", [1, 2], [1]],
    ["isDeferred", false, "Deferred", true, false],
    ["ccAddresses", [], "CC addresses", ["cc@example.com", "dd@example.com"], []],
  ])("of %s reads in history by name", (key, to, label, fromName, toName) => {
    const [change, ...others] = entryOf({ fields: { [key]: to } })?.changes ?? [];
    expect(others).toEqual([]);
    expect(change).toEqual({
      ...{ path: expect.stringMatching(/^ticket\./), label, from: fromName, to: toName },
      ...{ field: change?.path, before: fullGraph().ticket[key as keyof TicketFields], after: to },
    });
  });

  test("of several fields is summed up by their names", () => {
    expect(entryOf({ fields: { title: "x", solution: "" } })?.summary).toBe("Title, Solution changed");
    const fields = { title: "x", solution: "", urgency: 1, isDeferred: false, labels: [], thirdPartyId: "" };
    expect(entryOf({ fields })?.summary).toBe("Title, Solution, Urgency, Deferred and 2 more changed");
    expect(entryOf({ fields: { solution: "" } })?.summary).toBe("Solution changed from Water to empty");
  });

  test("of a single-line form is listed per field", () => {
    const change = decide({ forms: { 1: [{ 1: "INC2", 2: true }] } });
    expect(change?.forms).toEqual({ 1: [{ 1: "INC2", 2: true }] });
    expect(change?.history[0]).toMatchObject({
      summary: "Integration › Number changed from INC1 to INC2",
      changes: [
        {
          ...{ path: "ticket.integration.number", label: "Integration › Number", from: "INC1", to: "INC2" },
          ...{ field: "form.1.1", before: "INC1", after: "INC2" },
        },
      ],
    });
    expect(entryOf({ forms: { 1: [{ 1: "INC1", 2: false }] } })?.changes[0]?.path).toBe("ticket.integration.isactive");
    expect(entryOf({ forms: { 1: [] } })?.changes.map(({ to }) => to)).toEqual([null, null]);
  });

  test("of a multi-line form counts rows; an empty cell and an absent one are the same", () => {
    expect(
      decide({
        forms: {
          2: [
            { 1: "P1", 2: "Printer" },
            { 1: "L1", 2: null },
          ],
        },
      }),
    ).toBeUndefined();
    const summaryOf = (rows: { [id: string]: string }[]) => entryOf({ forms: { 2: rows } })?.summary;
    expect(summaryOf([{ 1: "P1", 2: "Printer" }])).toBe("Linked assets changed from 2 rows to 1 row");
    expect(summaryOf([{ 1: "P2" }, { 1: "L1" }])).toBe("Linked assets changed from 2 rows to 2 rows (1 changed)");
    expect(summaryOf([])).toBe("Linked assets changed from 2 rows to 0 rows");
  });

  test("of a multi-line form names no single field, since its rows can't be undone one by one", () => {
    expect(entryOf({ forms: { 2: [] } })?.changes).toEqual([
      { path: "ticket.linkedassets", label: "Linked assets", from: "2 rows", to: "0 rows" },
    ]);
  });

  test("of a form the ticket's type does not have is no change", () => {
    expect(decide({ forms: { 99: [{ 1: "x" }] } })).toBeUndefined();
  });

  describe("of the status", () => {
    const datesOf = (status: string, graph: TicketGraph) =>
      decide({ fields: { statusId: statusId(status) } }, graph)?.fields;

    test("sets and clears resolved and closed", () => {
      expect(datesOf("On hold", bareGraph())).toMatchObject({ statusChangedAt: at, resolvedAt: null, closedAt: null });
      expect(datesOf("Resolved", bareGraph())).toMatchObject({ resolvedAt: at, closedAt: null });
      expect(datesOf("Closed", bareGraph())).toMatchObject({ resolvedAt: at, closedAt: at });
      const resolved = bareGraph({ statusId: statusId("Resolved"), resolvedAt: earlier });
      expect(datesOf("Closed", resolved)).toMatchObject({ resolvedAt: earlier, closedAt: at });
      expect(datesOf("Open", resolved)).toMatchObject({ resolvedAt: null, closedAt: null });
    });

    test("to another closed status keeps when it was closed", () => {
      const lists = {
        ...exampleLists,
        statuses: [
          ...exampleLists.statuses,
          {
            id: 50,
            name: "Archived",
            deskproName: "closed",
            duploName: "Closed",
            vivantioType: 4,
            position: 9,
          } as const,
        ],
      };
      const closed = bareGraph({ statusId: statusId("Closed"), resolvedAt: earlier, closedAt: earlier });
      const change = decideUpdate(closed, { fields: { statusId: 50 } }, { actor, at }, lists);
      expect(change?.fields).toMatchObject({ statusChangedAt: at, resolvedAt: earlier, closedAt: earlier });
    });
  });

  test("the first owner and the first third party reference are dated, later ones are not", () => {
    const fields = { ownerId: 2, thirdPartyRef: "INC9" };
    expect(decide({ fields }, bareGraph())?.fields).toMatchObject({ firstAgentAssignedAt: at, thirdPartyLoggedAt: at });
    const dated = fullGraph({ firstAgentAssignedAt: earlier, thirdPartyLoggedAt: earlier });
    expect(decide({ fields }, dated)?.fields).toMatchObject({
      firstAgentAssignedAt: earlier,
      thirdPartyLoggedAt: earlier,
    });
    expect(decide({ fields: { ownerId: null } }, bareGraph({ ownerId: 1 }))?.fields).not.toHaveProperty(
      "firstAgentAssignedAt",
    );
  });
});

describe("a message", () => {
  const say = (from: "agent" | "user", visibility: "public" | "private", graph = fullGraph()) =>
    decideMessage(graph, { body: "Hello", from, visibility }, { actor, at });

  test("of an agent answers the requester, who stops waiting", () => {
    const change = say(
      "agent",
      "public",
      fullGraph({
        firstAgentReplyAt: null,
        userWaitingSince: new Date(at.getTime() - 90_400),
        totalUserWaitingSeconds: 60,
      }),
    );
    expect(change).toMatchObject({
      expectedVersion: 3,
      fields: {
        firstAgentReplyAt: at,
        lastAgentReplyAt: at,
        agentWaitingSince: at,
        userWaitingSince: null,
        totalUserWaitingSeconds: 150,
        lastModifiedById: 1,
      },
      messages: [{ body: "Hello", from: "agent", authorName: "Annie Agent", personId: 1 }],
      history: [{ kind: "message.added", summary: "Replied", origin: "person" }],
    });
    expect(say("agent", "public", bareGraph()).fields).not.toHaveProperty("totalUserWaitingSeconds");
    expect(say("agent", "public", fullGraph({ firstAgentReplyAt: earlier })).fields?.firstAgentReplyAt).toEqual(
      earlier,
    );
    expect(
      say("agent", "public", fullGraph({ userWaitingSince: new Date(+at + 5000) })).fields?.totalUserWaitingSeconds,
    ).toBe(60);
  });

  test("of the requester makes them wait, from the first one on", () => {
    const change = say("user", "public", fullGraph({ userWaitingSince: null }));
    expect(change.fields).toEqual({
      lastUserReplyAt: at,
      userWaitingSince: at,
      agentWaitingSince: null,
      lastModifiedById: 1,
    });
    expect(change).toMatchObject({
      messages: [{ authorName: "Rita Requester", personId: 2 }],
      history: [{ summary: "Requester replied" }],
    });
    expect(say("user", "public", fullGraph({ userWaitingSince: earlier })).fields?.userWaitingSince).toEqual(earlier);
    expect(say("user", "public", bareGraph()).messages).toMatchObject([{ authorName: "Annie Agent", personId: 1 }]);
  });

  test("among agents moves no date", () => {
    const change = say("agent", "private");
    expect(change.fields).toEqual({ lastModifiedById: 1 });
    expect(change.history[0]?.summary).toBe("Added a private note");
  });
});

describe("fields and messages together", () => {
  const note = (body: string, visibility: "public" | "private" = "private") =>
    ({ body, visibility, from: "agent" }) as const;
  const all = (patch: TicketPatch, ...messages: ReturnType<typeof note>[]) =>
    decideAll(fullGraph({ firstAgentReplyAt: null }), { patch, messages }, { actor, at }, exampleLists);

  test("are one change with an entry for what differs and one for each message", () => {
    const change = all({ fields: { title: "New", urgency: 9 } }, note("one"), note("two", "public"));
    expect(change).toMatchObject({
      expectedVersion: 3,
      fields: { title: "New", firstAgentReplyAt: at, lastAgentReplyAt: at, lastModifiedById: 1 },
      messages: [{ body: "one" }, { body: "two", authorName: "Annie Agent" }],
    });
    expect(change?.fields).not.toHaveProperty("urgency");
    expect(change?.history.map(({ kind, summary }) => [kind, summary])).toEqual([
      ["ticket.updated", "Title changed from Printer on fire to New"],
      ["message.added", "Added a private note"],
      ["message.added", "Replied"],
    ]);
  });

  test("nothing different and nothing said is no change; only a message is one", () => {
    expect(all({ fields: { urgency: 9 } })).toBeUndefined();
    expect(all({ fields: { urgency: 9 } }, note("x"))?.history.map(({ kind }) => kind)).toEqual(["message.added"]);
  });

  test("messages bear another name where the source has one; the time waited counts once", () => {
    const waiting = fullGraph({ userWaitingSince: new Date(at.getTime() - 60_000), totalUserWaitingSeconds: 1 });
    const change = decideAll(
      waiting,
      { messages: [note("a", "public"), note("b", "public")] },
      { actor, at, authorName: "Send to partner" },
      exampleLists,
    );
    expect(change?.messages?.map(({ authorName }) => authorName)).toEqual(["Send to partner", "Send to partner"]);
    expect(change?.fields?.totalUserWaitingSeconds).toBe(61);
  });
});
