import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPeople } from "@/lib/desk/choices";
import { settableFields } from "@/lib/desk/field-ref";
import { exampleLists, examplePerson, fullGraph } from "@/lib/desk/testing/graphs";
import type { Ticket, TicketGraph } from "@/lib/desk/ticket";
import { scopeOf } from "@/lib/template/scope";
import { type Action, actionTypes } from "./action";
import { type ActionFacts, decideActions, peopleNamed } from "./decide";

const now = new Date("2025-05-01T12:00:00Z");
const people = [
  examplePerson({ id: 5, name: "Ben Agent", emails: [{ id: 51, email: "Ben@example.com", isValidated: true }] }),
  examplePerson({
    id: 6,
    name: "Carl Caller",
    emails: [{ id: 61, email: "carl@example.com", isValidated: true }],
    isAgent: false,
  }),
];
const scope = (graph: TicketGraph) =>
  scopeOf({
    ticket: { title: graph.ticket.title, status: graph.status.name, number: graph.ticket.forms[1]?.[0]?.[1] },
    response: { status: 201, value: { id: "INC7", nul: "a\0b\ud800" } },
  });
const facts = (ticket: Partial<Ticket> = {}, changed: Partial<ActionFacts> = {}): ActionFacts => ({
  graph: {
    ...fullGraph(ticket),
    status: exampleLists.statuses.find(({ id }) => id === (ticket.statusId ?? 1)) ?? fullGraph().status,
  },
  lists: exampleLists,
  people,
  scope,
  now,
  ...changed,
});
const decide = (actions: Action[], given = facts()) => decideActions(actions, given);
const set = (field: string, value: string): Action => ({ type: "set_field", field, value });
const statusId = (name: string) => exampleLists.statuses.find((entry) => entry.name === name)?.id ?? 0;
const nothing = { patch: {}, messages: [], firings: [], calls: [], notes: [] };

describe("each kind of action", () => {
  test.each<[Action, unknown]>([
    [{ type: "set_status", statusId: 4 }, { statusId: 4 }],
    [{ type: "set_priority", itemId: 22 }, { priorityId: 22 }],
    [{ type: "set_priority", itemId: null }, { priorityId: null }],
    [{ type: "set_category", itemId: 2 }, { categoryId: 2 }],
    [{ type: "assign_group", itemId: 20 }, { teamId: 20 }],
    [{ type: "assign_group", itemId: null }, { teamId: null }],
    [{ type: "assign_person", personId: 5 }, { ownerId: 5 }],
    [{ type: "assign_person", personId: null }, { ownerId: null }],
    [{ type: "set_workflow", itemId: 8 }, { workflowId: 8 }],
    [{ type: "close" }, { statusId: statusId("Closed") }],
  ])("%j", (action, fields) => {
    expect(decide([action])).toEqual({ ...nothing, patch: { fields, forms: {} } });
  });

  test("notes are rendered and private unless said otherwise; a webhook gets its rendered parameters", () => {
    expect(
      decide([
        { type: "add_note", body: "They say {{response.value.id}}{{response.value.nul}}", visibility: "private" },
        { type: "add_note", body: "Hello", visibility: "public" },
        {
          type: "execute_webhook",
          webhookId: "whk_1",
          parameters: { Number: "{{response.value.id}}", "Plain text": "x" },
        },
      ]),
    ).toEqual({
      ...nothing,
      messages: [
        { body: "They say INC7ab\ufffd", visibility: "private", from: "agent" },
        { body: "Hello", visibility: "public", from: "agent" },
      ],
      firings: [{ webhookId: "whk_1", parameters: { Number: "INC7", "Plain text": "x" } }],
    });
  });

  test("a callback function gets its rendered arguments", () => {
    const given = { number: "{{response.value.id}}", "plain text": "x" };
    expect(decide([{ type: "run_function", functionId: "fun_1", arguments: given }])).toEqual({
      ...nothing,
      calls: [{ functionId: "fun_1", arguments: { number: "INC7", "plain text": "x" } }],
    });
  });

  test("closing and reopening leave a ticket that already is so", () => {
    expect(decide([{ type: "close" }], facts({ statusId: statusId("Closed") }))).toEqual(nothing);
    expect(decide([{ type: "reopen" }], facts({ statusId: statusId("In progress") }))).toEqual(nothing);
    expect(decide([{ type: "reopen" }], facts({ statusId: statusId("Resolved") })).patch.fields).toEqual({
      statusId: statusId("Open"),
    });
    const lists = { ...exampleLists, statuses: [] };
    expect(decide([{ type: "close" }], facts({}, { lists })).notes).toEqual([
      "Action 1 (Close ticket) was skipped: The desk has no such status.",
    ]);
  });
});

describe("set field", () => {
  test.each<[string, string, unknown]>([
    ["ticket.title", " {{response.value.id}} ", { title: "INC7" }],
    ["ticket.solution", "", { solution: "" }],
    ["ticket.statusid", "on hold", { statusId: statusId("On hold") }],
    ["ticket.statusid", "4", { statusId: 4 }],
    ["ticket.priorityid", "High", { priorityId: 22 }],
    ["ticket.priorityid", " 22 ", { priorityId: 22 }],
    ["ticket.priorityid", "", { priorityId: null }],
    ["ticket.groupid", "second line", { teamId: 20 }],
    ["ticket.department.id", "The department", { departmentId: 4 }],
    ["ticket.ownerid", "ben@EXAMPLE.com", { ownerId: 5 }],
    ["ticket.callerid", "6", { requesterId: 6 }],
    ["ticket.urgency", " 7 ", { urgency: 7 }],
    ["ticket.totaleffort", "90", { totalEffortMinutes: 90 }],
    ["ticket.isdeferred", "Yes", { isDeferred: true }],
    ["ticket.isdeferred", "", { isDeferred: false }],
    ["ticket.labels", " red, blue,,red ", { labels: ["red", "blue"] }],
    ["ticket.thirdpartyref", "{{response.value.id}}", { thirdPartyRef: "INC7" }],
  ])("%s to “%s”", (field, value, fields) => {
    expect(decide([set(field, value)])).toEqual({ ...nothing, patch: { fields, forms: {} } });
  });

  test("custom form fields are converted as replies are; the cells beside stay", () => {
    expect(
      decide([set("form.1.1", "{{response.value.id}}"), set("form.1.2", "no"), set("form.2.2", "laptop")]),
    ).toEqual({
      ...nothing,
      patch: {
        fields: {},
        forms: { 1: [{ 1: "INC7", 2: false }], 2: [{ 1: "P1", 2: "Laptop" }, { 1: "L1" }] },
      },
    });
  });

  test.each<[string, string, string]>([
    ["ticket.title", "", "Enter a title"],
    ["ticket.statusid", "", "It needs a status, not nothing."],
    ["ticket.statusid", "Gone", "There is no status “Gone” (any more)."],
    ["ticket.priorityid", "2", "There is no priority with id 2 (any more)."],
    ["ticket.groupid", "99", "There is no group with id 99 (any more)."],
    ["ticket.ownerid", "carl@example.com", "Carl Caller is not an agent."],
    ["ticket.ownerid", "nobody@example.com", "There is no person “nobody@example.com” (any more)."],
    ["ticket.urgency", "high", "It needs a number, not “high”."],
    ["ticket.urgency", "11", "“Urgency” can't be set to this"],
    ["ticket.totaleffort", "", "It needs a number, not nothing."],
    ["ticket.isdeferred", "maybe", "It needs true or false, not “maybe”."],
    ["ticket.displayid", "IN1", "the desk keeps it itself"],
    ["form.1.9", "x", "no such field"],
    ["form.2.2", "Toaster", "needs one of Printer, Laptop"],
    ["nonsense", "x", "no such field"],
  ])("%s can't be “%s”", (field, value, why) => {
    const { notes, ...rest } = decide([set(field, value), set("ticket.urgency", "3")]);
    expect(rest).toEqual({ patch: { fields: { urgency: 3 }, forms: {} }, messages: [], firings: [], calls: [] });
    expect(notes).toEqual([expect.stringContaining(why)]);
    expect(notes[0]).toMatch(/^Action 1 \(Set field “.+”\) was skipped: /);
  });
});

test.each<[Action, string]>([
  [
    { type: "set_status", statusId: 99 },
    "Action 1 (Set status) was skipped: There is no status with id 99 (any more).",
  ],
  [{ type: "set_priority", itemId: 20 }, "There is no priority with id 20"],
  [{ type: "set_workflow", itemId: 7 }, "There is no workflow with id 7"],
  [{ type: "assign_person", personId: 77 }, "There is no person with id 77"],
  [{ type: "assign_person", personId: 6 }, "Carl Caller is not an agent."],
  [{ type: "add_note", body: "{{response.nothing}} ", visibility: "public" }, "The note comes out empty"],
  [
    { type: "add_note", body: "{{ oops", visibility: "public" },
    "(Add note) was skipped: its template can't be filled.",
  ],
])("%j is skipped and noted", (action, why) => {
  const { notes, ...rest } = decide([action]);
  expect(rest).toEqual({ patch: {}, messages: [], firings: [], calls: [] });
  expect(notes).toEqual([expect.stringContaining(why)]);
});

test("a note as long as no message may be is skipped", () => {
  const body = `{% for a in "${"x,".repeat(1_100)}" | split(",") %}${"y".repeat(1_000)}{% endfor %}`;
  expect(decide([{ type: "add_note", body, visibility: "private" }])).toMatchObject({
    messages: [],
    notes: [expect.stringContaining("was skipped")],
  });
});

test("later actions see what earlier ones set", () => {
  const { patch, messages } = decide([
    set("ticket.title", "New title"),
    { type: "close" },
    set("form.1.1", "{{ticket.title}}"),
    { type: "add_note", body: "{{ticket.title}} is {{ticket.status}}, {{ticket.number}}", visibility: "private" },
    { type: "reopen" },
    set("ticket.title", "{{ticket.status}}"),
  ]);
  expect(messages[0]?.body).toBe("New title is Closed, New title");
  expect(patch.fields).toEqual({ title: "Open", statusId: statusId("Open") });
});

describe("people", () => {
  const named = (...actions: Action[]) => peopleNamed(actions, facts());
  test("who is named is known before they are looked up, but for those the ticket knows already", () => {
    expect(
      named({ type: "assign_person", personId: 5 }, set("ticket.callerid", "{{response.value.id}}@example.com")),
    ).toEqual([5, "INC7@example.com"]);
    expect(named({ type: "assign_person", personId: 1 }, set("ticket.ownerid", "annie@example.com"))).toEqual([]);
    expect(named({ type: "close" }, { type: "assign_group", itemId: 999 }, set("ticket.title", "x"))).toEqual([]);
  });
  test("are found by id and address", async () => {
    const store = {
      get: async (id: number) => people.find((person) => person.id === id),
      findByEmail: async (email: string) => people.find((person) => person.emails[0]?.email === email),
    };
    expect((await findPeople(store, [5, "carl@example.com", 9, "x@example.com"])).map(({ id }) => id)).toEqual([5, 6]);
  });
});

test("whatever the actions, it never throws, and every action is done or noted", () => {
  const field = fc.oneof(
    fc.constantFrom(
      "form.1.1",
      "form.2.2",
      "form.9.1",
      "ticket.nope",
      ...settableFields.map(({ path }) => `ticket.${path}`),
    ),
    fc.string(),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("1", "{{response.value.id}}", "{% if %}", "true", "a@b.c"),
  );
  const arbitrary = fc.oneof(
    fc.record({ type: fc.constant("set_field" as const), field, value: text }),
    fc.record({
      type: fc.constant("add_note" as const),
      body: text,
      visibility: fc.constantFrom("public" as const, "private" as const),
    }),
    fc.constantFrom(...Object.values(actionTypes).map(({ blank }) => blank)),
  );
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 6 }), (actions) => {
      const { notes } = decide(actions);
      expect(notes.length).toBeLessThanOrEqual(actions.length);
      for (const note of notes) expect(note).toMatch(/^Action \d+ \(/);
    }),
  );
});
