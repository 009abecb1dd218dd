import { describe, expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { type IncomingResponse, neutralFailure, TransportError } from "@/lib/core/transport";
import type { HistoryEntry } from "@/lib/desk/history";
import { exampleLists, examplePerson } from "@/lib/desk/testing/graphs";
import type { Ticket } from "@/lib/desk/ticket";
import type { Action } from "@/lib/rules/actions/action";
import { makeAttempt } from "./attempt";
import { readLanding } from "./landing";
import { decideSettlement } from "./settle";
import { sampleClaim, sampleConfig, sampleGraph } from "./testing/samples";
import type { WebhookConfig } from "./webhook";

const clock = fixedClock("2025-05-01T08:00:00Z");
const responseFields = [
  { path: "result.number", formId: 2, fieldId: 1 },
  { path: "result.cost", formId: 2, fieldId: 5 },
];
const body = '{"result":{"number":"INC1","cost":"12.5","prio":"High","owner":"ben@example.com"}}';
const note = (text: string, visibility: "public" | "private" = "private"): Action => ({
  type: "add_note",
  body: text,
  visibility,
});
const people = [
  examplePerson({ id: 5, name: "Ben Agent", emails: [{ id: 1, email: "ben@example.com", isValidated: true }] }),
];

let nextId = 1;
const edit = (changes: HistoryEntry["changes"], changed: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{ id: nextId++, ticketId: 7, at: clock.now(), kind: "ticket.updated", origin: "person", actorId: "person:12" },
  ...{ actorName: "Annie Agent", summary: "", changes, cause: null, ...changed },
});
const changeOf = (field: string, label: string) => ({ path: field, label, from: null, to: "x", field });
const numberEdited = edit([changeOf("form.2.1", "Integration › VivantioTestID")]);

type World = {
  config?: Partial<WebhookConfig>;
  ticket?: Partial<Ticket>;
  since?: HistoryEntry[];
  claim?: Parameters<typeof sampleClaim>[0];
};
/** Sends, reads what is needed and decides, as the recorder does. */
async function settle(answer: Partial<IncomingResponse> | Error, { config, ticket, since, claim }: World = {}) {
  const claimed = sampleClaim(claim);
  const complete = sampleConfig({ responseFields, ...config });
  const reads: string[] = [];
  const made = await makeAttempt(
    claimed,
    { type: "none" },
    async () => {
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body, timing: { totalMs: 1 }, ...answer };
    },
    clock,
  );
  const ports = {
    tickets: {
      graph: async () => sampleGraph({ version: since ? 4 : 3, ...ticket }),
      historySinceFiring: async () => {
        reads.push("history");
        return since ?? [];
      },
    },
    people: {
      get: async (id: number) => people.find((person) => person.id === id),
      findByEmail: async (email: string) => {
        reads.push(email);
        return people.find((person) => person.emails[0]?.email === email);
      },
    },
  };
  const lists = async () => {
    reads.push("lists");
    return exampleLists;
  };
  const landing = await readLanding(ports, lists, claimed, made, complete, clock.now());
  const settled = decideSettlement(
    claimed,
    made.attempt,
    made.reply,
    { config: complete, landing },
    clock.now(),
    () => 0,
  );
  const [entry, ...more] = settled.change?.history ?? [];
  return { ...settled, entry, more, reads, notes: settled.attempt.notes };
}
const success = (...actions: Action[]) => ({ responseActions: { success: actions, failure: [] } });
const failure = (...actions: Action[]) => ({ responseActions: { success: [], failure: actions } });

describe("response actions", () => {
  test("come after the response fields and see them; all is one change with one entry", async () => {
    const config = success(
      { type: "set_field", field: "ticket.thirdpartyref", value: "{{ticket.integration.vivantiotestid}}" },
      { type: "set_field", field: "ticket.priorityid", value: "{{response.value.result.prio}}" },
      { type: "set_field", field: "ticket.ownerid", value: "{{response.value.result.owner}}" },
      { type: "set_status", statusId: 4 },
      note(
        "{{response.status}} {{response.headers.x-id}} {{ticket.displayid}} {{ticket.statusname}} {{ticket.ownername}}",
      ),
      note("Hello", "public"),
    );
    const { change, entry, more, reads } = await settle({ status: 201, headers: { "x-id": "77" } }, { config });
    expect(change).toMatchObject({
      expectedVersion: 3,
      forms: { 2: [{ 1: "INC1", 5: 12.5 }] },
      fields: { thirdPartyRef: "INC1", priorityId: 22, ownerId: 5, statusId: 4, statusChangedAt: clock.now() },
      messages: [
        {
          body: "201 77 IN164 On hold Ben Agent",
          visibility: "private",
          authorName: "Send to partner",
          personId: null,
        },
        { body: "Hello", visibility: "public" },
      ],
    });
    expect(entry).toMatchObject({
      kind: "webhook.succeeded",
      summary:
        "“Send to partner” succeeded (201) and changed Third party reference, Priority, Owner, Status and 2 more and added 2 notes",
      cause: {
        ...{ deliveryId: "dlv_1", webhookId: "whk_1", depth: 1 },
        chain: [{ kind: "webhook", id: "whk_1", name: "Send to partner" }],
      },
    });
    expect(entry?.changes).toContainEqual(
      expect.objectContaining({ label: "Owner", to: "Ben Agent", field: "ticket.ownerid", before: null, after: 5 }),
    );
    expect(more).toEqual([]);
    expect(reads).toEqual(["lists", "ben@example.com"]);
  });

  test("that can't be done are noted on the attempt; the rest is done", async () => {
    const config = success({ type: "set_priority", itemId: 99 }, { type: "close" }, note("{{"));
    const { change, notes } = await settle({}, { config });
    expect(change?.fields).toMatchObject({ statusId: 6, closedAt: clock.now() });
    expect(notes).toEqual([
      "Action 1 (Set priority) was skipped: There is no priority with id 99 (any more).",
      expect.stringContaining("Action 3 (Add note) was skipped: its template can't be filled."),
    ]);
  });

  test.each<[WebhookConfig["responseContentType"], string, string, string]>([
    [
      "application/xml",
      '<r><Item id="7">A</Item><Item>B</Item></r>',
      '{{response.value.r.item[1]}}{{response.value.r.item[0]}}{{response.value.r.item[0]["@id"]}}',
      "BA7",
    ],
    ["application/xml", "<r><Item>A</Item></r>", "{{response.value.r.item[0]}}", "A"],
    ["application/x-www-form-urlencoded", "a=1&Number=INC1", "{{response.value.number}}", "INC1"],
    ["text/html", "<p id=ref>INC <b>1</b></p>", '{{response.value["#ref"]}}', "INC 1"],
    ["text/html", "<p>INC1</p>", "{{response.value}} {{response.body}}", "<p>INC1</p> <p>INC1</p>"],
    ["application/json", "oops", "{{response.value.a}}{{response.body}}", "oops"],
    ["application/json", '{"a":"x\\u0000y"}', "{{response.value.a}}", "xy"],
  ])("read %s replies", async (responseContentType, text, template, expected) => {
    const config = { responseFields: [], responseContentType, ...success(note(template)) };
    const { change } = await settle({ body: text }, { config });
    expect(change?.messages?.[0]?.body).toBe(expected);
  });

  test("after a failure only once it is final, with what technicians may know of it", async () => {
    const config = failure(
      { type: "set_field", field: "form.2.4", value: "South" },
      note("{{response.error}} {{response.status}} {{response.value.message}}"),
    );
    const first = await settle({ status: 500, body: '{"message":"busy"}' }, { config });
    expect([first.status, first.change?.forms, first.change?.messages]).toEqual(["pending", undefined, undefined]);
    const last = await settle({ status: 500, body: '{"message":"busy"}' }, { config, claim: { attemptNumber: 10 } });
    expect(last).toMatchObject({
      status: "failed",
      change: {
        forms: { 2: [{ 4: "South" }] },
        messages: [{ body: "The partner answered 500. 500 busy" }],
        expectedVersion: 3,
      },
      entry: {
        kind: "webhook.failed",
        summary:
          "“Send to partner” failed after 10 attempts. The partner answered 500. Its failure actions filled Integration › Region and added a note.",
      },
    });
    expect(last.change?.forms?.[2]?.[0]).not.toHaveProperty("1");
    const dead = await settle(new TransportError("refused", "10.0.0.9:80 refused"), {
      config,
      claim: { kind: "manual" },
    });
    expect(dead.change?.messages?.[0]?.body.trim()).toBe(neutralFailure);
    expect(JSON.stringify(dead.change)).not.toContain("10.0.0.9");
  });

  test("success actions have no part in a failure, nor the other way round", async () => {
    const config = { responseActions: { success: [note("yes")], failure: [note("no")] } };
    expect((await settle({}, { config })).change?.messages).toMatchObject([{ body: "yes" }]);
    expect((await settle({ status: 404 }, { config, claim: { kind: "manual" } })).change?.messages).toMatchObject([
      { body: "no" },
    ]);
  });
});

describe("rules after the response", () => {
  const runs = { runRulesAfterResponse: true };
  const cause = {
    depth: 2,
    chain: [
      { kind: "webhook", id: "whk_0", name: "First" },
      { kind: "rule", id: "trg_1", name: "Rule" },
    ],
  } as const;
  test("get what was written, with the chain that led to it", async () => {
    const claim = { cause: { ...cause, chain: [...cause.chain] } };
    const { change } = await settle({}, { config: { ...runs, ...success(note("x")) }, claim });
    expect(change?.events?.map(({ type }) => type)).toEqual(["message.added"]);
    expect((await settle({}, { config: runs })).change?.events?.map(({ type }) => type)).toEqual(["ticket.updated"]);
    expect(change?.events?.[0]).toMatchObject({
      source: "webhook",
      changes: [{ label: "Integration › VivantioTestID", after: "INC1" }, { label: "Integration › Cost" }],
      cause: { depth: 3, chain: [...cause.chain, { kind: "webhook", id: "whk_1", name: "Send to partner" }] },
    });
  });
  test.each<[string, World]>([
    ["not ticked", {}],
    ["nothing written", { config: { ...runs, responseFields: [] } }],
    ["nothing different", { config: runs, ticket: { forms: { 2: [{ 1: "INC1", 5: 12.5 }] } } }],
    [
      "only proposals",
      {
        config: { ...runs, writeBack: "ask", responseFields: responseFields.slice(0, 1) },
        since: [numberEdited],
        ticket: { forms: { 2: [{ 1: "MINE" }] } },
      },
    ],
  ])("%s: no event", async (_, world) => {
    expect((await settle({}, world)).change?.events).toBeUndefined();
  });
});

describe("what a person edited meanwhile", () => {
  const ticket = { forms: { 2: [{ 1: "MINE", 3: "2025-01-01T00:00:00.000Z" }] } };
  const edited = { ticket, since: [numberEdited] };
  const forms = (number: string) => ({ 2: [{ 1: number, 3: "2025-01-01T00:00:00.000Z", 5: 12.5 }] });

  test("overwrite writes all, without asking what happened", async () => {
    const { change, notes, more, reads } = await settle({}, { config: { writeBack: "overwrite" }, ...edited });
    expect([change?.forms, notes, more, reads]).toEqual([forms("INC1"), [], [], []]);
  });

  test("keep leaves it, writes the rest and says so", async () => {
    const { change, entry, notes, more } = await settle({}, { config: { writeBack: "keep" }, ...edited });
    expect([change?.forms, change?.expectedVersion, more]).toEqual([forms("MINE"), 4, []]);
    expect(entry?.changes.map(({ field }) => field)).toEqual(["form.2.5"]);
    expect(entry?.summary).toBe(
      "“Send to partner” succeeded (200) and filled Integration › Cost and left Integration › VivantioTestID as Annie Agent set it",
    );
    expect(notes).toEqual([
      "Annie Agent changed “Integration › VivantioTestID” after the firing; it was left as it is.",
    ]);
  });

  test("ask leaves it, writes the rest and proposes", async () => {
    const { change, entry, notes, more } = await settle({}, { config: { writeBack: "ask" }, ...edited });
    expect(change?.forms).toEqual(forms("MINE"));
    expect(entry?.summary).toBe("“Send to partner” succeeded (200) and filled Integration › Cost");
    expect(more).toEqual([
      expect.objectContaining({
        kind: "writeback.proposed",
        origin: "delivery",
        summary:
          "“Send to partner” would set Integration › VivantioTestID to INC1, but Annie Agent edited it after it was fired",
        changes: [
          {
            ...{
              path: "ticket.integration.vivantiotestid",
              label: "Integration › VivantioTestID",
              from: "MINE",
              to: "INC1",
            },
            ...{ field: "form.2.1", before: "MINE", after: "INC1" },
          },
        ],
        cause: expect.objectContaining({ deliveryId: "dlv_1", depth: 1 }),
      }),
    ]);
    expect(notes[0]).toContain("waits on the ticket for a decision");
  });

  test("when nothing else is to be written, the proposal is guarded by the version all the same", async () => {
    const config = { writeBack: "ask", responseFields: responseFields.slice(0, 1) } as const;
    const { change, entry, more } = await settle({}, { config, ...edited });
    expect(change).toEqual({ ticketId: 7, at: clock.now(), expectedVersion: 4, history: [entry, ...more] });
    const kept = await settle({}, { config: { ...config, writeBack: "keep" }, ...edited });
    expect(kept.entry?.summary).toBe(
      "“Send to partner” succeeded (200) and left Integration › VivantioTestID as Annie Agent set it",
    );
  });

  test.each<[string, World]>([
    ["the edit says the same as the reply", { ticket: { forms: { 2: [{ 1: "INC1" }] } }, since: [numberEdited] }],
    ["another field was edited", { ticket, since: [edit([changeOf("ticket.title", "Title")])] }],
    [
      "a rule or another reply set it",
      {
        ticket,
        since: [
          { ...numberEdited, origin: "rule" },
          { ...numberEdited, origin: "delivery" },
          { ...numberEdited, origin: "callback" },
        ],
      },
    ],
    ["a rule has replaced the edit since", { ticket, since: [numberEdited, { ...numberEdited, origin: "rule" }] }],
    ["a proposal for it was dismissed", { ticket, since: [{ ...numberEdited, kind: "writeback.dismissed" }] }],
    ["nothing happened since", { ticket, since: [] }],
  ])("no conflict: %s", async (_, world) => {
    for (const writeBack of ["keep", "ask"] as const) {
      const { change, more, notes } = await settle({}, { config: { writeBack }, ...world });
      expect([change?.forms?.[2]?.[0]?.[1], change?.forms?.[2]?.[0]?.[5], more, notes]).toEqual(["INC1", 12.5, [], []]);
    }
  });

  test("a proposal replaces nothing: the edit still counts", async () => {
    const proposed = { ...numberEdited, origin: "delivery", kind: "writeback.proposed" } as const;
    const { more } = await settle({}, { config: { writeBack: "ask" }, ticket, since: [numberEdited, proposed] });
    expect(more).toMatchObject([{ kind: "writeback.proposed" }]);
  });

  test("an unchanged version needs no look at history", async () => {
    expect((await settle({}, { config: { writeBack: "keep" } })).reads).toEqual([]);
    expect((await settle({}, { config: { writeBack: "keep" }, since: [] })).reads).toEqual(["history"]);
  });

  test("counts for what actions set, and through the API too", async () => {
    const since = [
      edit([changeOf("ticket.statusid", "Status")], { origin: "api", actorName: "Sync key" }),
      edit([changeOf("ticket.priorityid", "Priority")]),
    ];
    const config = {
      ...success(
        { type: "close" },
        { type: "set_priority", itemId: 22 },
        { type: "assign_group", itemId: 20 },
        note("done"),
      ),
      responseFields: [],
    };
    const asked = await settle({}, { config: { ...config, writeBack: "ask" }, since, ticket: { statusId: 2 } });
    expect(asked.change?.fields).toEqual({ teamId: 20, lastModifiedById: null });
    expect(asked.change?.messages).toHaveLength(1);
    expect(asked.more[0]).toMatchObject({
      summary:
        "“Send to partner” would set Status to Closed, Priority to High, but Sync key, Annie Agent edited them after it was fired",
      changes: [
        { field: "ticket.statusid", before: 2, after: 6, from: "In progress", to: "Closed" },
        { field: "ticket.priorityid", before: null, after: 22, from: null, to: "High" },
      ],
    });
  });

  test("in the first row of a multi-line form: the row's other cells and rows are written", async () => {
    const config: Partial<WebhookConfig> = {
      responseFields: [
        { path: "result.number", formId: 1, fieldId: 1 },
        { path: "result.date", formId: 1, fieldId: 2 },
      ],
      writeBack: "ask",
    };
    const rows = { forms: { 1: [{ 1: "P2425" }, { 1: "FH6354" }] } };
    const answer = { body: '{"result":{"number":"P1","date":"2025-05-05"}}' };
    const rowEdited = edit([{ path: "ticket.linkedassets", label: "Linked assets", from: "1 row", to: "2 rows" }]);
    const both = await settle(answer, { config, ticket: rows, since: [rowEdited] });
    expect(both.change?.forms).toBeUndefined();
    expect(both.more[0]?.changes.map(({ field, before, after }) => [field, before, after])).toEqual([
      ["form.1.1", "P2425", "P1"],
      ["form.1.2", null, "2025-05-05"],
    ]);
    const one = await settle(answer, { config, ticket: rows, since: [edit([changeOf("form.1.1", "Asset")])] });
    expect(one.change?.forms).toEqual({ 1: [{ 1: "P2425", 2: "2025-05-05" }, { 1: "FH6354" }] });
    const emptied = await settle(answer, { config, ticket: { forms: { 1: [] } }, since: [rowEdited] });
    expect([emptied.change?.forms, emptied.more[0]?.changes.length]).toEqual([undefined, 2]);
  });
});

test("a ticket that is gone, or settings that can't be read, are noted", async () => {
  const claimed = sampleClaim();
  const made = await makeAttempt(
    claimed,
    { type: "none" },
    async () => ({ status: 200, headers: {}, body, timing: { totalMs: 1 } }),
    clock,
  );
  const decide = (config: WebhookConfig | undefined) =>
    decideSettlement(claimed, made.attempt, made.reply, { config }, clock.now(), () => 0);
  expect(decide(sampleConfig({ responseFields })).attempt.notes).toEqual([
    "The ticket is gone, so no field was filled.",
  ]);
  expect(decide(undefined).attempt.notes[0]).toContain("can't be read");
  expect(decide(sampleConfig()).attempt.notes).toEqual([]);
});
