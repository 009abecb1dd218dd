import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bareGraph, exampleForms, fullGraph } from "@/lib/desk/testing/graphs";
import type { TicketGraph } from "@/lib/desk/ticket";
import { decideCall, type Found } from "./handle";
import { exampleDesk, exampleWebMethod, jsonBody } from "./testing/calls";
import type { WebMethod } from "./web-method";

const at = new Date("2025-05-01T08:00:00Z");

function call(overrides: Partial<WebMethod>, value: unknown, graph?: TicketGraph | "several") {
  const found: Found =
    graph === undefined ? { kind: "none" } : graph === "several" ? { kind: "several" } : { kind: "one", graph };
  const webMethod = exampleWebMethod(overrides);
  return decideCall(webMethod, { body: jsonBody(value), found, at, accessCode: "code" }, exampleDesk);
}

function created(overrides: Partial<WebMethod>, value: unknown) {
  const decision = call(overrides, value);
  if (decision.outcome !== "created") throw new Error(`${decision.outcome} instead of created`);
  return decision;
}
function updated(overrides: Partial<WebMethod>, value: unknown, graph: TicketGraph) {
  const decision = call(overrides, value, graph);
  if (decision.outcome !== "updated") throw new Error(`${decision.outcome} instead of updated`);
  return decision;
}
const map = (targets: Record<string, string>): Pick<WebMethod, "mappings"> => ({
  mappings: Object.entries(targets).map(([path, target]) => ({ path, target })),
});

describe("creating", () => {
  test("values land on their targets, names stand for ids", () => {
    const { ticket, notes } = created(
      map({
        "incident.title": "ticket.title",
        "incident.text": "ticket.description",
        "incident.priority": "ticket.priorityid",
        "incident.group": "ticket.groupid",
        "incident.number": "ticket.thirdpartyid",
        "incident.tags": "ticket.labels",
        "incident.owner": "ticket.ownerid",
        "who.mail": "caller.email",
        "incident.ref": "form.1.1",
        "incident.active": "form.1.2",
        "incident.asset": "form.2.1",
      }),
      {
        incident: {
          title: " Printer\non fire ",
          text: "Flames",
          priority: "hIGH",
          group: "20",
          number: "INC7",
          tags: "fire, water;fire",
          owner: "annie agent",
          ref: 4711,
          active: "yes",
          asset: "P1",
        },
        who: { mail: "RITA@example.com " },
      },
    );
    expect(notes).toEqual([]);
    expect(ticket.input).toMatchObject({
      typeId: 1,
      title: "Printer on fire",
      description: "Flames",
      statusId: 1,
      priorityId: 22,
      teamId: 20,
      thirdPartyId: "INC7",
      labels: ["fire", "water"],
      ownerId: 1,
      requesterId: 2,
    });
    expect(ticket.forms).toEqual({ 1: [{ 1: "4711", 2: true }], 2: [{ 1: "P1" }] });
    expect(ticket.dates).toMatchObject({ createdAt: at, thirdPartyLoggedAt: at, firstAgentAssignedAt: at });
    expect(ticket).toMatchObject({ creationSystem: "webmethod", accessCode: "code", lastModifiedById: null });
    expect(ticket.history).toMatchObject([
      {
        kind: "ticket.created",
        origin: "callback",
        actorId: "wme_1",
        actorName: "PartnerIncident",
        cause: { depth: 0, chain: [{ kind: "webMethod", id: "wme_1", name: "PartnerIncident" }] },
      },
    ]);
    expect(ticket.events).toBeUndefined();
  });

  test("what is missing or does not fit is left out and said, and the ticket is created all the same", () => {
    const { ticket, notes } = created(
      map({
        nothing: "ticket.description",
        title: "ticket.title",
        prio: "ticket.priorityid",
        owner: "ticket.ownerid",
        urgency: "ticket.urgency",
        mail: "caller.email",
        kind: "form.2.2",
        gone: "form.9.9",
        mails: "ticket.ccaddresses",
      }),
      {
        title: "  ",
        prio: "Hihg",
        owner: "Rita Requester",
        urgency: 11,
        mail: "x@y.z",
        kind: "Toaster",
        gone: 1,
        mails: "no address",
      },
    );
    expect(ticket.input).toMatchObject({ title: "Created by PartnerIncident", priorityId: null, ownerId: null });
    expect(ticket.input).toMatchObject({ urgency: 1, requesterId: null, ccAddresses: [] });
    expect(ticket.forms).toEqual({});
    expect(notes).toHaveLength(9);
    const all = notes.join("\n");
    expect(all).toContain("“prio”: there is no priority “Hihg”. Priority was left alone.");
    expect(all).toContain("Rita Requester is not an agent");
    expect(all).toContain("“gone” went nowhere");
    expect(all).toContain("nobody here has the address “x@y.z”");
    expect(ticket.history[0]?.summary).toContain("Hihg");
  });

  test("a title that is too long is cut, not lost, and never inside a character", () => {
    const { ticket, notes } = created(map({ t: "ticket.title" }), { t: `${"x".repeat(499)}😀 and more` });
    expect(ticket.input.title).toBe("x".repeat(499));
    expect(notes).toEqual(["“t” to Title: it was cut to 500 characters."]);
  });

  test("a new ticket keeps what it was looked for by, unless that is mapped to something else", () => {
    const byId = { match: { path: "number", by: "thirdPartyId" as const, field: "" } };
    expect(created(byId, { number: "INC1" }).ticket.input.thirdPartyId).toBe("INC1");
    expect(
      created({ ...byId, ...map({ other: "ticket.thirdpartyid" }) }, { number: "INC1", other: "INC2" }).ticket.input,
    ).toMatchObject({ thirdPartyId: "INC2" });
    const byField = { match: { path: "number", by: "field" as const, field: "form.1.1" } };
    expect(created(byField, { number: 12 }).ticket.forms).toEqual({ 1: [{ 1: "12" }] });
  });

  test("messages come along; a public one of a known caller is theirs", () => {
    const { ticket } = created(map({ mail: "caller.email", say: "message.public", note: "message.private" }), {
      mail: "rita@example.com",
      say: "Help!",
      note: "Partner: P1",
    });
    expect(ticket.messages).toEqual([
      { body: "Help!", visibility: "public", from: "user", authorName: "Rita Requester", personId: 2 },
      { body: "Partner: P1", visibility: "private", from: "agent", authorName: "PartnerIncident", personId: null },
    ]);
    expect(ticket.dates.lastUserReplyAt).toEqual(at);
    const { ticket: nobodys } = created(map({ say: "message.public" }), { say: "Hello" });
    expect(nobodys.messages).toMatchObject([{ from: "agent", authorName: "PartnerIncident" }]);
    expect(nobodys.dates).toMatchObject({ firstAgentReplyAt: at, userWaitingSince: null });
  });

  test("business rules hear of it only when they shall run", () => {
    const { ticket } = created({ runBusinessRules: true }, {});
    expect(ticket.events).toMatchObject([
      {
        type: "ticket.created",
        source: "webmethod:PartnerIncident",
        actorId: "wme_1",
        cause: { depth: 0, chain: [{ kind: "webMethod", id: "wme_1", name: "PartnerIncident" }] },
      },
    ]);
  });
});

describe("updating", () => {
  test("only real differences are written, read-only fields included", () => {
    const { change, graph, notes } = updated(
      {
        ...map({ title: "ticket.title", prio: "ticket.priorityid", ref: "form.1.1", state: "ticket.statusid" }),
        runBusinessRules: true,
      },
      { title: "Printer on fire", prio: "High", ref: "INC2", state: "Resolved" },
      fullGraph(),
    );
    expect(notes).toEqual([]);
    expect(change).toMatchObject({ ticketId: 164, expectedVersion: 3, forms: { 1: [{ 1: "INC2", 2: true }] } });
    expect(change?.fields).toMatchObject({ priorityId: 22, statusId: 5, statusChangedAt: at, lastModifiedById: 1 });
    expect(change?.fields).not.toHaveProperty("title");
    expect(change?.history).toMatchObject([
      { kind: "ticket.updated", origin: "callback", actorName: "PartnerIncident" },
    ]);
    expect(change?.events).toMatchObject([{ type: "ticket.updated", source: "webmethod:PartnerIncident" }]);
    expect(graph).toMatchObject({ status: { name: "Resolved" }, ticket: { priorityId: 22 } });
    expect(graph.items.get(22)?.name).toBe("High");
  });

  test("nothing differs: nothing is written, and the call says so", () => {
    const { change, notes } = updated(map({ title: "ticket.title" }), { title: "Printer on fire" }, fullGraph());
    expect(change).toBeUndefined();
    expect(notes).toEqual(["Nothing changed."]);
  });

  test("an empty title does not empty the ticket's; null and blanks clear other fields", () => {
    const targets = map({ a: "ticket.title", b: "ticket.priorityid", c: "ticket.thirdpartyid", d: "form.1.1" });
    const { change, notes } = updated(targets, { a: "", b: null, c: "", d: null }, fullGraph());
    expect(change?.fields).toMatchObject({ priorityId: null, thirdPartyId: "" });
    expect(change?.fields).not.toHaveProperty("title");
    expect(change?.forms).toEqual({ 1: [{ 2: true }] });
    expect(notes).toEqual(["“a”: it is empty. Title was left alone."]);
  });

  test("rows and cells that are not mapped stay", () => {
    const { change } = updated(map({ a: "form.2.2" }), { a: "laptop" }, fullGraph());
    expect(change?.forms).toEqual({ 2: [{ 1: "P1", 2: "Laptop" }, { 1: "L1" }] });
  });

  test("fields and messages are one change", () => {
    const { change } = updated(
      { ...map({ a: "ticket.solution", b: "message.public", c: "message.private" }), runBusinessRules: true },
      { a: "Sand", b: "We use sand", c: "Cheap sand" },
      fullGraph(),
    );
    expect(change?.history.map(({ kind }) => kind)).toEqual(["ticket.updated", "message.added", "message.added"]);
    expect(change?.messages?.map(({ body, from }) => [body, from])).toEqual([
      ["We use sand", "agent"],
      ["Cheap sand", "agent"],
    ]);
    expect(change?.fields).toMatchObject({ solution: "Sand", lastAgentReplyAt: at });
    expect(change?.events?.map(({ type }) => type)).toEqual(["message.added"]);
    expect(change?.events?.[0]?.changes).toMatchObject([{ label: "Solution" }]);
    expect(change?.expectedVersion).toBe(3);
  });
});

describe("rejecting", () => {
  const byId = { match: { path: "id", by: "id" as const, field: "" } };
  test("by what was found", () => {
    expect(call(byId, { id: 1 }, "several")).toMatchObject({ outcome: "rejected", status: 409 });
    expect(call({ ...byId, whenFound: "reject" }, { id: 1 }, bareGraph())).toMatchObject({ status: 409 });
    expect(call({ ...byId, whenNotFound: "reject" }, { id: 1 })).toMatchObject({ outcome: "rejected", status: 404 });
    expect(call({ whenNotFound: "reject" }, {})).toMatchObject({ outcome: "created" });
  });
});

const targets = [
  "ticket.title",
  "ticket.priorityid",
  "ticket.statusid",
  "ticket.ownerid",
  "ticket.labels",
  "ticket.ccaddresses",
  "ticket.participantids",
  "ticket.urgency",
  "ticket.isdeferred",
  "ticket.totaleffort",
  "caller.email",
  "message.public",
  "message.private",
  ...exampleForms.flatMap((form) => form.fields.map((field) => `form.${form.id}.${field.id}`)),
];

test("no body makes it throw, and no value sets what is not mapped", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...targets), { maxLength: 5 }),
      fc.array(fc.jsonValue(), { minLength: 5, maxLength: 5 }),
      fc.boolean(),
      (chosen, values, isFound) => {
        const graph = isFound ? fullGraph() : undefined;
        const mappings = chosen.map((target, index) => ({ path: `[${index}]`, target }));
        const decision = call({ mappings }, values, graph);
        if (decision.outcome === "rejected") throw new Error("rejected");
        const keys = new Set(chosen);
        const forms = decision.outcome === "created" ? decision.ticket.forms : (decision.change?.forms ?? {});
        for (const [formId, [row = {}]] of Object.entries(forms))
          for (const [fieldId, value] of Object.entries(row))
            if (value !== (graph?.ticket.forms[formId]?.[0]?.[fieldId] ?? null))
              expect(keys).toContain(`form.${formId}.${fieldId}`);
        if (decision.outcome === "updated") {
          const { ticket } = decision.graph;
          const before = fullGraph().ticket;
          const mayDiffer: Record<string, string> = {
            title: "ticket.title",
            priorityId: "ticket.priorityid",
            statusId: "ticket.statusid",
            ownerId: "ticket.ownerid",
            labels: "ticket.labels",
            ccAddresses: "ticket.ccaddresses",
            participantIds: "ticket.participantids",
            urgency: "ticket.urgency",
            isDeferred: "ticket.isdeferred",
            totalEffortMinutes: "ticket.totaleffort",
            requesterId: "caller.email",
          };
          for (const key of [...Object.keys(mayDiffer), "description", "typeId", "accessCode", "categoryId"] as const) {
            const now = ticket[key as keyof typeof ticket];
            if (JSON.stringify(now) !== JSON.stringify(before[key as keyof typeof before]))
              expect(keys).toContain(mayDiffer[key]);
          }
        } else {
          expect(decision.ticket.input.title).not.toBe("");
          expect(decision.ticket.input).toMatchObject({ typeId: 1, description: "", categoryId: null });
        }
      },
    ),
    { numRuns: 400 },
  );
});
