import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimDue } from "@/db/contract/make";
import { openTestRuntime, type TestRuntime } from "../testing";
import { callerOf } from "./testing";

let opened: TestRuntime;
let call: ReturnType<typeof callerOf>;
let ticket: { id: number; displayId: string };
let base: Record<string, unknown>;

beforeAll(async () => {
  opened = await openTestRuntime();
  call = callerOf(opened);
  const typeId = (await call("GET", "/desk-lists")).json.ticketTypes[0].id;
  ticket = (await call("POST", "/tickets", { body: { typeId, title: "Printer on fire" } })).json;
  base = {
    name: "Send to customer X",
    ticketTypeId: typeId,
    url: "https://customer-x.example/{{ticket.displayid}}",
    body: '{"title":"{{ticket.title}}","note":"{{parameters.Note}}"}',
    parameters: [{ name: "Note", defaultText: "none" }],
    auth: { type: "basic", username: "desk", password: "s3cret-passphrase" },
    roleIds: Object.values(opened.roleIds),
  };
});
afterAll(() => opened.close());

const create = async (more = {}) => {
  const made = await call("POST", "/webhooks", { body: { ...base, ...more } });
  expect(made.status).toBe(201);
  return made.json;
};
const firing = (more = {}) => ({ body: { ticketId: ticket.displayId, parameters: { note: "now" }, ...more } });

test("create, read, list, replace, patch, duplicate, delete", async () => {
  const webhook = await create({ name: "Journey" });
  expect(webhook).toMatchObject({ name: "Journey", method: "POST", isEnabled: true, version: 1 });
  expect((await call("GET", `/webhooks/${webhook.id}`)).json).toEqual(webhook);
  expect((await call("GET", "/webhooks?q=journ")).json).toEqual({ items: [webhook], total: 1 });

  const replaced = await call("PUT", `/webhooks/${webhook.id}`, {
    body: { ...base, name: "Journey 2", parameters: [], auth: { type: "basic", username: "other" } },
  });
  expect(replaced.json).toMatchObject({
    name: "Journey 2",
    parameters: [],
    version: 2,
    auth: { username: "other", hasPassword: true },
  });

  const patched = await call("PATCH", `/webhooks/${webhook.id}`, { body: { isEnabled: false, version: 2 } });
  expect(patched.json).toEqual({ ...replaced.json, isEnabled: false, version: 3, updatedAt: patched.json.updatedAt });
  expect((await call("PATCH", `/webhooks/${webhook.id}`, { body: { name: "late", version: 2 } })).status).toBe(409);
  expect((await call("PUT", `/webhooks/${webhook.id}`, { body: { ...base, version: 2 } })).status).toBe(409);
  expect((await call("GET", "/webhooks?isEnabled=false&q=journey")).json.total).toBe(1);

  const copy = await call("POST", `/webhooks/${webhook.id}/duplicate`);
  expect(copy.status).toBe(201);
  expect(copy.json).toMatchObject({ name: "Journey 2 (copy)", isEnabled: false, auth: { hasPassword: true } });

  expect((await call("DELETE", `/webhooks/${webhook.id}`)).status).toBe(204);
  for (const [method, path] of [
    ["GET", ""],
    ["DELETE", ""],
    ["POST", "/duplicate"],
  ] as const)
    expect((await call(method, `/webhooks/${webhook.id}${path}`)).status).toBe(404);
  expect((await call("PUT", `/webhooks/${webhook.id}`, { body: base })).status).toBe(404);
  expect((await call("PATCH", `/webhooks/${webhook.id}`, { body: {} })).status).toBe(404);
});

test("concurrent patches without a version all land", async () => {
  const { id } = await create();
  const results = await Promise.all(
    ["url", "actionDescription", "body"].map((field) =>
      call("PATCH", `/webhooks/${id}`, { body: { [field]: "https://customer-x.example/elsewhere" } }),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await call("GET", `/webhooks/${id}`)).json).toMatchObject({
    url: "https://customer-x.example/elsewhere",
    actionDescription: "https://customer-x.example/elsewhere",
    body: "https://customer-x.example/elsewhere",
    version: 4,
  });
});

test("no answer ever carries the password", async () => {
  const { id } = await create();
  const answers = await Promise.all([
    call("GET", `/webhooks/${id}`),
    call("GET", "/webhooks?pageSize=100"),
    call("POST", `/webhooks/${id}/preview`, firing()),
    call("PATCH", `/webhooks/${id}`, { body: { name: "Renamed" } }),
  ]);
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).not.toContain("s3cret-passphrase");
    expect(text).not.toContain(Buffer.from("desk:s3cret-passphrase").toString("base64"));
  }
});

test.each([
  [{ name: "" }, "name"],
  [{ url: "" }, "url"],
  [{ url: undefined }, "url"],
  [{ method: "BREW" }, "method"],
  [{ parameters: [{ name: "a.b" }] }, "parameters.0.name"],
  [{ parameters: [{ name: "A" }, { name: "a" }] }, "parameters.1.name"],
  [{ auth: { type: "basic", username: "a:b", password: "x" } }, "auth.username"],
  [{ auth: { type: "basic", username: "a" } }, "auth.password"],
  [{ auth: { type: "magic" } }, "auth.type"],
  [{ roleIds: ["rol_unknown"] }, "roleIds"],
  [{ ticketTypeId: 99 }, "ticketTypeId"],
])("%j is refused by field", async (more, field) => {
  const { status, json } = await call("POST", "/webhooks", { body: { ...base, ...more } });
  expect(status).toBe(422);
  expect(Object.keys(json.error.fields)).toContain(field);
});

describe("firing", () => {
  test("a preview shows the request and stores nothing", async () => {
    const { id } = await create();
    const before = (await call("GET", "/deliveries")).json.total;
    const { json } = await call("POST", `/webhooks/${id}/preview`, firing());
    expect(json).toMatchObject({
      method: "POST",
      url: `https://customer-x.example/${ticket.displayId}`,
      body: '{"title":"Printer on fire","note":"now"}',
    });
    expect((await call("GET", "/deliveries")).json.total).toBe(before);
  });

  test("a technician fires what their role may, and only that", async () => {
    const key = opened.keys.technician;
    const open = await create({ name: "Open to all" });
    const closed = await create({ name: "Administrators only", roleIds: [opened.roleIds.administrator] });
    const { json } = await call("GET", `/tickets/${ticket.id}/webhooks?pageSize=100`, { key });
    const offered = new Map(json.items.map((item: { id: string }) => [item.id, item]));
    expect(offered.get(open.id)).toMatchObject({ canFire: true, reason: null });
    expect(offered.get(closed.id)).toMatchObject({ canFire: false, reason: expect.stringContaining("role") });

    const fired = await call("POST", `/webhooks/${open.id}/fire`, { key, ...firing() });
    expect(fired.status).toBe(202);
    expect(fired.json).toEqual({ deliveryId: expect.stringMatching(/^dlv_/) });
    expect((await call("POST", `/webhooks/${closed.id}/fire`, { key, ...firing() })).status).toBe(403);
    expect((await call("POST", `/webhooks/${closed.id}/preview`, { key, ...firing() })).status).toBe(403);
    expect((await call("GET", `/webhooks/${open.id}`, { key })).status).toBe(403);
  });

  test("what can't be fired says why", async () => {
    const { id } = await create();
    const fire = (more: object) => call("POST", `/webhooks/${id}/fire`, firing(more));
    expect((await fire({ parameters: { Nope: "x" } })).status).toBe(422);
    expect((await fire({ ticketId: "IN999999" })).status).toBe(404);
    expect((await fire({ ticketId: undefined })).json.error.fields).toHaveProperty("ticketId");
    expect((await fire({ parameters: { Note: 3 } })).json.error.fields).toHaveProperty(["parameters.Note"]);
    expect((await call("POST", "/webhooks/whk_unknown/fire", firing())).status).toBe(404);
    await call("PATCH", `/webhooks/${id}`, { body: { isEnabled: false } });
    expect((await fire({})).json.error.message).toContain("disabled");
  });

  test("with wait it answers when a worker is done", async () => {
    const { id } = await create();
    const waiting = call("POST", `/webhooks/${id}/fire?wait=1`, firing());
    const claimed = await claim(id);
    await settle(claimed, "succeeded");
    const { status, json } = await waiting;
    expect(status).toBe(200);
    expect(json).toMatchObject({ deliveryId: claimed.id, status: "succeeded", attemptCount: 1, lastStatus: 200 });
  });

  test("the cause of a failure is for those who may see deliveries", async () => {
    const { id } = await create();
    const asTechnician = call("POST", `/webhooks/${id}/fire?wait=1`, { key: opened.keys.technician, ...firing() });
    const first = await claim(id);
    await settle(first, "failed");
    expect((await asTechnician).json).toMatchObject({
      status: "failed",
      lastError: expect.stringContaining("An administrator"),
    });
    expect((await call("GET", `/deliveries/${first.id}`)).json.lastError).toContain("10.0.0.7");
  });

  test("waiting ends when the server stops", async () => {
    const other = await openTestRuntime();
    const ask = callerOf(other);
    const typeId = (await ask("GET", "/desk-lists")).json.ticketTypes[0].id;
    const { id: ticketId } = (await ask("POST", "/tickets", { body: { typeId, title: "x" } })).json;
    const { id } = (
      await ask("POST", "/webhooks", { body: { ...base, ticketTypeId: typeId, roleIds: Object.values(other.roleIds) } })
    ).json;
    const waiting = ask("POST", `/webhooks/${id}/fire?wait=1`, { body: { ticketId } });
    setTimeout(() => other.runtime.stopping.abort(), 50);
    const { status, json } = await waiting;
    expect(status).toBe(202);
    expect(json.status).toBe("pending");
    await other.close();
  });
});

describe("deliveries", () => {
  async function delivered() {
    const { id: webhookId } = await create();
    const { deliveryId } = (await call("POST", `/webhooks/${webhookId}/fire`, firing())).json;
    return { webhookId, deliveryId };
  }

  test("lists filter, the record holds the exact request", async () => {
    const { webhookId, deliveryId } = await delivered();
    const { json } = await call(
      "GET",
      `/deliveries?webhookId=${webhookId}&ticketId=${ticket.displayId}&status=pending`,
    );
    expect(json.items).toMatchObject([{ id: deliveryId, status: "pending", attemptCount: 0 }]);
    expect(json.items[0].request).not.toHaveProperty("body");
    expect((await call("GET", "/deliveries?status=lost")).json.error.fields).toHaveProperty("status");
    expect((await call("GET", "/deliveries?q=customer-x&sort=createdAt")).json.total).toBeGreaterThan(0);
    const one = (await call("GET", `/deliveries/${deliveryId}`)).json;
    expect(one).toMatchObject({
      parameters: { Note: "now" },
      attempts: [],
      request: { body: '{"title":"Printer on fire","note":"now"}', hasCredentials: true },
    });
    expect((await call("GET", "/deliveries/dlv_unknown")).status).toBe(404);
  });

  test("cancel, redeliver the same, redeliver as things are now", async () => {
    const { webhookId, deliveryId } = await delivered();
    expect((await call("POST", `/deliveries/${deliveryId}/cancel`)).json.status).toBe("cancelled");
    expect((await call("POST", `/deliveries/${deliveryId}/cancel`)).status).toBe(409);

    const same = await call("POST", `/deliveries/${deliveryId}/redeliver`);
    expect(same.json).toMatchObject({ id: deliveryId, status: "pending" });

    await call("PATCH", `/webhooks/${webhookId}`, { body: { body: '{"now":"{{parameters.Note}}"}' } });
    const current = await call("POST", `/deliveries/${deliveryId}/redeliver`, { body: { render: "current" } });
    expect(current.json).toMatchObject({ status: "pending", request: { body: '{"now":"now"}' } });
    expect(current.json.id).not.toBe(deliveryId);
    expect((await call("POST", `/deliveries/${deliveryId}/redeliver`, { body: { render: "other" } })).status).toBe(422);
    for (const verb of ["cancel", "redeliver"])
      expect((await call("POST", `/deliveries/dlv_unknown/${verb}`)).status).toBe(404);
  });
});

type Claimed = Awaited<ReturnType<TestRuntime["stores"]["deliveries"]["claim"]>>[number];

/** What a worker does, by hand: takes what is due, keeps what this webhook sends. */
async function claim(webhookId: string): Promise<Claimed> {
  for (let tries = 0; tries < 100; tries++) {
    const due = await claimDue(opened.stores, { now: new Date(), leaseMs: 60_000, limit: 100 });
    const mine = due.find((delivery) => delivery.webhookId === webhookId);
    if (mine) return mine;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nothing was fired");
}

async function settle(claimed: Claimed, status: "succeeded" | "failed") {
  const response = { status: 200, headers: {}, body: "{}", bodyBytes: 2, isTruncated: false };
  const results = await opened.stores.deliveries.settle([
    {
      deliveryId: claimed.id,
      lease: claimed.lease,
      status,
      nextAttemptAt: null,
      attempt: {
        id: `att_${claimed.id}`,
        deliveryId: claimed.id,
        number: claimed.attemptNumber,
        kind: claimed.kind,
        startedAt: new Date(),
        durationMs: 5,
        outcome: status,
        sentHeaders: {},
        response: status === "succeeded" ? response : null,
        error: status === "succeeded" ? null : { kind: "blocked", message: "10.0.0.7 is a private address" },
        timing: { totalMs: 5 },
        remoteAddress: null,
        certificateExpiresAt: null,
        notes: [],
      },
    },
  ]);
  expect(results).toEqual(["settled"]);
}
