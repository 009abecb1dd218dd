import { mkdtempSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openStores } from "@/db";
import { actor, makeTicket, makeWebhook } from "@/db/contract/make";
import { allPermissions, type Principal } from "@/lib/access/permissions";
import type { WebhookInput } from "@/lib/delivery/webhook";
import type { Worker } from "@/lib/delivery/worker";
import { parseAllowList } from "@/lib/http/allow-list";
import { type LocalServer, serveHttp } from "@/lib/http/testing/local-server";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "./cipher";
import { createDeliveryWorker } from "./deliver";
import { fireWebhook } from "./fire";
import type { Stores } from "./stores";
import { readWaitFacts } from "./wait-facts";

// Lanes, rates and breakers the whole way: fire, SQLite, two workers, real sockets.
vi.setConfig({ testTimeout: 40_000 });
const folder = mkdtempSync(join(tmpdir(), "hookdesk-engine-"));
type Received = { body: string; at: number };
let stores: Stores;
let server: LocalServer;
let workers: Worker[] = [];
let person: Principal;
let received: Received[] = [];
let answer: (request: Received, response: ServerResponse) => void;
const logged: string[] = [];

beforeAll(async () => {
  stores = await openStores(`sqlite:${join(folder, "test.db")}`, createCipher(["a secret for tests"]));
  const [role] = await stores.roles.list();
  const of = { roleId: role?.id ?? "", roleName: "Administrator", permissions: allPermissions };
  person = { ...actor, kind: "person", ...of };
  server = await serveHttp((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk;
    });
    request.on("end", () => {
      const one = { body, at: performance.now() };
      received.push(one);
      answer(one, response);
    });
  });
});
beforeEach(() => {
  received = [];
  answer = (_, response) => void response.end("{}");
  const policy = { allow: parseAllowList("127.0.0.1"), ownOrigins: [] };
  workers = [0, 1].map(() => {
    const out = createTransport({ policy });
    return createDeliveryWorker(stores, out.transport, (_, message) => logged.push(message), { graceMs: 500 });
  });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
});
afterAll(async () => {
  await server.close();
  await stores.close();
  rmSync(folder, { recursive: true });
});

const startAll = () => {
  for (const worker of workers) worker.start();
};
const parameters: WebhookInput["parameters"] = [
  { name: "N", isReadOnly: false, dataType: "alphanumeric", displayType: "freetext", defaultText: "" },
];
const webhook = (changed: Partial<WebhookInput> = {}) =>
  makeWebhook(stores, { url: server.url, body: '"{{n}}"', parameters, roleIds: [person.roleId], ...changed });
/** Rules and callers wait in the lane; a person doesn't wait for a retry. */
const fireAs = async (kind: Principal["kind"], webhookId: string, ticketId: number, text: string) => {
  const asked = { webhookId, ticketId, parameters: { N: text } };
  return (await fireWebhook(stores, { ...person, kind }, asked, new Date())).deliveryId;
};
const deliveryOf = async (id: string) => (await stores.deliveries.get(id))?.delivery;
const until = (what: () => boolean | Promise<boolean>) =>
  vi.waitFor(async () => expect(await what()).toBe(true), { timeout: 30_000, interval: 10 });
const bodies = () => received.map(({ body }) => JSON.parse(body) as string);

test("deliveries of a ticket arrive in order though two workers send; other tickets don't wait", async () => {
  answer = (_, response) => void setTimeout(() => response.end("{}"), Math.random() * 8);
  const { id } = await webhook();
  const tickets = [await makeTicket(stores), await makeTicket(stores), await makeTicket(stores)];
  for (let round = 0; round < 15; round++)
    for (const [index, ticket] of tickets.entries()) await fireAs("apiKey", id, ticket.id, `${index} ${round}`);
  startAll();
  await until(() => received.length >= 45);
  for (const index of tickets.keys())
    expect(bodies().filter((body) => body.startsWith(`${index} `))).toEqual(
      Array.from({ length: 15 }, (_, round) => `${index} ${round}`),
    );
});

test("a retrying head holds its lane, a person goes past it, and everyone says so", async () => {
  answer = ({ body }, response) => void response.writeHead(body.includes("first") ? 500 : 200).end("{}");
  const { id } = await webhook({ retry: { schedule: "custom", delaysSeconds: [3_600], stopOn: [] } });
  const ticket = await makeTicket(stores);
  const first = await fireAs("apiKey", id, ticket.id, "first");
  startAll();
  await until(async () => (await deliveryOf(first))?.attempts === 1 && (await deliveryOf(first))?.status === "pending");
  const second = await fireAs("apiKey", id, ticket.id, "second");
  const third = await fireAs("person", id, ticket.id, "third");
  await until(async () => (await deliveryOf(third))?.status === "succeeded");
  expect(bodies()).toEqual(["first", "third"]);
  const waiting = await deliveryOf(second);
  expect(waiting).toMatchObject({ status: "pending", attempts: 0, nextAttemptAt: null });
  if (!waiting) throw new Error("gone");
  expect((await readWaitFacts(stores, waiting, new Date())).ahead).toMatchObject({ id: first });
  expect((await stores.deliveries.ahead(third))?.id).toBe(first);
  expect(await stores.deliveries.ahead(first)).toBeUndefined();
  await stores.deliveries.cancel(person, first, new Date());
  await until(async () => (await deliveryOf(second))?.status === "succeeded");
});

test("only the latest state: what was not sent is superseded, and says by what", async () => {
  const { id } = await webhook({ ordering: "state" });
  const ticket = await makeTicket(stores);
  const ids: string[] = [];
  for (const text of ["one", "two", "three"]) ids.push(await fireAs("apiKey", id, ticket.id, text));
  startAll();
  await until(async () => (await deliveryOf(ids[2] ?? ""))?.status === "succeeded");
  expect(bodies()).toEqual(["three"]);
  expect(await deliveryOf(ids[0] ?? "")).toMatchObject({ status: "superseded" });
  expect(await deliveryOf(ids[1] ?? "")).toMatchObject({ status: "superseded", supersededBy: ids[2] });
});

test("a rate holds over two workers", async () => {
  const { id } = await webhook({ limits: { concurrency: null, perSecond: 10 } });
  for (let index = 0; index < 25; index++) await fireAs("apiKey", id, (await makeTicket(stores)).id, `${index}`);
  startAll();
  await until(() => received.length === 25);
  // The burst of one second, then one every 100 ms.
  const first = received[0]?.at ?? 0;
  expect((received.at(-1)?.at ?? 0) - first).toBeGreaterThan(1_300);
  for (const [index, { at }] of received.entries())
    expect((received[index + 11]?.at ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThan(50);
});

test("a partner that is away is cut off and announced, and what waited goes out when it answers", async () => {
  let isBack = false;
  answer = (_, response) => void response.writeHead(isBack ? 200 : 503).end("{}");
  const { id } = await webhook();
  const ids: string[] = [];
  for (let index = 0; index < 30; index++)
    ids.push(await fireAs("apiKey", id, (await makeTicket(stores)).id, `${index}`));
  startAll();
  await until(async () => (await stores.gates.list()).length === 1);
  const [gate] = await stores.gates.list();
  expect(gate).toMatchObject({ webhookId: id, state: "open", lastError: "the partner answered 503" });
  const waiting = await deliveryOf(ids[0] ?? "");
  expect(waiting?.status).toBe("pending");
  isBack = true;
  await until(async () => (await stores.gates.list()).length === 0);
  const outages = await stores.gates.outages({ webhookId: id, limit: 5 });
  expect(outages).toMatchObject([{ reason: "unreachable", endedAt: expect.any(Date) }]);
  // What the breaker let no one try has all its attempts left; the others wait for their own retries.
  for (const one of ids) await stores.deliveries.redeliver(person, one, new Date()).catch(() => undefined);
  await until(async () => (await Promise.all(ids.map(deliveryOf))).every((one) => one?.status === "succeeded"));
});
