import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openStores } from "@/db";
import { actor, makeDelivery, makeForm, makeTicket, makeWebhook } from "@/db/contract/make";
import { allPermissions, type Principal } from "@/lib/access/permissions";
import type { WebhookInput } from "@/lib/delivery/webhook";
import type { Worker } from "@/lib/delivery/worker";
import { parseAllowList } from "@/lib/http/allow-list";
import { type LocalServer, serveHttp } from "@/lib/http/testing/local-server";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "./cipher";
import { createDeliveryWorker } from "./deliver";
import { fireWebhook, previewWebhook } from "./fire";
import { redeliverCurrent } from "./redeliver-current";
import type { Stores } from "./stores";

// The whole way: fire, SQLite, worker, real sockets, mapping, history.
const folder = mkdtempSync(join(tmpdir(), "hookdesk-deliver-"));
type Received = { url: string; method: string; headers: IncomingMessage["headers"]; body: string };
let stores: Stores;
let server: LocalServer;
let worker: Worker;
let principal: Principal;
let received: Received[] = [];
let answer: (request: Received, response: ServerResponse) => void;
const logged: string[] = [];

beforeAll(async () => {
  stores = await openStores(`sqlite:${join(folder, "test.db")}`, createCipher(["a secret for tests"]));
  const [role] = await stores.roles.list();
  principal = {
    ...actor,
    kind: "person",
    roleId: role?.id ?? "",
    roleName: "Administrator",
    permissions: allPermissions,
  };
  server = await serveHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { url = "", method = "", headers } = request;
      const one = { url, method, headers, body: Buffer.concat(chunks).toString("utf8") };
      received.push(one);
      answer(one, response);
    });
  });
});
beforeEach(() => {
  received = [];
  answer = (_, response) => void response.end("{}");
  const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };
  const out = createTransport({ policy, limits: { firstByteMs: 2_500, totalMs: 5_000 } });
  worker = createDeliveryWorker(stores, out.transport, (_, message) => logged.push(message), { graceMs: 300 });
  worker.start();
});
afterEach(() => worker.stop());
afterAll(async () => {
  await server.close();
  await stores.close();
  rmSync(folder, { recursive: true });
});

const webhook = (changed: Partial<WebhookInput> = {}) =>
  makeWebhook(stores, { url: `${server.url}/tickets`, roleIds: [principal.roleId], ...changed });
const fire = async (changed: Partial<WebhookInput> = {}, parameters: Record<string, string> = {}) => {
  const { id } = await webhook(changed);
  const ticket = await makeTicket(stores);
  const { deliveryId } = await fireWebhook(
    stores,
    principal,
    { webhookId: id, ticketId: ticket.id, parameters },
    new Date(),
  );
  return { deliveryId, ticket, webhookId: id };
};
const ended = (id: string, attempts = 1) =>
  vi.waitFor(
    async () => {
      const found = await stores.deliveries.get(id);
      if (!found || found.attempts.length < attempts) throw new Error(`${id} is ${found?.delivery.status}`);
      return found;
    },
    { timeout: 12_000, interval: 10 },
  );
const graphOf = async (id: number) => (await stores.tickets.graph(id))?.ticket;
const historyOf = async (id: number) => (await stores.tickets.history(id, { page: 1, pageSize: 50 })).items;

test("fired, sent, and the partner's number lands in the custom form", async () => {
  answer = (_, response) => void response.writeHead(201).end('{"result":{"number":"INC0012345"}}');
  const form = await makeForm(stores);
  const responseFields = [{ path: "result.number", formId: form.id, fieldId: 1 }];
  const { deliveryId, ticket } = await fire({ responseFields, actionDescription: "Sent {{ticket.displayid}}" });
  const { delivery, attempts } = await ended(deliveryId);
  expect(delivery).toMatchObject({ status: "succeeded", attempts: 1, lastStatus: 201 });
  expect(attempts[0]).toMatchObject({
    outcome: "succeeded",
    response: { status: 201 },
    notes: [],
    remoteAddress: "127.0.0.1",
  });
  expect(received[0]).toMatchObject({ method: "POST", body: `{"number": "${ticket.displayId}"}` });
  expect((await graphOf(ticket.id))?.forms[form.id]).toEqual([{ 1: "INC0012345" }]);
  const [succeeded, fired] = await historyOf(ticket.id);
  expect([fired?.kind, fired?.summary]).toEqual(["webhook.fired", `Sent ${ticket.displayId}`]);
  expect(succeeded).toMatchObject({
    kind: "webhook.succeeded",
    changes: [{ to: "INC0012345" }],
    cause: { deliveryId, depth: 1 },
  });
});

test("a dead host and one that never answers keep nobody waiting", async () => {
  answer = ({ url }, response) => void (url === "/hang" || response.end("{}"));
  const closed = await serveHttp(() => {});
  await closed.close();
  const hanging = await Promise.all([...Array(20)].map(() => fire({ url: `${server.url}/hang` })));
  const dead = await fire({ url: closed.url });
  const healthy = await fire();
  const since = performance.now();
  expect((await ended(healthy.deliveryId)).delivery.status).toBe("succeeded");
  expect(performance.now() - since).toBeLessThan(2_000);
  for (const [deliveryId, kind] of [
    [hanging[0]?.deliveryId ?? "", "timeout"],
    [dead.deliveryId, "refused"],
  ]) {
    const { delivery, attempts } = await ended(deliveryId ?? "");
    expect([delivery.status, attempts[0]?.error?.kind]).toEqual(["pending", kind]);
    expect(delivery.nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 2_000);
  }
});

test("500, then 200: waits for its next attempt, which a person hurries; the same bytes again", async () => {
  answer = (_, response) => void response.writeHead(received.length === 1 ? 500 : 200).end("later");
  const { deliveryId, ticket } = await fire();
  const first = (await ended(deliveryId)).delivery;
  expect(first).toMatchObject({ status: "pending", lastStatus: 500 });
  await stores.deliveries.redeliver(principal, deliveryId, new Date());
  const { delivery, attempts } = await ended(deliveryId, 2);
  expect([delivery.status, attempts.map(({ outcome }) => outcome)]).toEqual(["succeeded", ["failed", "succeeded"]]);
  expect(received[0]?.body).toBe(received[1]?.body);
  expect((await historyOf(ticket.id)).map(({ kind }) => kind)).toEqual([
    "webhook.succeeded",
    "webhook.fired",
    "webhook.failed",
    "webhook.fired",
    "ticket.created",
  ]);
});

test("the ticket changes while the partner thinks: both changes stand", async () => {
  const form = await makeForm(stores);
  let change: Promise<unknown> = Promise.resolve();
  answer = (_, response) => {
    change = Promise.resolve(fired).then(async ({ ticket }) => {
      const at = new Date();
      for (let expectedVersion = 1; expectedVersion <= 3; expectedVersion++)
        await stores.changes.commit({
          ticketId: ticket.id,
          at,
          expectedVersion,
          fields: { title: "Changed meanwhile" },
          history: [],
        });
      response.end('{"number":"INC1"}');
    });
  };
  const fired = fire({ responseFields: [{ path: "number", formId: form.id, fieldId: 1 }] });
  const { deliveryId, ticket } = await fired;
  expect((await ended(deliveryId)).delivery.status).toBe("succeeded");
  await change;
  expect(await graphOf(ticket.id)).toMatchObject({
    title: "Changed meanwhile",
    version: 5,
    forms: { [form.id]: [{ 1: "INC1" }] },
  });
});

test("thirty replies into one ticket at once all land, one version each", async () => {
  const form = await makeForm(stores, {
    fields: [1, 2].map((n) => ({ id: 0, name: `F${n}`, kind: "text", options: [], isReadOnly: false })),
  });
  answer = (_, response) => void response.end(`{"n":"${received.length}"}`);
  const { id } = await webhook({ responseFields: [{ path: "n", formId: form.id, fieldId: 1 }] });
  const ticket = await makeTicket(stores);
  const fired = await Promise.all(
    [...Array(30)].map(() =>
      fireWebhook(stores, principal, { webhookId: id, ticketId: ticket.displayId, parameters: {} }, new Date()),
    ),
  );
  for (const { deliveryId } of fired)
    expect((await ended(deliveryId)).attempts[0]?.notes.filter((note) => note.includes("kept changing"))).toEqual([]);
  expect((await graphOf(ticket.id))?.version).toBe(31);
});

test("5 MB go out whole; more is refused before anything is stored", async () => {
  const parameters = [
    { name: "Text", isReadOnly: false, dataType: "alphanumeric", displayType: "multiline", defaultText: "" },
  ] as const;
  const body = `"${"{{text}}".repeat(49)}"`;
  const { deliveryId } = await fire({ parameters: [...parameters], body }, { Text: "x".repeat(100_000) });
  expect((await ended(deliveryId)).delivery.status).toBe("succeeded");
  expect(received[0]?.body.length).toBe(4_900_002);
  await expect(
    fire({ parameters: [...parameters], body: `${body}${body}` }, { Text: "x".repeat(100_000) }),
  ).rejects.toMatchObject({ code: "limit" });
});

describe("credentials", () => {
  const auth = { type: "basic", username: "desk", password: "hunter22" } as const;
  test("go out, and are found nowhere afterwards", async () => {
    answer = ({ headers }, response) => void response.end(`you said ${headers.authorization}`);
    const { deliveryId, webhookId, ticket } = await fire({ auth });
    const found = await ended(deliveryId);
    expect(received[0]?.headers.authorization).toBe(`Basic ${btoa("desk:hunter22")}`);
    const preview = await previewWebhook(
      stores,
      principal,
      { webhookId, ticketId: ticket.id, parameters: {} },
      new Date(),
    );
    expect(preview.headers.authorization).toBe("Basic ••••••");
    expect(JSON.stringify([found, preview, await historyOf(ticket.id)])).not.toMatch(/hunter22|ZGVzazpodW50ZXIyMg/);
  });

  test("that are gone end the delivery with a clear message", async () => {
    const request = { method: "POST", url: server.url, headers: {}, body: null, connectionId: "con_gone" } as const;
    const { id } = await makeDelivery(stores, { request });
    expect((await ended(id)).delivery).toMatchObject({
      status: "failed",
      lastError: expect.stringContaining("credentials"),
    });
    expect(received).toEqual([]);
  });
});

test("preview shows what firing sends and sends nothing; drafts too", async () => {
  const ticket = await makeTicket(stores);
  const { id } = await webhook({ body: '{"t":"{{ticket.title}}", x}' });
  const preview = await previewWebhook(
    stores,
    principal,
    { webhookId: id, ticketId: ticket.id, parameters: {} },
    new Date(),
  );
  expect(preview).toMatchObject({
    method: "POST",
    url: `${server.url}/tickets`,
    warnings: [{ field: "body", line: 1 }],
  });
  const [segment] = preview.bodySegments;
  expect(preview.body?.slice(segment?.start, segment?.end)).toBe(ticket.title);
  const stored = await stores.webhooks.get(id);
  if (!stored) throw new Error("gone");
  const draft = {
    ...stored.config,
    name: "d",
    ticketTypeId: ticket.typeId,
    isEnabled: true,
    auth: { type: "none" },
    roleIds: [],
  } as const;
  expect(
    (
      await previewWebhook(
        stores,
        principal,
        { draft: { ...draft, roleIds: [] }, ticketId: ticket.id, parameters: {} },
        new Date(),
      )
    ).body,
  ).toBe(preview.body);
  const outsider = { ...principal, permissions: [], roleId: "rol_other" };
  await expect(
    previewWebhook(stores, outsider, { webhookId: id, ticketId: ticket.id, parameters: {} }, new Date()),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(received).toEqual([]);
});

test("redelivering as things are now renders anew, with the same parameters", async () => {
  const { deliveryId, ticket } = await fire();
  await ended(deliveryId);
  await stores.changes.commit({
    ticketId: ticket.id,
    at: new Date(),
    expectedVersion: 1,
    fields: { title: "New title" },
    history: [],
  });
  const stored = (await stores.deliveries.get(deliveryId))?.delivery;
  const again = await redeliverCurrent(stores, { ...principal, roleId: "rol_other" }, deliveryId, new Date());
  const { delivery } = await ended(again.deliveryId);
  expect([delivery.webhookId, delivery.ticketVersion, stored?.ticketVersion]).toEqual([stored?.webhookId, 2, 1]);
});

test("credentials that come back half escaped reach no field, note or log of the delivery", async () => {
  const form = await makeForm(stores);
  const bearer = "aB+cd/eF==gh";
  // As ASP.NET writes it: the same text once decoded, another one on the wire.
  answer = ({ headers }, response) => {
    const sent = JSON.stringify(headers.authorization).replaceAll("+", "\\u002B").replaceAll("=", "\\u003D");
    const encoded = encodeURIComponent(headers.authorization ?? "");
    response.setHeader(
      "x-echo",
      encoded.replaceAll(/%../g, (byte) => byte.toLowerCase()),
    );
    response.end(`{"sent": ${sent}}`);
  };
  const body = "{{response.value.sent}} {{response.headers.x-echo}} {{response.body}}";
  const { deliveryId, ticket } = await fire({
    auth: { type: "bearer", token: bearer },
    responseFields: [{ path: "sent", formId: form.id, fieldId: 1 }],
    responseActions: { success: [{ type: "add_note", body, visibility: "public" }], failure: [] },
  });
  const found = [await ended(deliveryId), await graphOf(ticket.id), await stores.tickets.messages(ticket.id)];
  expect(JSON.stringify(found)).toContain("Bearer ••••••");
  expect(JSON.stringify(found)).not.toMatch(/cd\/|cd%2f|eF/);
});
