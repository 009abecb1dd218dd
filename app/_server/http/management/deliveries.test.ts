import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
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

/** A webhook fired on two tickets, twice on the first. */
async function fired() {
  const roleIds = Object.values(opened.roleIds);
  const body = { name: "Held back", ticketTypeId: typeId, url: "https://partner.example/", roleIds };
  const { id: webhookId } = (await call("POST", "/webhooks", { body })).json;
  const tickets: { id: number; displayId: string }[] = [];
  for (const title of ["First", "Second"])
    tickets.push((await call("POST", "/tickets", { body: { typeId, title } })).json);
  const [first, second] = tickets;
  const ids: string[] = [];
  for (const ticket of [first, second, first])
    ids.push((await call("POST", `/webhooks/${webhookId}/fire`, { body: { ticketId: ticket?.id } })).json.deliveryId);
  return { webhookId, ids, first: first?.displayId };
}
const patch = (webhookId: string, isEnabled: boolean) =>
  call("PATCH", `/webhooks/${webhookId}`, { body: { isEnabled } });
const statuses = async (ids: string[]) =>
  Promise.all(ids.map(async (id) => (await call("GET", `/deliveries/${id}`)).json.status));

test("disabling a webhook holds its deliveries; they are released one by one, or only the latest of each ticket", async () => {
  const { webhookId, ids, first } = await fired();
  await patch(webhookId, false);
  await patch(webhookId, true);
  expect(await statuses(ids)).toEqual(["held", "held", "held"]);
  expect((await call("GET", `/deliveries?status=held&webhookId=${webhookId}`)).json.total).toBe(3);

  const released = await call("POST", `/deliveries/${ids[1]}/release`);
  expect(released.json).toMatchObject({ id: ids[1], status: "pending" });
  expect((await call("POST", `/deliveries/${ids[1]}/release`)).status).toBe(409);
  expect((await call("POST", "/deliveries/dlv_unknown/release")).status).toBe(404);

  const latest = await call("POST", "/deliveries/release", { body: { webhookId, which: "latest" } });
  expect(latest.json).toEqual({ released: 1, superseded: 1, cancelled: 0, remaining: 0 });
  expect(await statuses(ids)).toEqual(["superseded", "pending", "pending"]);

  await patch(webhookId, false);
  const body = { webhookId, ticketId: first, which: "drop" };
  expect((await call("POST", "/deliveries/release", { body })).json).toMatchObject({ cancelled: 1, remaining: 0 });
  const all = await call("POST", "/deliveries/release", { body: { webhookId, which: "all" } });
  expect(all.json).toMatchObject({ released: 1, remaining: 0 });
  expect(await statuses(ids)).toEqual(["superseded", "pending", "cancelled"]);
});

test("what can't be released is told apart", async () => {
  const { webhookId } = await fired();
  const release = (body: object) => call("POST", "/deliveries/release", { body });
  expect((await release({ webhookId, which: "some" })).json.error.fields).toHaveProperty("which");
  expect((await release({ webhookId: "whk_0", which: "all" })).status).toBe(404);
  expect((await release({ webhookId, ticketId: "NONE-1", which: "all" })).status).toBe(404);
});

test("redelivers what a filter finds, and says what it left alone", async () => {
  const { webhookId, ids, first } = await fired();
  for (const id of ids.slice(0, 2)) await call("POST", `/deliveries/${id}/cancel`);
  const redeliver = async (body: object) => (await call("POST", "/deliveries/redeliver", { body })).json;
  expect(await redeliver({ filter: { webhookId, status: "cancelled", ticketId: first } })).toEqual({
    ...{ matched: 1, redelivered: 1, skipped: 0, next: null },
  });
  expect(await statuses(ids)).toEqual(["pending", "cancelled", "pending"]);
  await patch(webhookId, false);
  expect(await redeliver({ filter: { webhookId } })).toEqual({ matched: 3, redelivered: 1, skipped: 2, next: null });
  expect(await statuses(ids)).toEqual(["held", "pending", "held"]);
  expect(await redeliver({ filter: { webhookId }, after: ids[1] })).toMatchObject({ matched: 1, redelivered: 0 });
  expect(await redeliver({ filter: { q: "nothing like it" } })).toMatchObject({ matched: 0, next: null });
});

test("a filter that names nothing, or something unknown, is refused", async () => {
  for (const filter of [undefined, {}, { q: "" }, { state: "failed" }, { status: "lost" }])
    expect([filter, (await call("POST", "/deliveries/redeliver", { body: { filter } })).status]).toEqual([filter, 422]);
});

test("a call takes a thousand and says where to go on", async () => {
  const { webhookId, ids } = await fired();
  const { stores } = opened;
  const pattern = (await stores.deliveries.get(ids[0] ?? ""))?.delivery;
  if (!pattern) throw new Error("no delivery");
  const deliveries = Array.from({ length: 1_000 }, () => ({
    ...pattern,
    id: newId("dlv"),
    lane: { ordering: "event" as const, passesRetries: false },
  }));
  await stores.changes.commit({ ticketId: pattern.ticketId, at: new Date(), history: [], deliveries });
  const filter = { webhookId, status: "pending" };
  const one = (await call("POST", "/deliveries/redeliver", { body: { filter } })).json;
  expect(one).toMatchObject({ matched: 1_003, redelivered: 1_000, skipped: 0, next: expect.stringMatching(/^dlv_/) });
  const two = (await call("POST", "/deliveries/redeliver", { body: { filter, after: one.next } })).json;
  expect(two).toEqual({ matched: 3, redelivered: 3, skipped: 0, next: null });
});
