import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openStores } from "@/db";
import { actor, makeForm, makePerson, makeWebhook, unique } from "@/db/contract/make";
import { type Trigger, triggerInput } from "@/lib/automation/trigger";
import { causedBy } from "@/lib/desk/history";
import { parseAllowList } from "@/lib/http/allow-list";
import { serveHttp } from "@/lib/http/testing/local-server";
import { createTransport } from "@/lib/http/transport";
import type { Action } from "@/lib/rules/actions/action";
import type { ConditionGroup } from "@/lib/rules/condition";
import { createCipher } from "./cipher";
import { createDeliveryWorker } from "./deliver";
import { createRuleWorker } from "./rule-worker";
import type { Stores } from "./stores";
import { addMessage, createTicket, updateTicket } from "./tickets";
import { createTrigger } from "./triggers";

// The whole way of an event: the change that tells of it, SQLite, the rules, what they leave behind.
const folder = mkdtempSync(join(tmpdir(), "hookdesk-rules-"));
const file = `sqlite:${join(folder, "test.db")}`;
const cipher = createCipher(["a secret for tests"]);
const logged: unknown[] = [];
let stores: Stores;
let typeId = 0;
beforeAll(async () => {
  stores = await openStores(file, cipher);
});
// A ticket type of its own for each test: rules of other tests don't matter.
beforeEach(async () => {
  typeId = (await stores.deskLists.saveType(actor, { name: `Type ${unique()}`, prefix: prefixOf(unique()) })).id;
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
  expect(logged).toEqual([]);
});
const prefixOf = (n: number) => ["Z", ...String(n)].map((digit) => "ABCDEFGHIJ"[Number(digit)] ?? digit).join("");

const tell = (level: string, ...rest: unknown[]) => void (level === "info" || logged.push([level, ...rest]));
const drain = () => createRuleWorker(stores, tell).drainOnce();
const any: ConditionGroup = { type: "group", mode: "all", conditions: [] };
const when = (...rows: [field: string, operator: string, value: unknown][]): ConditionGroup =>
  ({
    ...any,
    conditions: rows.map(([field, operator, value]) => ({ type: "test", field, operator, value })),
  }) as ConditionGroup;
const rule = (name: string, actions: Action[], given: Partial<Trigger> = {}) =>
  createTrigger(
    stores,
    actor,
    triggerInput.parse({ name, ticketTypeId: typeId, executeWhen: "updated", conditions: any, actions, ...given }),
  );
const set = (field: string, value: string): Action => ({ type: "set_field", field: `ticket.${field}`, value });
const fire = (webhookId: string, parameters: Record<string, string> = {}): Action => ({
  type: "execute_webhook",
  webhookId,
  parameters,
});
const hook = (given = {}) => makeWebhook(stores, { ticketTypeId: typeId, ...given });
const newTicket = (given = {}) =>
  createTicket(stores, actor, { title: "Printer on fire", typeId, ...given }, new Date());
const edit = (id: number, given: Parameters<typeof updateTicket>[3], occasion = {}) =>
  updateTicket(stores, actor, id, given, new Date(), occasion);
const graphOf = async (id: number) => {
  const graph = await stores.tickets.graph(id);
  if (!graph) throw new Error("The ticket is gone");
  return graph;
};
const historyOf = async (id: number) =>
  (await stores.tickets.history(id, { page: 1, pageSize: 100 })).items.toReversed();
const told = async (id: number) => (await historyOf(id)).map(({ kind, actorName }) => `${kind} ${actorName}`);
const deliveriesOf = async (ticketId: number) =>
  (await stores.deliveries.list({ ticketId, page: 1, pageSize: 100 })).items.toReversed();

describe("from an event to a delivery", () => {
  test("a new ticket: fields, note, webhook with its parameters, rendered from what the rule left", async () => {
    const form = await makeForm(stores, { ticketTypeIds: [typeId] });
    const webhook = await hook({
      parameters: [
        { name: "Note", isReadOnly: false, dataType: "alphanumeric", displayType: "freetext", defaultText: "" },
        { name: "From", isReadOnly: false, dataType: "alphanumeric", displayType: "freetext", defaultText: "desk" },
      ],
      body: '{"urgency": "{{ticket.urgency}}", "note": "{{parameters.note}}"}',
      actionDescription: "Told the partner",
      // Nobody may fire it by hand; a rule may (spec §4.8).
      roleIds: [],
    });
    const { id } = await rule(
      "Tell partner",
      [
        set("urgency", "9"),
        { type: "set_field", field: `form.${form.id}.1`, value: "INC{{ticket.urgency}}" },
        { type: "add_note", body: "From {{event.updatedby}} ({{event.source}})", visibility: "private" },
        fire(webhook.id, { note: "{{ticket.title}} is urgent: {{ticket.urgency}}" }),
      ],
      { executeWhen: "first" },
    );
    const ticket = await newTicket();
    expect(await drain()).toBe(2);
    const { ticket: after } = await graphOf(ticket.id);
    expect(after).toMatchObject({ version: 2, urgency: 9, forms: { [form.id]: [{ 1: "INC9" }] } });
    expect((await stores.tickets.messages(ticket.id)).map(({ body }) => body)).toEqual(["From Contract test (system)"]);
    const [delivery, ...others] = await deliveriesOf(ticket.id);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({
      webhookId: webhook.id,
      status: "pending",
      ticketVersion: 2,
      parameters: { Note: "Printer on fire is urgent: 9", From: "desk" },
      request: { body: '{"urgency": "9", "note": "Printer on fire is urgent: 9"}' },
      cause: { depth: 0, chain: [{ kind: "rule", id, name: "Tell partner" }] },
      actorId: id,
    });
    const history = await historyOf(ticket.id);
    expect(history.map(({ kind, origin }) => `${kind} ${origin}`)).toEqual([
      "ticket.created system",
      "ticket.updated rule",
      "message.added rule",
      "webhook.fired rule",
    ]);
    expect(history[3]).toMatchObject({ summary: "Told the partner", cause: { deliveryId: delivery?.id } });
    expect(await stores.triggers.get(id)).toMatchObject({ runs: 1, lastRunAt: expect.any(Date) });
  });

  test("“first meets condition” is once per ticket, whenever that is; “updated” is each update while matching", async () => {
    const [once, each] = [await hook(), await hook()];
    const urgent = when(["ticket.urgency", "greater_than", 5]);
    await rule("Once", [fire(once.id)], { executeWhen: "first", conditions: urgent });
    await rule("Each", [fire(each.id)], { conditions: urgent });
    const { id } = await newTicket();
    await edit(id, { urgency: 8 });
    await edit(id, { urgency: 2 });
    await edit(id, { urgency: 9 });
    await drain();
    // Conditions look at the ticket as it is when the rules are asked, so the middle edit finds it urgent, too.
    const fired = (await deliveriesOf(id)).map(({ webhookId }) => webhookId);
    expect(fired.filter((webhookId) => webhookId === once.id)).toHaveLength(1);
    expect(fired.filter((webhookId) => webhookId === each.id)).toHaveLength(3);
    await edit(id, { urgency: 1 });
    await drain();
    await edit(id, { urgency: 7 });
    await drain();
    expect(await deliveriesOf(id)).toHaveLength(5);
  });

  test("a text of several lines fits a single-line parameter, as a default text does", async () => {
    const parameter = { isReadOnly: false, dataType: "alphanumeric", defaultText: "" } as const;
    const webhook = await hook({
      parameters: [
        { ...parameter, name: "Line", displayType: "freetext" },
        { ...parameter, name: "Text", displayType: "multiline" },
      ],
    });
    const text = "{{ticket.description}}";
    await rule("Send", [fire(webhook.id, { line: text, text })], { executeWhen: "first" });
    const { id } = await newTicket({ description: "one\r\ntwo" });
    await drain();
    expect((await deliveriesOf(id)).map(({ parameters }) => parameters)).toEqual([
      { Line: "one two", Text: "one\r\ntwo" },
    ]);
  });

  test("messages: who writes tells technician from caller", async () => {
    const webhook = await hook();
    await rule("Caller wrote", [fire(webhook.id)], {
      conditions: when(["event.type", "equals", "message.added"], ["event.source", "equals", "caller"]),
    });
    const { id } = await newTicket();
    await addMessage(stores, actor, id, { body: "We look at it" }, new Date());
    await drain();
    expect(await deliveriesOf(id)).toEqual([]);
    await addMessage(stores, actor, id, { body: "Still burning", from: "user" }, new Date());
    await drain();
    expect(await deliveriesOf(id)).toHaveLength(1);
  });

  test("an assignee who is not on the ticket yet is looked up", async () => {
    const person = await makePerson(stores, { isAgent: true });
    await rule("Assign", [{ type: "assign_person", personId: person.id }], { executeWhen: "first" });
    const { id } = await newTicket();
    await drain();
    expect((await graphOf(id)).ticket.ownerId).toBe(person.id);
    expect((await historyOf(id)).at(-1)?.summary).toContain(person.name);
  });

  test("the ticket changes while its rules are decided: decided again, both changes stand", async () => {
    await rule("Raise", [set("urgency", "9")], { executeWhen: "first" });
    const { id } = await newTicket();
    const graph = stores.tickets.graph;
    let reads = 0;
    const hurried: Stores = {
      ...stores,
      tickets: {
        ...stores.tickets,
        graph: async (key) => {
          const found = await graph(key);
          if (reads++ < 3) await edit(id, { title: `Changed ${reads}` }, { runsRules: false });
          return found;
        },
      },
    };
    await createRuleWorker(hurried, tell).drainOnce();
    expect((await graphOf(id)).ticket).toMatchObject({ urgency: 9, title: "Changed 3", version: 5 });
    expect((await told(id)).filter((entry) => entry.endsWith("Raise"))).toHaveLength(1);
  });
});

describe("what is not fired is told on the ticket (spec V7)", () => {
  const skipped = async (webhookId: string, before?: () => Promise<unknown>) => {
    await rule("Send", [fire(webhookId)], { executeWhen: "first" });
    await before?.();
    const { id } = await newTicket();
    await drain();
    expect(await deliveriesOf(id)).toEqual([]);
    const entry = (await historyOf(id)).at(-1);
    expect(entry).toMatchObject({ kind: "webhook.skipped", origin: "rule", actorName: "Send" });
    return entry?.summary;
  };
  test("it is disabled", async () => {
    const off = await hook({ name: "Off" });
    expect(await skipped(off.id, () => stores.webhooks.setEnabled(actor, off.id, false))).toBe(
      "“Off” was not fired. It is disabled.",
    );
  });
  test("its Select tickets leaves the ticket out", async () => {
    const picky = await hook({ name: "Picky", conditions: when(["ticket.urgency", "equals", 10]) });
    expect(await skipped(picky.id)).toBe(
      "“Picky” was not fired. This ticket does not match its Select tickets conditions.",
    );
  });
  test("an address that can't be", async () => {
    const lost = await hook({ name: "Lost", url: "{{ticket.thirdpartyid}}" });
    expect(await skipped(lost.id)).toMatch(/^“Lost” was not fired\. The request URL/);
  });
  test("an action that can't be done is told as well, and the others are done", async () => {
    await rule("Odd", [set("urgency", "{{ticket.title}}"), set("title", "Done")], { executeWhen: "first" });
    const { id } = await newTicket();
    await drain();
    expect((await graphOf(id)).ticket.title).toBe("Done");
    expect((await historyOf(id)).at(-1)?.summary).toMatch(
      /Title changed.*Action 1 \(Set field “Urgency”\) was skipped/s,
    );
  });
});

describe("loops end", () => {
  test("a rule whose webhook's reply meets its conditions again", async () => {
    const webhook = await hook({ name: "Ask" });
    const { id: ruleId } = await rule("Loop", [fire(webhook.id)]);
    const { id } = await newTicket();
    await edit(id, { urgency: 5 });
    await drain();
    const [delivery] = await deliveriesOf(id);
    const cause = causedBy(delivery?.cause, { kind: "webhook", id: webhook.id, name: webhook.name });
    expect(cause).toMatchObject({ depth: 1, chain: [{ id: ruleId }, { id: webhook.id }] });
    await edit(id, { thirdPartyRef: "INC1" }, { source: "webhook", cause });
    await drain();
    expect(await deliveriesOf(id)).toHaveLength(1);
    expect((await historyOf(id)).at(-1)).toMatchObject({
      kind: "chain.stopped",
      summary:
        "Rule “Loop” did not run again: what led here began with it (Rule “Loop” → webhook “Ask” → rule “Loop”).",
    });
    // A person's next edit begins a chain of its own.
    await edit(id, { urgency: 6 });
    await drain();
    expect(await deliveriesOf(id)).toHaveLength(2);
  });

  test("another rule would fire the webhook that led to it", async () => {
    const webhook = await hook({ name: "Ask" });
    await rule("Start", [fire(webhook.id)], { conditions: when(["event.source", "does_not_equal", "webhook"]) });
    await rule("Again", [fire(webhook.id)], { conditions: when(["event.source", "equals", "webhook"]) });
    const { id } = await newTicket();
    await edit(id, { urgency: 5 });
    await drain();
    const [delivery] = await deliveriesOf(id);
    const cause = causedBy(delivery?.cause, { kind: "webhook", id: webhook.id, name: webhook.name });
    await edit(id, { thirdPartyRef: "INC1" }, { source: "webhook", cause });
    await drain();
    expect(await deliveriesOf(id)).toHaveLength(1);
    expect((await historyOf(id)).at(-1)).toMatchObject({
      kind: "chain.stopped",
      actorName: "Again",
      summary: expect.stringContaining("rule “Start” → webhook “Ask” → rule “Again” → webhook “Ask”"),
    });
  });

  test("no more than five webhooks follow from one another", async () => {
    const webhook = await hook({ name: "Sixth" });
    await rule("Send", [fire(webhook.id)]);
    const { id } = await newTicket();
    const chain = [1, 2, 3, 4, 5].map((n) => ({ kind: "webhook" as const, id: `whk_${n}`, name: `W${n}` }));
    await edit(id, { urgency: 5 }, { source: "webhook", cause: { depth: 5, chain } });
    await drain();
    expect(await deliveriesOf(id)).toEqual([]);
    expect((await historyOf(id)).at(-1)).toMatchObject({
      kind: "chain.stopped",
      summary: expect.stringContaining("5"),
    });
  });

  test("two rules that undo each other", async () => {
    await rule("Up", [set("urgency", "9")], { conditions: when(["ticket.urgency", "less_than", 9]) });
    await rule("Down", [set("urgency", "2")], { conditions: when(["ticket.urgency", "greater_than", 2]) });
    const { id } = await newTicket();
    await edit(id, { urgency: 5 });
    expect(await drain()).toBe(3);
    expect(await told(id)).toEqual([
      "ticket.created Contract test",
      "ticket.updated Contract test",
      "ticket.updated Up",
      "ticket.updated Down",
    ]);
  });

  test("a round of three rules, each reacting to the one before", async () => {
    const next = { Third: 1, Second: 3, First: 2 };
    // In reverse order, so that none sees the change of the one it reacts to in the same turn.
    for (const [name, to] of Object.entries(next)) {
      const from = to === 1 ? 3 : to - 1;
      await rule(name, [set("urgency", `${to}`)], { conditions: when(["ticket.urgency", "equals", from]) });
    }
    const { id } = await newTicket();
    await edit(id, { title: "Go" });
    await drain();
    const entries = (await told(id)).slice(2);
    expect(entries).toEqual([
      "ticket.updated First",
      "ticket.updated Second",
      "ticket.updated Third",
      "chain.stopped First",
    ]);
    expect((await historyOf(id)).at(-1)?.summary).toContain(
      "Rule “First” → rule “Second” → rule “Third” → rule “First”",
    );
  });

  test("a rule behind the one that changed the ticket acts once, one before it is asked again", async () => {
    const [early, late] = [await hook(), await hook()];
    await rule("Early", [fire(early.id)]);
    await rule("Change", [set("urgency", "9")]);
    await rule("Late", [fire(late.id)]);
    const { id } = await newTicket();
    await edit(id, { title: "Go" });
    await drain();
    const fired = (await deliveriesOf(id)).map(({ webhookId }) => webhookId);
    expect(fired).toEqual([early.id, late.id, early.id]);
  });

  test("two desks that answer each other: twenty answers in ten minutes, then rest", async () => {
    const webhook = await hook();
    await rule("Answer", [fire(webhook.id)]);
    const { id } = await newTicket();
    const cause = { depth: 0, chain: [{ kind: "webMethod" as const, id: "wme_1", name: "Partner" }] };
    for (let index = 1; index <= 23; index++) {
      await edit(id, { thirdPartyRef: `INC${index}` }, { source: "webmethod:Partner", cause });
      await drain();
    }
    expect(await deliveriesOf(id)).toHaveLength(20);
    // Told once, however often the other desk goes on.
    const stopped = (await historyOf(id)).filter(({ kind }) => kind === "chain.stopped");
    expect(stopped.map(({ summary }) => summary)).toEqual([expect.stringContaining("20 times within ten minutes")]);
    // A person is still answered.
    await edit(id, { title: "By hand" });
    await drain();
    expect(await deliveriesOf(id)).toHaveLength(21);
  });
});

describe("after a reply (Run Rules After Response Processed)", () => {
  test.each([true, false])(
    "%s: other rules are asked, the one that led to it is not, whatever it would do",
    async (runs) => {
      const received: string[] = [];
      const server = await serveHttp((request, response) => {
        received.push(request.url ?? "");
        response.end(`{"number": "INC${received.length}"}`);
      });
      const form = await makeForm(stores, { ticketTypeIds: [typeId] });
      const webhook = await hook({
        name: "Ask",
        url: `${server.url}/tickets`,
        responseFields: [{ path: "number", formId: form.id, fieldId: 1 }],
        runRulesAfterResponse: runs,
      });
      await rule("Always", [fire(webhook.id)]);
      await rule("Answered", [set("thirdpartyref", "{{event.updatedby}}")], {
        conditions: when([`form.${form.id}.1`, "changed", null], ["event.source", "equals", "webhook"]),
      });
      const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };
      const out = createTransport({ policy });
      const workers = [createDeliveryWorker(stores, out.transport, tell), createRuleWorker(stores, tell)];
      const { id } = await newTicket();
      for (const worker of workers) worker.start();
      await edit(id, { urgency: 5 });
      const expected = runs ? "chain.stopped" : "webhook.succeeded";
      await vi.waitFor(async () => expect(await told(id)).toContainEqual(expect.stringContaining(expected)), 5_000);
      await vi.waitFor(async () => expect(await stores.events.nextDueAt()).toBeNull(), 5_000);
      await Promise.all(workers.map((worker) => worker.stop()));
      await server.close();
      expect(received).toEqual(["/tickets"]);
      const { ticket } = await graphOf(id);
      expect(ticket.forms[form.id]).toEqual([{ 1: "INC1" }]);
      expect(ticket.thirdPartyRef).toBe(runs ? "Hookdesk" : "");
      const stopped = (await historyOf(id)).filter(({ kind }) => kind === "chain.stopped");
      expect(stopped.map(({ summary }) => summary)).toEqual(
        runs ? [expect.stringContaining("Rule “Always” → webhook “Ask” → rule “Always”")] : [],
      );
    },
  );
});

test("a thousand events of a hundred tickets, two workers on connections of their own: each exactly once", async () => {
  const webhook = await hook({ body: "{{ticket.title}}" });
  await rule(
    "Count",
    [{ type: "set_field", field: "ticket.thirdpartyref", value: "{{ticket.thirdpartyref}}x" }, fire(webhook.id)],
    { conditions: when(["event.source", "does_not_equal", "rule"]) },
  );
  const second = await openStores(file, cipher);
  const workers = [createRuleWorker(stores, tell), createRuleWorker(second, tell)];
  for (const worker of workers) worker.start();
  const tickets = await Promise.all(Array.from({ length: 100 }, () => newTicket()));
  for (let round = 1; round <= 10; round++)
    await Promise.all(tickets.map(({ id }) => edit(id, { title: `Round ${round}` })));
  const open = () => stores.events.nextDueAt();
  while (await open()) await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all(workers.map((worker) => worker.stop()));
  await second.close();
  for (const { id } of tickets) {
    expect((await graphOf(id)).ticket.thirdPartyRef).toBe("x".repeat(10));
    expect(await deliveriesOf(id)).toHaveLength(10);
  }
}, 120_000);
