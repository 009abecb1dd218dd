import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";
import { triggerExample } from "./trigger-shape";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
let lists: { ticketTypes: { id: number }[]; lists: Record<string, { id: number }[]> };
let ticketTypeId: number;
let webhookId: string;
let ticket: { id: number; displayId: string };

beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
  lists = (await call("GET", "/desk-lists")).json;
  ticketTypeId = lists.ticketTypes[0]?.id ?? 0;
  ticket = (await call("POST", "/tickets", { body: { typeId: ticketTypeId, title: "Printer on fire" } })).json;
  webhookId = (
    await call("POST", "/webhooks", {
      body: {
        name: "Send to customer X",
        ticketTypeId,
        url: "https://customer-x.example/{{ticket.displayid}}",
        body: '{"note":"{{parameters.Note}}"}',
        parameters: [{ name: "Note" }, { name: "Desk", isReadOnly: true, defaultText: "ours" }],
        auth: { type: "basic", username: "desk", password: "s3cret-passphrase" },
      },
    })
  ).json.id;
});
afterAll(() => opened.close());

const conditions = { type: "group", mode: "all", conditions: [] as unknown[] };
const row = (field: string, operator: string, value: unknown = null) => ({ type: "test", field, operator, value });
const rule = (more = {}) => ({
  name: "Tell customer X",
  ticketTypeId,
  conditions: { ...conditions, conditions: [row("ticket.urgency", "less_than", 5)] },
  actions: [
    { type: "set_field", field: "ticket.urgency", value: "7" },
    { type: "execute_webhook", webhookId, parameters: { Note: "{{ticket.title}}, urgency {{ticket.urgency}}" } },
  ],
  ...more,
});
const create = async (more = {}) => {
  const made = await call("POST", "/triggers", { body: rule(more) });
  expect(made.text).not.toContain("error");
  expect(made.status).toBe(201);
  return made.json;
};
const refused = async (more: object) => {
  const { status, json } = await call("POST", "/triggers", { body: rule(more) });
  expect(status).toBe(422);
  return json.error.fields;
};

test("create, read, list, replace, patch, order, duplicate, delete", async () => {
  const one = await create({ name: "One" });
  expect(one).toMatchObject({
    executeWhen: "first",
    isEnabled: true,
    position: 1,
    version: 1,
    runs: 0,
    lastRunAt: null,
  });
  const two = await create({ name: "Two", executeWhen: "updated" });
  expect((await call("GET", `/triggers/${one.id}`)).json).toEqual(one);
  expect((await call("GET", `/triggers?ticketTypeId=${ticketTypeId}`)).json).toEqual({ items: [one, two], total: 2 });
  const order = (ids: string[]) => call("PUT", "/triggers/order", { body: { ticketTypeId, ids } });
  expect((await order([two.id, one.id])).status).toBe(204);
  expect((await order([two.id])).status).toBe(409);
  expect((await call("GET", "/triggers?sort=position")).json.items.map(({ name }: { name: string }) => name)).toEqual([
    "Two",
    "One",
  ]);
  const put = await call("PUT", `/triggers/${one.id}`, { body: { ...rule({ name: "Uno" }), version: 1 } });
  expect(put.json).toMatchObject({ name: "Uno", version: 2, position: 2 });
  expect((await call("PUT", `/triggers/${one.id}`, { body: { ...rule(), version: 1 } })).status).toBe(409);
  const patched = await call("PATCH", `/triggers/${one.id}`, { body: { executeWhen: "updated" } });
  expect(patched.json).toMatchObject({ name: "Uno", executeWhen: "updated", version: 3 });
  expect((await call("PATCH", `/triggers/${one.id}`, { body: { isEnabled: false } })).json.isEnabled).toBe(false);
  const copy = await call("POST", `/triggers/${one.id}/duplicate`);
  expect(copy.json).toMatchObject({ name: "Uno (copy)", isEnabled: false, position: 3 });
  for (const { id } of [one, two, copy.json]) expect((await call("DELETE", `/triggers/${id}`)).status).toBe(204);
  for (const method of ["GET", "DELETE"]) expect((await call(method, `/triggers/${one.id}`)).status).toBe(404);
  expect((await call("POST", `/triggers/${one.id}/test`, { body: { ticketId: ticket.id } })).status).toBe(404);
});

test("what can't work is refused where it stands", async () => {
  expect(await refused({ name: " ", actions: [] })).toEqual({
    name: ["Enter a rule name"],
    actions: ["Add at least one action"],
  });
  expect(await refused({ ticketTypeId: 999 })).toHaveProperty("ticketTypeId");
  const gone = (field: string) => ({
    ...conditions,
    conditions: [row("ticket.title", "is_empty"), row(field, "is_empty")],
  });
  expect(await refused({ conditions: gone("ticket.nope") })).toEqual({
    "conditions.conditions.1.field": ["There is no field “ticket.nope”: choose another"],
  });
  const actions = async (...given: object[]) => refused({ actions: given });
  expect(
    await actions(
      { type: "set_field", field: "ticket.displayid", value: "x" },
      { type: "set_field", field: "form.99.1", value: "x" },
      { type: "set_status", statusId: 999 },
      { type: "assign_group", itemId: 999 },
      { type: "assign_person", personId: 999 },
      { type: "add_note", body: "Hello {{ticket.title" },
      { type: "execute_webhook", webhookId: "whk_gone" },
    ),
  ).toEqual({
    "actions.0.field": [expect.stringContaining("can't be set")],
    "actions.1.field": [expect.stringContaining("This field is gone")],
    "actions.2.statusId": ["This status is gone: choose another"],
    "actions.3.itemId": ["This group is gone: choose another"],
    "actions.4.personId": ["This person is gone: choose another"],
    "actions.5.body": [expect.stringContaining("(line 1, column 7)")],
    "actions.6.webhookId": ["This webhook is gone: choose another"],
  });
  expect(
    await actions({ type: "execute_webhook", webhookId, parameters: { Nope: "x", desk: "theirs", Note: "{{ 'a }}" } }),
  ).toEqual({
    "actions.0.parameters.Nope": ["“Send to customer X” has no parameter “Nope”"],
    "actions.0.parameters.desk": ["“Desk” is read only: it goes out with its default text"],
    "actions.0.parameters.Note": [expect.stringContaining("line 1")],
  });
  const otherType = lists.ticketTypes[1]?.id;
  expect(await refused({ ticketTypeId: otherType })).toEqual({
    "actions.1.webhookId": ["“Send to customer X” acts on another ticket type: choose another"],
  });
});

test("test on a ticket: verdict, effect and exact request, and nothing is written or sent", async () => {
  const { id } = await create();
  const before = (await call("GET", `/tickets/${ticket.id}`)).json;
  const tested = await call("POST", `/triggers/${id}/test`, { body: { ticketId: ticket.displayId } });
  expect(tested.status).toBe(200);
  expect(tested.json).toMatchObject({
    ticketDisplayId: ticket.displayId,
    event: { type: "ticket.created", source: "api" },
    verdict: { matches: true, children: [{ matches: true, actual: "1" }] },
    wouldRun: true,
    reasons: [],
    changes: [{ label: "Urgency", from: 1, to: 7 }],
    messages: [],
    problems: [],
    firings: [
      {
        webhookId,
        webhookName: "Send to customer X",
        request: {
          method: "POST",
          url: `https://customer-x.example/${ticket.displayId}`,
          body: '{"note":"Printer on fire, urgency 7"}',
        },
        parameters: { Note: "Printer on fire, urgency 7", Desk: "ours" },
        reason: null,
      },
    ],
  });
  expect(tested.json.firings[0].request.headers.authorization).toBe("Basic ••••••");
  expect(tested.text).not.toContain("s3cret");
  expect((await call("GET", `/tickets/${ticket.id}`)).json).toEqual(before);
  expect((await call("GET", `/deliveries?ticketId=${ticket.id}`)).json.total).toBe(0);

  await call("PATCH", `/webhooks/${webhookId}`, { body: { isEnabled: false } });
  await call("PATCH", `/triggers/${id}`, {
    body: { isEnabled: false, executeWhen: "updated", conditions: { ...conditions, mode: "none" } },
  });
  await call("PATCH", `/triggers/${id}`, {
    body: { conditions: { ...conditions, conditions: [row("ticket.urgency", "equals", 10)] } },
  });
  const again = await call("POST", `/triggers/${id}/test`, { body: { ticketId: ticket.id } });
  expect(again.json).toMatchObject({
    wouldRun: false,
    verdict: { matches: false },
    firings: [{ request: null, reason: "“Send to customer X” was not fired. It is disabled." }],
  });
  expect(again.json.reasons).toEqual([
    "The rule is disabled.",
    "The ticket does not match the conditions.",
    "The ticket was only created so far: the rule waits for an update.",
  ]);
  expect((await call("POST", `/triggers/${id}/test`, { body: { ticketId: "IN999999" } })).status).toBe(404);
  const elsewhere = await call("POST", "/tickets", { body: { typeId: lists.ticketTypes[1]?.id, title: "Other" } });
  const mismatch = await call("POST", `/triggers/${id}/test`, { body: { ticketId: elsewhere.json.id } });
  expect([mismatch.status, mismatch.json.error.fields]).toEqual([
    422,
    { ticketId: ["Choose a ticket of the rule's type"] },
  ]);
});

test("a rule whose webhook is gone can still be switched off", async () => {
  const doomed = await call("POST", "/webhooks", { body: { name: "Doomed", ticketTypeId, url: "https://x.example/" } });
  const { id } = await create({ actions: [{ type: "execute_webhook", webhookId: doomed.json.id }] });
  const removed = await call("DELETE", `/webhooks/${doomed.json.id}`);
  expect([204, 409]).toContain(removed.status);
  expect((await call("PATCH", `/triggers/${id}`, { body: { isEnabled: false } })).json.isEnabled).toBe(false);
});

test("the document's example is a rule the schema accepts", async () => {
  const { triggerInput } = await import("@/lib/automation/trigger");
  expect(triggerInput.safeParse(triggerExample.value).error).toBeUndefined();
});
