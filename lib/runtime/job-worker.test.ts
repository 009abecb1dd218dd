import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStores } from "@/db";
import { actor, makeDelivery, makeTicket, makeWebhook } from "@/db/contract/make";
import { sleep } from "@/lib/delivery/waiting";
import { startJob, startRecovery } from "./bulk-jobs";
import { createCipher } from "./cipher";
import { createJobWorker, type JobWorkerOptions } from "./job-worker";
import { countRecovery } from "./recover";
import { redeliverCurrent } from "./redeliver-current";
import type { Stores } from "./stores";

const folder = mkdtempSync(join(tmpdir(), "hookdesk-jobs-"));
let stores: Stores;
const logged: string[] = [];
const log = (_: string, message: string) => void logged.push(message);

beforeAll(async () => {
  stores = await openStores(`sqlite:${join(folder, "test.db")}`, createCipher(["secret"]));
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
});

const worker = (options: Partial<JobWorkerOptions> = {}, using = stores) =>
  createJobWorker(using, log, { pollMs: 10, ...options });
const jobOf = async (id: string) => {
  const job = await stores.jobs.get(id);
  if (!job) throw new Error("no job");
  return job;
};

/** Deliveries of one webhook, each on a ticket of its own, all cancelled. */
async function cancelled(count: number) {
  const webhook = await makeWebhook(stores);
  const ids: string[] = [];
  const tickets: Awaited<ReturnType<typeof makeTicket>>[] = [];
  for (let index = 0; index < count; index++) {
    const ticket = await makeTicket(stores);
    const { id } = await makeDelivery(stores, { webhookId: webhook.id, ticketId: ticket.id });
    await stores.deliveries.cancel(actor, id, new Date());
    tickets.push(ticket);
    ids.push(id);
  }
  return { webhook, ids, tickets, filter: { webhookId: webhook.id } };
}
const redeliver = (filter: { webhookId: string }, perSecond: number | null, render: "same" | "current" = "same") =>
  startJob(stores, actor, { kind: "redeliver", render, filter }, perSecond, new Date());
const waitingOf = async (webhookId: string) =>
  (await stores.deliveries.list({ page: 1, pageSize: 100, webhookId, status: "pending" })).items;

test("a rate spreads deliveries over time instead of in bursts", async () => {
  for (const render of ["same", "current"] as const) {
    const { webhook, filter } = await cancelled(6);
    const { job } = await redeliver(filter, 20, render);
    const running = worker();
    const start = performance.now();
    running.start();
    await sleep(130);
    // Two at once are the most for this rate: after 130 ms four have begun, and never all six.
    expect((await waitingOf(webhook.id)).length).toBeLessThan(6);
    await expect.poll(async () => (await jobOf(job.id)).status, { timeout: 5_000 }).toBe("done");
    expect(performance.now() - start).toBeGreaterThan(190);
    expect(await jobOf(job.id)).toMatchObject({ done: 6, failed: 0, skipped: 0 });
    await running.stop();
  }
});

test("a worker that is stopped gives the job back, and another one goes on; each is done once", async () => {
  const { webhook, ids, filter } = await cancelled(8);
  const { job } = await redeliver(filter, 20, "current");
  const first = worker();
  first.start();
  await expect.poll(async () => (await jobOf(job.id)).done).toBeGreaterThan(1);
  await first.stop();
  const { status, done } = await jobOf(job.id);
  expect([status, done < 8]).toEqual(["running", true]);
  expect(await worker().drainOnce()).toBe(1);
  expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 8 });
  const made = await waitingOf(webhook.id);
  expect(made.map(({ cause }) => cause.redeliveryOf).toSorted()).toEqual(ids);
});

test("two workers and a killed one: the lease runs out, nothing is done twice and no count is lost", async () => {
  const { webhook, ids, filter } = await cancelled(30);
  const { job } = await redeliver(filter, 100, "current");
  const dead: Stores = { ...stores, jobs: { ...stores.jobs, letGo: async () => undefined } };
  const killed = worker({ leaseMs: 100 }, dead);
  killed.start();
  await expect.poll(async () => (await jobOf(job.id)).done).toBeGreaterThan(2);
  await killed.stop();
  const both = [worker(), worker()];
  for (const one of both) one.start();
  await expect.poll(async () => (await jobOf(job.id)).status, { timeout: 10_000 }).toBe("done");
  await Promise.all(both.map((one) => one.stop()));
  expect(await jobOf(job.id)).toMatchObject({ done: 30, failed: 0, skipped: 0 });
  expect((await waitingOf(webhook.id)).map(({ cause }) => cause.redeliveryOf).toSorted()).toEqual(ids);
});

test("an error of the database is tried again; one that stays ends the job, which can be resumed", async () => {
  const { filter } = await cancelled(3);
  const { job } = await redeliver(filter, null);
  let errors = 2;
  const flaky: Stores = {
    ...stores,
    jobs: {
      ...stores.jobs,
      move: (hold, limit) =>
        errors-- > 0 ? Promise.reject(new Error("database is locked")) : stores.jobs.move(hold, limit),
    },
  };
  await worker({}, flaky).drainOnce();
  expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 3 });
  expect(logged.filter((line) => line.includes("will be tried again"))).toHaveLength(2);

  const { job: other } = await redeliver(filter, null);
  errors = 1_000;
  await worker({ mostFailures: 2 }, flaky).drainOnce();
  expect(await jobOf(other.id)).toMatchObject({
    ...{ status: "failed", done: 0 },
    message: "The database refused the next step 2 times in a row; the worker's log says why.",
  });
  await stores.jobs.decide(actor, other.id, "resume", new Date());
  await worker().drainOnce();
  expect(await jobOf(other.id)).toMatchObject({ status: "done", done: 3 });
});

test("as things are now: what can't be fired any more is counted with the reason, the rest goes on", async () => {
  const { webhook, filter, tickets } = await cancelled(3);
  await stores.webhooks.setEnabled(actor, webhook.id, false);
  const { job } = await redeliver(filter, null, "current");
  await worker().drainOnce();
  expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 0, failed: 3 });
  const [first] = ((await jobOf(job.id)).message ?? "").split("\n");
  expect(first).toBe(
    `${tickets[0]?.displayId}: “${webhook.name}” can't be fired on ${tickets[0]?.displayId}. It is disabled.`,
  );
});

test("recovers the tickets whose last delivery failed or was never made", async () => {
  const { types } = await stores.deskLists.load();
  const typeId = types.at(-1)?.id ?? 0;
  const webhook = await makeWebhook(stores, { ticketTypeId: typeId });
  const since = new Date().toISOString();
  const tickets = [];
  for (const title of ["Missing", "Cancelled", "Waiting", "Other"])
    tickets.push(await makeTicket(stores, { typeId, title }));
  const [missing, called, waits, other] = tickets;
  for (const ticket of [called, waits])
    await makeDelivery(stores, { webhookId: webhook.id, ticketId: ticket?.id ?? 0 });
  const [newest] = (await stores.deliveries.list({ page: 1, pageSize: 1, ticketId: called?.id })).items;
  await stores.deliveries.cancel(actor, newest?.id ?? "", new Date());
  const input = {
    ...{ kind: "fire", webhookId: webhook.id, since, which: "both" },
    conditions: {
      ...{ type: "group", mode: "none" },
      conditions: [{ type: "test", field: "ticket.title", operator: "equals", value: "Other" }],
    },
  } as Parameters<typeof countRecovery>[1];
  const count = await countRecovery(stores, input, { after: (missing?.id ?? 1) - 1, listed: 20 }, new Date());
  expect(count).toMatchObject({ matched: 3, included: 1, next: null });
  expect(count.tickets.map(({ id, isIn, why }) => [id, isIn, why])).toEqual([
    [missing?.id, true, "No delivery was ever made."],
    [called?.id, false, "Its last delivery was cancelled."],
    [waits?.id, false, "A delivery waits for its next attempt."],
  ]);
  const before = await waitingOf(webhook.id);
  const job = await startRecovery(stores, actor, { input, total: 1, perSecond: null }, new Date());
  await makeTicket(stores, { typeId, title: "Late" });
  await worker().drainOnce();
  expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 1, failed: 0, skipped: 0 });
  const after = await waitingOf(webhook.id);
  expect(after.map(({ ticketId }) => ticketId).toSorted()).toEqual(
    [...before.map(({ ticketId }) => ticketId), missing?.id].toSorted(),
  );
  expect(other).toBeDefined();
});

test("a single redelivery as things are now is linked to the earlier one", async () => {
  const { ids } = await cancelled(1);
  const principal = { ...actor, kind: "person", roleId: "", roleName: "", permissions: [] } as const;
  const { deliveryId } = await redeliverCurrent(stores, principal, ids[0] ?? "", new Date());
  expect((await stores.deliveries.get(deliveryId))?.delivery.cause).toEqual({ depth: 0, redeliveryOf: ids[0] });
});
