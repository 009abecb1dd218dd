import { afterAll, beforeAll, expect, test } from "vitest";
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
  expect((await release({ webhookId })).json.error.fields).toEqual({
    which: ["Give webhookId and which, or a filter"],
  });
  expect((await release({ which: "all", filter: { webhookId } })).json.error.fields).toEqual({
    which: ["Not with a filter"],
  });
  expect((await release({ webhookId: "whk_0", which: "all" })).status).toBe(404);
  expect((await release({ webhookId, ticketId: "NONE-1", which: "all" })).status).toBe(404);
});

test("the list is narrowed by time and by the status of the last reply", async () => {
  const { webhookId, ids } = await fired();
  const list = (filter: string) => call("GET", `/deliveries?webhookId=${webhookId}&${filter}`);
  const at = (ms: number) => encodeURIComponent(new Date(Date.now() + ms).toISOString());
  expect((await list(`from=${at(-60_000)}&to=${at(60_000)}`)).json.total).toBe(ids.length);
  expect((await list(`from=${at(60_000)}`)).json.total).toBe(0);
  expect((await list(`to=${at(-60_000)}`)).json.total).toBe(0);
  expect((await list("code=503")).json).toEqual({ items: [], total: 0 });
  expect((await list("from=yesterday")).json.error.fields).toHaveProperty("from");
  expect((await list("code=20")).json.error.fields).toHaveProperty("code");
});
