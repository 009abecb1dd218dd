import { expect, test } from "vitest";
import { everything } from "@/lib/core/page";
import { webhookToInput } from "@/lib/delivery/form";
import type { Gate, NewOutage } from "@/lib/delivery/gate";
import { queueParts } from "@/lib/delivery/queue";
import type { Take } from "@/lib/delivery/store";
import type { NewNotice } from "@/lib/notices/notice";
import { onEveryDialect } from "./dialects";
import { actor, makeDelivery, makeWebhook, unique } from "./make";
import { later, makeLane, plainSettlement } from "./make-deliveries";

const second = 1_000;

onEveryDialect("gates, probes and rates", (stores) => {
  const gates = () => stores().gates;
  const deliveries = () => stores().deliveries;
  const at = new Date("2026-03-01T10:00:00Z");
  const after = (ms: number) => new Date(at.getTime() + ms);

  const queueFor = () => `whk_gate${unique()} api.partner.example:8443`;
  const gateOf = (queue: string, changed: Partial<Gate> = {}): Gate => ({
    ...{ queue, ...queueParts(queue), state: "open", openedAt: at, probeAt: after(10 * second), probes: 0 },
    lastError: "The partner refused the connection.",
    ...changed,
  });
  const outageOf = (queue: string, changed: Partial<NewOutage> = {}): NewOutage => ({
    ...{ queue, ...queueParts(queue), webhookName: "Partner", reason: "unreachable", startedAt: at },
    lastError: "The partner refused the connection.",
    ...changed,
  });
  const noticeOf = (queue: string, kind: "outage" | "recovery"): NewNotice => ({
    ...{ at, kind, subject: `${kind} of ${queue}`, text: "What happened.", href: "/admin" },
    webhookId: queueParts(queue).webhookId,
  });
  const open = (queue: string, changed: Partial<Gate> = {}) =>
    gates().open(gateOf(queue, changed), outageOf(queue), noticeOf(queue, "outage"));
  const close = (queue: string, when = after(60 * second)) =>
    gates().close(queue, when, () => noticeOf(queue, "recovery"));
  const gate = async (queue: string) => (await gates().list()).find((one) => one.queue === queue);
  const outages = (queue: string) => gates().outages({ webhookId: queueParts(queue).webhookId, limit: 10 });
  const told = async (queue: string) => {
    const { items } = await stores().notices.list({ ...everything });
    return items
      .filter(({ subject }) => subject.endsWith(queue))
      .map(({ kind }) => kind)
      .reverse();
  };

  test("a breaker opens and begins one outage; opening it again begins none; closing ends both", async () => {
    const queue = queueFor();
    await open(queue);
    expect(await gate(queue)).toEqual(gateOf(queue));
    await open(queue);
    expect(await outages(queue)).toEqual([{ ...outageOf(queue), id: expect.any(String), endedAt: null }]);
    expect(await gates().openOutages()).toContain(queue);
    await close(queue);
    await close(queue);
    expect(await gate(queue)).toBeUndefined();
    expect((await outages(queue)).map(({ endedAt }) => endedAt)).toEqual([after(60 * second)]);
    expect(await gates().openOutages()).not.toContain(queue);
    expect(await told(queue)).toEqual(["outage", "recovery"]);
  });

  test("a probe that failed moves the next one; failures from before it opened don't", async () => {
    const queue = queueFor();
    await open(queue);
    const failed = { probes: 1, probeAt: after(30 * second), lastError: "Timeout \0 of a partner" };
    await open(queue, failed);
    await open(queue, { probeAt: after(second), openedAt: after(second) });
    expect(await gate(queue)).toMatchObject({ ...failed, lastError: "Timeout \ufffd of a partner", openedAt: at });
  });

  test("many workers at once: one outage begins, one ends, each told once", async () => {
    const queue = queueFor();
    const eight = Array.from({ length: 8 });
    await Promise.all(eight.map(() => open(queue)));
    const begun = await Promise.all(
      eight.map(() => gates().begin(outageOf(queue, { reason: "exhausted" }), noticeOf(queue, "outage"))),
    );
    expect(begun).not.toContain(true);
    await Promise.all(eight.map(() => close(queue)));
    expect(await outages(queue)).toHaveLength(1);
    expect(await told(queue)).toEqual(["outage", "recovery"]);
  });

  test("an outage without a breaker begins once; the next one after it ended is another", async () => {
    const queue = queueFor();
    const begin = () => gates().begin(outageOf(queue, { reason: "exhausted" }), noticeOf(queue, "outage"));
    const begun = await Promise.all(Array.from({ length: 6 }, begin));
    expect(begun.filter(Boolean)).toHaveLength(1);
    await close(queue);
    expect(await begin()).toBe(true);
    expect(await told(queue)).toEqual(["outage", "recovery", "outage"]);
    // Under way first.
    expect((await outages(queue)).map(({ endedAt }) => endedAt)).toEqual([null, after(60 * second)]);
    expect(await gates().outages({ limit: 1 })).toHaveLength(1);
  });

  test("a notice that can't be written leaves no breaker and no outage behind", async () => {
    const queue = queueFor();
    const broken = { ...noticeOf(queue, "outage"), subject: null as never };
    await expect(gates().open(gateOf(queue), outageOf(queue), broken)).rejects.toThrow();
    expect([await gate(queue), await outages(queue)]).toEqual([undefined, []]);
  });

  test("a webhook that is disabled or removed has no breaker and no outage, and nobody is told", async () => {
    const disable = [
      (id: string) => stores().webhooks.setEnabled(actor, id, false),
      async (id: string) => {
        const webhook = await stores().webhooks.get(id);
        if (webhook) await stores().webhooks.update(actor, id, { ...webhookToInput(webhook), isEnabled: false });
      },
      (id: string) => stores().webhooks.remove(actor, id),
      (id: string) => gates().forget(id, new Date()),
    ];
    const other = queueFor();
    await open(other);
    for (const end of disable) {
      const { id } = await makeWebhook(stores());
      const queue = `${id} partner.example`;
      await open(queue);
      await end(id);
      expect(await gate(queue)).toBeUndefined();
      expect((await outages(queue)).map(({ endedAt }) => endedAt)).toEqual([expect.any(Date)]);
      expect(await told(queue)).toEqual(["outage"]);
    }
    expect(await gate(other)).toBeDefined();
  });

  test("a probe goes to exactly one of many claimers, and nothing else of the queue to anybody", async () => {
    const one = await makeLane(stores());
    for (let made = 0; made < 4; made++) await makeDelivery(stores(), { webhookId: one.webhookId });
    await open(one.queue, { probeAt: later(-second) });
    const now = new Date(Date.now() + second);
    const probeUntil = later(70 * second);
    const claim = (take: Partial<Take>) =>
      deliveries().claim({ now, leaseMs: 60_000, takes: [{ queue: one.queue, limit: 5, ...take }] });
    expect(await claim({})).toEqual([]);
    const claims = (await Promise.all(Array.from({ length: 8 }, () => claim({ probeUntil })))).flat();
    expect(claims.map(({ isProbe }) => isProbe)).toEqual([true]);
    expect(await gate(one.queue)).toMatchObject({ state: "halfOpen", probeAt: probeUntil });
    expect(await claim({ probeUntil })).toEqual([]);
    await close(one.queue);
    expect(await claim({ probeUntil })).toEqual([]);
    expect((await claim({})).map(({ isProbe }) => isProbe)).toEqual([false, false, false]);
  });

  test("a probe is left to others when nothing is due, and comes back when its worker died", async () => {
    const one = await makeLane(stores());
    await open(one.queue, { probeAt: later(-second) });
    const claim = (now: Date, probeUntil: Date) =>
      deliveries().claim({ now, leaseMs: 30_000, takes: [{ queue: one.queue, limit: 5, probeUntil }] });
    expect(await claim(later(second), later(40 * second))).toEqual([]);
    expect(await gate(one.queue)).toMatchObject({ state: "open" });
    const id = await one.add();
    expect((await claim(later(second), later(40 * second))).map((each) => each.id)).toEqual([id]);
    expect(await claim(later(39 * second), later(80 * second))).toEqual([]);
    await deliveries().recover(later(41 * second));
    const again = await claim(later(42 * second), later(80 * second));
    expect(again).toMatchObject([{ id, isProbe: true, attemptNumber: 2 }]);
    // Its result puts the next one off.
    await deliveries().settle(again.map((each) => plainSettlement(each, "pending")));
    await open(one.queue, { probes: 1, probeAt: later(60 * second) });
    expect(await gate(one.queue)).toMatchObject({ state: "open", probes: 1 });
  });

  /** A webhook with this many deliveries due, each in a lane of its own, on two hosts. */
  async function crowd(count: number) {
    const { id: webhookId } = await makeWebhook(stores());
    const queues = [`${webhookId} a.example`, `${webhookId} b.example`];
    const first = await makeDelivery(stores(), { webhookId, queue: queues[0] ?? "" });
    const many = Array.from({ length: count - 1 }, (_, index) => ({
      ...{ ...first, id: `${first.id}${index}`, queue: queues[index % 2] ?? "" },
      // A ticket each, so that no lane holds them back.
      ticketId: 1_000_000 + unique(),
    }));
    for (let from = 0; from < many.length; from += 500)
      await stores().changes.commit({
        ...{ ticketId: first.ticketId, at: new Date(), history: [] },
        deliveries: many.slice(from, from + 500),
      });
    return { webhookId, queues };
  }

  test("10 a second is never more than the burst and ten for each second, however two workers take turns", async () => {
    const { webhookId, queues } = await crowd(400);
    const rate = { webhookId, perSecond: 10, burst: 10 };
    const start = Date.now() + second;
    const behindMs = 20;
    let elapsed = 0;
    let taken = 0;
    for (let round = 0; round < 30; round++) {
      elapsed += [0, 37, 100, 5, 250, 1_000][round % 6] ?? 0;
      const now = new Date(start + elapsed);
      const takes = queues.map((queue) => ({ queue, limit: 1 + ((round * 7) % 12), rate }));
      // The second one's clock is behind.
      const behind = new Date(now.getTime() - behindMs);
      const claims = await Promise.all([
        deliveries().claim({ now, leaseMs: 1e9, takes }),
        deliveries().claim({ now: behind, leaseMs: 1e9, takes: takes.toReversed() }),
      ]);
      taken += claims.flat().length;
      expect(taken).toBeLessThanOrEqual(10 + (10 * (elapsed + behindMs)) / second);
    }
    // Nor much less.
    expect(taken).toBeGreaterThan((10 * elapsed) / second - 10);
  });

  test("a bucket that was not used is full and no fuller; it gives nothing for nothing", async () => {
    const { webhookId, queues } = await crowd(30);
    const rate = { webhookId, perSecond: 3, burst: 5 };
    const claim = async (now: Date, limit = 20) =>
      (await deliveries().claim({ now, leaseMs: 1e9, takes: [{ queue: queues[0] ?? "", limit, rate }] })).length;
    const start = Date.now() + second;
    const times = [0, 333, 334, 700, 100_000];
    const counts: number[] = [];
    for (const ms of times) counts.push(await claim(new Date(start + ms)));
    expect(counts).toEqual([5, 0, 1, 1, 5]);
    // What was not there to be claimed was not paid for.
    const rest = await claim(new Date(start + 200_000));
    expect(rest).toBe(4);
    expect(await claim(new Date(start + 200_000))).toBe(0);
    const other = await deliveries().claim({
      ...{ now: new Date(start + 200_000), leaseMs: 1e9 },
      takes: [{ queue: queues[1] ?? "", limit: 20, rate }],
    });
    expect(other).toHaveLength(1);
  });

  test("a webhook that is not limited does not wait for one that is", async () => {
    const limited = await crowd(10);
    const free = await crowd(10);
    const rate = { webhookId: limited.webhookId, perSecond: 1, burst: 1 };
    const claimed = await deliveries().claim({
      ...{ now: later(second), leaseMs: 1e9 },
      takes: [
        ...limited.queues.map((queue) => ({ queue, limit: 5, rate })),
        ...free.queues.map((queue) => ({ queue, limit: 6 })),
      ],
    });
    const counts = [limited, free].map(
      ({ webhookId }) => claimed.filter((each) => each.webhookId === webhookId).length,
    );
    expect(counts).toEqual([1, 10]);
  });
});
