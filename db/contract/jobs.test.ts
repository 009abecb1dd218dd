import { describe, expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { type DeliveriesJob, deliveriesJob, type Job, wantedBy } from "@/lib/delivery/job";
import type { ClaimedJob, JobHold } from "@/lib/delivery/job-store";
import { onEveryDialect } from "./dialects";
import { actor, claimDue, historyEntry, makeDelivery, makeTicket, makeWebhook } from "./make";
import { failure } from "./make-access";

const leaseMs = 30_000;

onEveryDialect("bulk jobs", (stores) => {
  const jobs = () => stores().jobs;
  const deliveries = () => stores().deliveries;
  let clock = Date.now();
  const now = (ms = 0) => new Date(clock + ms);
  const statusOf = async (id: string) => (await deliveries().get(id))?.delivery.status;
  const statusesOf = (ids: string[]) => Promise.all(ids.map(statusOf));
  const jobOf = async (id: string) => (await jobs().get(id)) as Job;
  const auditOf = async (subject: string) =>
    (await stores().audit.list(everything)).items
      .filter((row) => row.subject === subject)
      .map(({ action, subjectName }) => `${action}: ${subjectName}`)
      .reverse();
  const disable = (id: string) => stores().webhooks.setEnabled(actor, id, false);

  /** Deliveries of one webhook, each on a ticket of its own. */
  async function waiting(count: number) {
    const webhook = await makeWebhook(stores());
    const ids: string[] = [];
    for (let index = 0; index < count; index++)
      ids.push((await makeDelivery(stores(), { webhookId: webhook.id, ticketId: (await makeTicket(stores())).id })).id);
    return { webhook, ids, filter: { webhookId: webhook.id } };
  }

  async function start(input: Partial<DeliveriesJob> & Pick<DeliveriesJob, "kind" | "filter">, perSecond = null) {
    const whole = deliveriesJob.parse(input);
    const { allowed, upTo } = await deliveries().countForBulk(wantedBy(whole), whole.filter);
    return jobs().create(actor, { input: whole, total: allowed, upTo, perSecond, at: now() });
  }
  /** Claims until it gets this job; others of this file are given back. */
  async function take(id: string): Promise<ClaimedJob | undefined> {
    const others: ClaimedJob[] = [];
    for (;;) {
      const claimed = await jobs().claim({ now: now(), leaseMs });
      if (!claimed || claimed.job.id === id) {
        for (const { job, lease } of others) await jobs().letGo({ id: job.id, lease });
        return claimed;
      }
      others.push(claimed);
    }
  }
  const must = async (id: string): Promise<ClaimedJob> => {
    const claimed = await take(id);
    if (!claimed) throw new Error("not to be had");
    return claimed;
  };
  const holdOf = ({ job, lease }: ClaimedJob): JobHold => ({
    ...{ id: job.id, lease, now: now(), leaseUntil: now(leaseMs) },
  });
  async function finishAll(claimed: ClaimedJob, limit = 2) {
    for (;;) {
      const result = await jobs().move(holdOf(claimed), limit);
      if (result === "lost") return "lost";
      if (result.taken === 0) break;
    }
    return jobs().finish(holdOf(claimed), { status: "done" });
  }

  describe("counting", () => {
    test("says how many match, how many may be taken, and what the others are doing", async () => {
      const { ids, filter } = await waiting(4);
      const { id: sending } = (await claimDue(stores(), { now: now(60_000), leaseMs, limit: 1_000 })).find(
        ({ id }) => id === ids[0],
      ) ?? { id: "" };
      const rest = ids.slice(1);
      expect(sending).toBe(ids[0]);
      await deliveries().recover(now(1e9));
      await deliveries().cancel(actor, rest[2] ?? "", now());
      const counted = await deliveries().countForBulk(wantedBy({ kind: "cancel", render: "same" }), filter);
      expect(counted).toEqual({ matched: 4, allowed: 3, refused: { cancelled: 1 }, upTo: rest[1] });
      const again = await deliveries().countForBulk(wantedBy({ kind: "redeliver", render: "current" }), filter);
      expect(again).toMatchObject({ matched: 4, allowed: 1, refused: { pending: 3 } });
      expect(await deliveries().countForBulk(["pending"], { ids: [ids[1] ?? "", "dlv_0"], ...filter })).toMatchObject({
        ...{ matched: 1, allowed: 1, upTo: ids[1] },
      });
      expect(await deliveries().countForBulk(["pending"], { ids: [] })).toMatchObject({ matched: 0, upTo: null });
    });

    test("a job with nothing to take is done at once", async () => {
      const job = await start({ kind: "release", filter: { q: "100%_'" } });
      expect(job).toMatchObject({ status: "done", total: 0, finishedAt: job.createdAt });
    });
  });

  describe("moving", () => {
    test("takes a few at a time, oldest first; counts, history and audit are as they should be", async () => {
      const { webhook, ids, filter } = await waiting(5);
      await disable(webhook.id);
      const job = await start({ kind: "release", filter: { ...filter, status: "held" } });
      expect(job).toMatchObject({ status: "running", total: 5, done: 0, startedAt: null, actorName: actor.name });
      const claimed = await must(job.id);
      expect(await jobs().move(holdOf(claimed), 2)).toEqual({ taken: 2 });
      expect(await statusesOf(ids)).toEqual(["pending", "pending", "held", "held", "held"]);
      expect(await jobOf(job.id)).toMatchObject({ done: 2, status: "running", startedAt: now() });
      await finishAll(claimed);
      expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 5, skipped: 0, failed: 0, finishedAt: now() });
      const { delivery } = (await deliveries().get(ids[0] ?? "")) ?? {};
      const [newest] = (await stores().tickets.history(delivery?.ticketId ?? 0, { page: 1, pageSize: 1 })).items;
      expect(newest).toMatchObject({ summary: `Released “${webhook.name}”, which was held` });
      expect((await auditOf(webhook.id)).at(-1)).toBe("delivery.released: 5 deliveries");
      expect(await auditOf(job.id)).toEqual(["job.start: release · 5 deliveries"]);
    });

    test("chosen rows alone; what changed meanwhile is skipped; what came later is left alone", async () => {
      const { webhook, ids, filter } = await waiting(4);
      const job = await start({ kind: "cancel", filter: { ids: ids.slice(0, 3) } });
      const all = await start({ kind: "cancel", filter });
      await deliveries().cancel(actor, ids[1] ?? "", now());
      const late = await makeDelivery(stores(), { webhookId: webhook.id });
      await finishAll(await must(job.id));
      expect(await statusesOf(ids)).toEqual(["cancelled", "cancelled", "cancelled", "pending"]);
      expect(await jobOf(job.id)).toMatchObject({ status: "done", total: 3, done: 2, skipped: 1 });
      await finishAll(await must(all.id));
      expect(await jobOf(all.id)).toMatchObject({ status: "done", total: 4, done: 1, skipped: 3 });
      expect(await statusOf(late.id)).toBe("pending");
    });

    test("redelivers finished ones once each, by hand", async () => {
      const { ids, filter } = await waiting(3);
      for (const id of ids) await deliveries().cancel(actor, id, now());
      const job = await start({ kind: "redeliver", filter: { ...filter, status: "cancelled" } });
      await finishAll(await must(job.id), 1);
      expect(await statusesOf(ids)).toEqual(["pending", "pending", "pending"]);
      expect((await deliveries().get(ids[0] ?? ""))?.delivery).toMatchObject({ kind: "manual" });
      expect(await jobOf(job.id)).toMatchObject({ done: 3, total: 3 });
    });
  });

  test("one that waits behind another of its lane is left alone by a redelivery, and counted as skipped", async () => {
    const { webhook, ids, filter } = await waiting(1);
    const first = await deliveries().get(ids[0] ?? "");
    const ticketId = first?.delivery.ticketId ?? 0;
    const behind = await makeDelivery(stores(), {
      ...{ webhookId: webhook.id, ticketId, ticketVersion: first?.delivery.ticketVersion ?? 1 },
      lane: { ordering: "event", passesRetries: false },
    });
    expect((await deliveries().get(behind.id))?.delivery.nextAttemptAt).toBeNull();
    const job = await start({ kind: "redeliver", filter });
    await finishAll(await must(job.id));
    expect(await jobOf(job.id)).toMatchObject({ status: "done", total: 2, done: 1, skipped: 1, failed: 0 });
  });

  describe("leases", () => {
    test("two workers: one gets it; when it dies the other goes on where it was, and the dead one's steps do nothing", async () => {
      const { ids, filter } = await waiting(4);
      const job = await start({ kind: "cancel", filter });
      const first = await must(job.id);
      expect(await take(job.id)).toBeUndefined();
      await jobs().move(holdOf(first), 1);
      clock += leaseMs - 1;
      expect(await take(job.id)).toBeUndefined();
      // Every step extends the lease.
      await jobs().move(holdOf(first), 1);
      clock += leaseMs - 1;
      expect(await take(job.id)).toBeUndefined();
      clock += 1;
      const second = await must(job.id);
      expect(second).toMatchObject({ position: ids[1], job: { done: 2 } });
      expect(await jobs().move(holdOf(first), 1)).toBe("lost");
      expect(await jobs().record(holdOf(first), { position: ids[2] ?? "", outcome: "passed" })).toBe("lost");
      await jobs().finish(holdOf(first), { status: "failed", message: "I was dead." });
      expect(await statusesOf(ids)).toEqual(["cancelled", "cancelled", "pending", "pending"]);
      await finishAll(second);
      expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 4, message: null });
    });

    test("claimed by many at once, one gets it; given back, another has it at once", async () => {
      const { filter } = await waiting(1);
      const job = await start({ kind: "cancel", filter });
      const all = await Promise.all(Array.from({ length: 5 }, () => jobs().claim({ now: now(), leaseMs })));
      const mine = all.filter((one) => one?.job.id === job.id);
      expect(mine).toHaveLength(1);
      for (const one of all) if (one) await jobs().letGo({ id: one.job.id, lease: one.lease });
      expect(await take(job.id)).toBeDefined();
    });

    test("a step that can't be written writes nothing: neither moves nor counts nor place", async () => {
      const { ids, filter } = await waiting(2);
      const job = await start({ kind: "cancel", filter });
      const claimed = await must(job.id);
      const bad = { ...holdOf(claimed), leaseUntil: "never" as never };
      await expect(jobs().move(bad, 2)).rejects.toThrow();
      expect(await statusesOf(ids)).toEqual(["pending", "pending"]);
      expect(await jobOf(job.id)).toMatchObject({ done: 0, status: "running" });
      await finishAll(claimed);
      expect(await jobOf(job.id)).toMatchObject({ done: 2, status: "done" });
    });
  });

  describe("a person decides", () => {
    test("pause stops the worker's next step, resume lets another go on, cancel ends it", async () => {
      const { ids, filter } = await waiting(3);
      const job = await start({ kind: "cancel", filter });
      const first = await must(job.id);
      await jobs().move(holdOf(first), 1);
      expect(await jobs().decide(actor, job.id, "pause", now())).toMatchObject({ status: "paused", done: 1 });
      expect(await jobs().move(holdOf(first), 1)).toBe("lost");
      expect(await take(job.id)).toBeUndefined();
      expect(await failure(jobs().decide(actor, job.id, "pause", now()))).toMatchObject({
        ...{ code: "conflict", message: "This job can't pause now: it is paused." },
      });
      await jobs().decide(actor, job.id, "resume", now());
      const second = await must(job.id);
      await jobs().move(holdOf(second), 1);
      expect(await jobs().decide(actor, job.id, "cancel", now())).toMatchObject({ status: "cancelled", done: 2 });
      expect(await jobs().move(holdOf(second), 1)).toBe("lost");
      expect(await statusesOf(ids)).toEqual(["cancelled", "cancelled", "pending"]);
      for (const event of ["pause", "resume", "cancel"] as const)
        expect(await failure(jobs().decide(actor, job.id, event, now()))).toMatchObject({ code: "conflict" });
      expect(await failure(jobs().decide(actor, "job_0", "pause", now()))).toMatchObject({ code: "not_found" });
      expect((await auditOf(job.id)).map((line) => line.split(":")[0])).toEqual([
        ...["job.start", "job.pause", "job.resume", "job.cancel"],
      ]);
      expect((await auditOf(filter.webhookId)).at(-1)).toBe("delivery.cancelled: 2 deliveries");
    });

    test("cancelled during a step: the step is whole, before or after", async () => {
      for (let round = 0; round < 5; round++) {
        const { ids, filter } = await waiting(4);
        const job = await start({ kind: "cancel", filter });
        const claimed = await must(job.id);
        await Promise.all([jobs().move(holdOf(claimed), 4), jobs().decide(actor, job.id, "cancel", now())]);
        const { done, status } = await jobOf(job.id);
        const moved = (await statusesOf(ids)).filter((one) => one === "cancelled").length;
        expect([status, [0, 4].includes(done), moved]).toEqual(["cancelled", true, done]);
      }
    });

    test("a failed one keeps why, raises a notice, and can be resumed", async () => {
      const { filter } = await waiting(2);
      const job = await start({ kind: "cancel", filter });
      const claimed = await must(job.id);
      await jobs().finish(holdOf(claimed), { status: "failed", message: "The disk is full." });
      expect(await jobOf(job.id)).toMatchObject({ status: "failed", message: "The disk is full.", finishedAt: now() });
      const [notice] = (await stores().notices.list({ ...everything, kind: "job" })).items;
      expect(notice).toMatchObject({
        subject: "A bulk job stopped before its end",
        text: "The disk is full. 0 of 2 deliveries were done. Resume the job when the cause is gone.",
        href: "/admin/integration/deliveries/jobs",
      });
      expect(await jobs().decide(actor, job.id, "resume", now())).toMatchObject({
        status: "running",
        finishedAt: null,
      });
      await finishAll(await must(job.id));
      expect(await jobOf(job.id)).toMatchObject({ status: "done", done: 2 });
    });
  });

  describe("recording", () => {
    test("writes a change with its count and place, once; counts what failed with its reason", async () => {
      const { ids, filter } = await waiting(3);
      for (const id of ids) await deliveries().cancel(actor, id, now());
      const job = await start({ kind: "redeliver", render: "current", filter });
      const claimed = await must(job.id);
      expect(await jobs().upcoming(claimed, 2)).toEqual(ids.slice(0, 2));
      const ticket = await makeTicket(stores());
      const change = { ticketId: ticket.id, at: now(), expectedVersion: ticket.version, history: [historyEntry()] };
      const first = { position: ids[0] ?? "", outcome: "done", change } as const;
      expect(await jobs().record(holdOf(claimed), first)).toBe("recorded");
      // The same once more, as after a commit whose answer got lost.
      expect(await jobs().record(holdOf(claimed), first)).toBe("recorded");
      expect((await stores().tickets.history(ticket.id, everything)).total).toBe(2);
      const outdated = { ...change, expectedVersion: ticket.version + 1 };
      const second = { position: ids[1] ?? "", outcome: "done", change: outdated } as const;
      expect(await jobs().record(holdOf(claimed), second)).toBe("conflict");
      const reason = "IN1: The webhook is gone.";
      await jobs().record(holdOf(claimed), { position: ids[1] ?? "", outcome: "failed", reason });
      await jobs().record(holdOf(claimed), { position: ids[2] ?? "", outcome: "passed" });
      await jobs().finish(holdOf(claimed), { status: "done" });
      expect(await jobOf(job.id)).toMatchObject({
        ...{ status: "done", total: 3, done: 1, failed: 1, skipped: 1, message: reason },
      });
      expect((await auditOf(filter.webhookId)).at(-1)).toBe("delivery.firedAgain: 1 delivery");
    });
  });

  test("lists those that go on first, then newest first", async () => {
    const { filter } = await waiting(1);
    const running = await start({ kind: "cancel", filter });
    const done = await start({ kind: "cancel", filter: { ids: [] } });
    const { items, total } = await jobs().list(everything);
    expect(total).toBe(items.length);
    const places = [running.id, done.id].map((id) => items.findIndex((job) => job.id === id));
    expect(places[0]).toBeLessThan(places[1] ?? 0);
    const ended = items.map(({ status }) => status !== "running" && status !== "paused");
    expect(ended).toEqual(ended.toSorted((a, b) => Number(a) - Number(b)));
  });
});
