import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestRuntime, type TestRuntime } from "@/app/_server/http/testing";
import { systemActor } from "@/lib/core/actor";
import { webMethodInput } from "@/lib/inbound/web-method";
import { createTicket } from "./tickets";
import { tryCall } from "./try-call";

let opened: TestRuntime;
beforeAll(async () => {
  opened = await openTestRuntime();
  await createTicket(opened.stores, systemActor, { typeId: 1, title: "Known", thirdPartyId: "sys1" }, new Date());
});
afterAll(() => opened.close());

const settings = webMethodInput.parse({
  name: "Partner",
  ticketTypeId: 1,
  mappings: [
    { path: "title", target: "ticket.title" },
    { path: "status", target: "ticket.statusid" },
    { path: "note", target: "message.private" },
    { path: "prio", target: "ticket.priorityid" },
  ],
  match: { path: "id", by: "thirdPartyId" },
  response: { body: '{"id": "{{ticket.displayid}}", "did": "{{outcome}}"}' },
});
const attempt = (body: unknown, input = settings) =>
  tryCall(opened.stores, input, { contentType: "application/json", body: JSON.stringify(body) }, new Date());

test("says what a call would create, change or refuse", async () => {
  expect(await attempt({ id: "new", title: "Fire", status: "Resolved", prio: "Nonsense" })).toEqual({
    outcome: "created",
    status: 200,
    changes: [
      { label: "Title", from: "", to: "Fire" },
      { label: "Status", from: "Open", to: "Resolved" },
      { label: "Third party id", from: "", to: "new" },
    ],
    messages: [],
    notes: ["“prio”: there is no priority “Nonsense”. Priority was left alone."],
    answer: { contentType: "application/json", body: '{"id": "IN…", "did": "created"}' },
  });
  expect(await attempt({ id: "SYS1 ", title: "Known", note: "Hello" })).toMatchObject({
    outcome: "updated",
    ticket: { displayId: "IN1", title: "Known" },
    changes: [],
    messages: [{ body: "Hello", visibility: "private" }],
    answer: { body: '{"id": "IN1", "did": "updated"}' },
  });
  expect(await attempt({ id: "sys1" })).toMatchObject({ outcome: "updated", notes: ["Nothing changed."] });
  expect(await attempt({ id: "sys1" }, { ...settings, whenFound: "reject" })).toMatchObject({
    outcome: "rejected",
    status: 409,
  });
  expect(await tryCall(opened.stores, settings, { contentType: "text/html", body: "" }, new Date())).toMatchObject({
    outcome: "rejected",
    status: 415,
  });
});

test("nothing is written", async () => {
  const { stores } = opened;
  expect(await stores.tickets.count()).toBe(1);
  expect((await stores.tickets.graph("IN1"))?.ticket).toMatchObject({ title: "Known", version: 1 });
  expect((await stores.webMethods.calls({ page: 1, pageSize: 1 })).total).toBe(0);
});
