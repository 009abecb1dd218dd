import { afterAll, beforeAll, expect, test } from "vitest";
import { createJobWorker } from "@/lib/runtime/job-worker";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
let typeId: number;

beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
  typeId = (await call("GET", "/desk-lists")).json.ticketTypes[0].id;
});
afterAll(() => opened.close());

const work = () => createJobWorker(opened.stores, () => undefined).drainOnce();

/** A webhook fired on `count` tickets. */
async function fired(count: number) {
  const roleIds = Object.values(opened.roleIds);
  const body = { name: "In bulk", ticketTypeId: typeId, url: "https://partner.example/", roleIds };
  const { id: webhookId } = (await call("POST", "/webhooks", { body })).json;
  const ids: string[] = [];
  const tickets: { id: number; displayId: string; version: number }[] = [];
  for (let index = 0; index < count; index++) {
    const ticket = (await call("POST", "/tickets", { body: { typeId, title: `Ticket ${index}` } })).json;
    tickets.push(ticket);
    ids.push((await call("POST", `/webhooks/${webhookId}/fire`, { body: { ticketId: ticket.id } })).json.deliveryId);
  }
  return { webhookId, ids, tickets };
}
const statuses = async (ids: string[]) =>
  Promise.all(ids.map(async (id) => (await call("GET", `/deliveries/${id}`)).json.status));

test("a dry run counts and changes nothing; a job is carried out by the worker and can be followed", async () => {
  const { webhookId, ids, tickets } = await fired(3);
  const filter = { webhookId, ticketId: tickets[0]?.displayId };
  const dry = await call("POST", "/deliveries/cancel", { body: { filter, dryRun: true } });
  expect([dry.status, dry.json]).toEqual([200, { jobId: null, matched: 1, allowed: 1 }]);
  const begun = await call("POST", "/deliveries/cancel", { body: { filter } });
  expect([begun.status, begun.json]).toEqual([202, { jobId: expect.stringMatching(/^job_/), matched: 1, allowed: 1 }]);
  const { jobId } = begun.json;
  expect((await call("GET", `/jobs/${jobId}`)).json).toMatchObject({
    ...{ status: "running", total: 1, done: 0, secondsLeft: null },
    input: { kind: "cancel", filter: { webhookId, ticketId: tickets[0]?.id } },
  });
  expect(await work()).toBe(1);
  expect((await call("GET", `/jobs/${jobId}`)).json).toMatchObject({ status: "done", done: 1, skipped: 0, failed: 0 });
  expect(await statuses(ids)).toEqual(["cancelled", "pending", "pending"]);

  const redelivered = await call("POST", "/deliveries/redeliver", { body: { filter: { webhookId }, perSecond: 100 } });
  expect(redelivered.json).toMatchObject({ matched: 3, allowed: 3 });
  await work();
  expect(await statuses(ids)).toEqual(["pending", "pending", "pending"]);
  const { items, total } = (await call("GET", "/jobs?pageSize=1")).json;
  expect([items[0].id, total]).toEqual([redelivered.json.jobId, expect.any(Number)]);
});

test("pause, resume and cancel; what is over can't be decided about", async () => {
  const { webhookId, ids } = await fired(2);
  await call("PATCH", `/webhooks/${webhookId}`, { body: { isEnabled: false } });
  const body = { filter: { webhookId, status: "held" }, perSecond: 1 };
  const begun = await call("POST", "/deliveries/release", { body });
  expect([begun.status, begun.json]).toMatchObject([202, { matched: 2, allowed: 2 }]);
  const decide = (event: string) => call("POST", `/jobs/${begun.json.jobId}/${event}`);
  expect((await decide("pause")).json).toMatchObject({ status: "paused", secondsLeft: 2 });
  expect(await work()).toBe(0);
  expect((await decide("pause")).status).toBe(409);
  expect((await decide("resume")).json).toMatchObject({ status: "running" });
  expect((await decide("cancel")).json).toMatchObject({ status: "cancelled" });
  expect((await decide("resume")).status).toBe(409);
  expect(await statuses(ids)).toEqual(["held", "held"]);
  expect((await call("POST", "/jobs/job_unknown/pause")).status).toBe(404);
  expect((await call("GET", "/jobs/job_unknown")).status).toBe(404);
});

test("as things are now: each is fired anew, and what can't be counts as failed with the reason", async () => {
  const { webhookId, ids, tickets } = await fired(3);
  for (const id of ids) await call("POST", `/deliveries/${id}/cancel`);
  await call("PATCH", `/tickets/${tickets[1]?.id}`, { body: { title: "Changed" } });
  const conditions = {
    ...{ type: "group", mode: "none" },
    conditions: [{ type: "test", field: "ticket.title", operator: "equals", value: "Changed" }],
  };
  await call("PATCH", `/webhooks/${webhookId}`, { body: { conditions } });
  const body = { filter: { ids }, render: "current" };
  const { jobId } = (await call("POST", "/deliveries/redeliver", { body })).json;
  await work();
  expect((await call("GET", `/jobs/${jobId}`)).json).toMatchObject({
    ...{ status: "done", total: 3, done: 2, failed: 1, skipped: 0 },
    message: expect.stringMatching(`^${tickets[1]?.displayId}: .*does not match its Select tickets conditions`),
  });
  expect(await statuses(ids)).toEqual(["cancelled", "cancelled", "cancelled"]);
  const { items } = (await call("GET", `/deliveries?webhookId=${webhookId}&status=pending`)).json;
  expect(items).toHaveLength(2);
  const { delivery } = (await opened.stores.deliveries.get(items[1].id)) ?? {};
  expect(delivery).toMatchObject({ webhookVersion: 2, cause: { redeliveryOf: ids[0], depth: 0 } });
});

test("a filter that names nothing, or something unknown, is refused; so is a rate of nothing", async () => {
  for (const path of ["/deliveries/redeliver", "/deliveries/cancel"])
    for (const filter of [undefined, {}, { q: "" }, { state: "failed" }, { status: "lost" }, { ids: [] }])
      expect([path, filter, (await call("POST", path, { body: { filter } })).status]).toEqual([path, filter, 422]);
  const body = { filter: { status: "failed" }, perSecond: 0 };
  expect((await call("POST", "/deliveries/redeliver", { body })).json.error.fields).toHaveProperty("perSecond");
});

test("a webhook is fired anew on tickets without a delivery, after a dry run that tells which", async () => {
  const { webhookId, tickets } = await fired(2);
  const fresh = (await call("POST", "/tickets", { body: { typeId, title: "Never sent" } })).json;
  const conditions = { type: "group", mode: "any", conditions: [] };
  const body = { webhookId, since: "2020-01-01T01:00:00+01:00", which: "missing", conditions };
  const dry = await call("POST", "/deliveries/recover", { body: { ...body, dryRun: true } });
  expect([dry.status, dry.json]).toMatchObject([200, { jobId: null }]);
  const found = (id: number) => dry.json.tickets.find((ticket: { id: number }) => ticket.id === id);
  expect(found(fresh.id)).toMatchObject({ displayId: fresh.displayId, isIn: true, why: "No delivery was ever made." });
  expect(found(tickets[0]?.id ?? 0)).toMatchObject({ isIn: false });

  const started = await call("POST", "/deliveries/recover", { body });
  expect([started.status, started.json]).toMatchObject([202, { jobId: expect.stringMatching(/^job_/) }]);
  expect(started.json.included).toBe(dry.json.included);
  while ((await work()) > 0);
  const { json: job } = await call("GET", `/jobs/${started.json.jobId}`);
  expect(job).toMatchObject({ status: "done", done: started.json.included });
  expect(job.input).toMatchObject({ kind: "fire", webhookId, since: "2020-01-01T00:00:00.000Z", which: "missing" });
  expect((await call("GET", `/deliveries?webhookId=${webhookId}&ticketId=${fresh.displayId}`)).json.total).toBe(1);

  expect((await call("POST", "/deliveries/recover", { body: { ...body, webhookId: "whk_0" } })).status).toBe(404);
  expect((await call("POST", "/deliveries/recover", { body: { webhookId } })).json.error.fields).toHaveProperty(
    "since",
  );
});
