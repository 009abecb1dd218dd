import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import type { Attempt } from "@/lib/delivery/delivery";
import type { ClaimedDelivery, Settlement } from "@/lib/delivery/store";
import { onEveryDialect } from "./dialects";
import { actor, claimDue, historyEntry, makeDelivery, makeForm, makeTicket, makeWebhook } from "./make";
import { clearDeliveries, later, leaseMs } from "./make-deliveries";

const soon = () => later(1_000);

const attemptOf = (claimed: ClaimedDelivery, changed: Partial<Attempt> = {}): Attempt => ({
  id: newId("att"),
  deliveryId: claimed.id,
  number: claimed.attemptNumber,
  kind: claimed.kind,
  startedAt: new Date("2026-01-02T03:04:05.678Z"),
  durationMs: 12,
  outcome: "succeeded",
  sentHeaders: { accept: "text/html", authorization: "Basic ••••••" },
  response: {
    status: 201,
    headers: { "x-a": "'; DROP TABLE attempts; --" },
    body: '“q” \\ % _ 😀 \n{"a":"\\u0000"}',
    bodyBytes: 40,
    isTruncated: false,
  },
  error: null,
  timing: { firstByteMs: 3.5, totalMs: 12.1 },
  remoteAddress: "192.0.2.1",
  certificateExpiresAt: null,
  notes: ["“a” is not in the reply"],
  ...changed,
});

const settlementOf = (claimed: ClaimedDelivery, changed: Partial<Settlement> = {}): Settlement => ({
  deliveryId: claimed.id,
  lease: claimed.lease,
  attempt: attemptOf(claimed),
  status: "succeeded",
  nextAttemptAt: null,
  change: {
    ticketId: claimed.ticketId,
    at: new Date(),
    history: [historyEntry({ kind: "webhook.succeeded", cause: { deliveryId: claimed.id, depth: 1 } })],
  },
  ...changed,
});

onEveryDialect("deliveries", (stores) => {
  const deliveries = () => stores().deliveries;
  const claim = (limit = 100, now = soon()) => claimDue(stores(), { now, leaseMs, limit });
  const get = async (id: string) => {
    const found = await deliveries().get(id);
    if (!found) throw new Error("no delivery");
    return found;
  };
  const claimOne = async () => {
    const { id } = await makeDelivery(stores());
    const claimed = (await claim()).find((one) => one.id === id);
    if (!claimed) throw new Error("not claimed");
    return claimed;
  };
  const historyOf = async (ticketId: number) =>
    (await stores().tickets.history(ticketId, { page: 1, pageSize: 100 })).items;
  const audited = async (action: string, subject: string) =>
    (await stores().audit.list({ page: 1, pageSize: 100, q: action })).items.filter((row) => row.subject === subject);

  beforeEach(async () => {
    // What an earlier test left behind would be claimed or recovered by the next.
    await clearDeliveries(stores());
  });

  test("a claim leases what is due, oldest first, with all a worker needs, and counts the attempt", async () => {
    const second = await makeDelivery(stores(), { nextAttemptAt: later(-1_000) });
    const first = await makeDelivery(stores(), { nextAttemptAt: later(-2_000) });
    const future = await makeDelivery(stores(), { nextAttemptAt: later(60_000) });
    const claimed = await claim();
    expect(claimed.map(({ id }) => id)).toEqual([first.id, second.id]);
    const { webhookId, webhookName, webhookVersion, ticketId, ticketVersion, request, cause } = first;
    expect(claimed[0]).toEqual({
      ...{ id: first.id, webhookId, webhookName, webhookVersion, ticketId, ticketVersion, request, cause },
      attemptNumber: 1,
      kind: "scheduled",
      freeAttempts: 0,
      isProbe: false,
      queue: first.queue,
      lease: expect.any(String),
    });
    expect((await get(first.id)).delivery).toMatchObject({ status: "sending", attempts: 1 });
    expect(await claim()).toEqual([]);
    expect((await get(future.id)).delivery.status).toBe("pending");
  });

  test("four claimers never get the same delivery, and together get all", async () => {
    const webhook = await makeWebhook(stores());
    const made = await Promise.all(Array.from({ length: 60 }, () => makeDelivery(stores(), { webhookId: webhook.id })));
    const now = soon();
    const claimer = async () => {
      const mine: string[] = [];
      for (;;) {
        const batch = await claim(7, now);
        if (batch.length === 0) return mine;
        mine.push(...batch.map(({ id }) => id));
      }
    };
    const all = (await Promise.all([claimer(), claimer(), claimer(), claimer()])).flat();
    expect(all.sort()).toEqual(made.map(({ id }) => id).sort());
  });

  test("settling writes attempt, delivery and history; the same bytes come back", async () => {
    const claimed = await claimOne();
    const settlement = settlementOf(claimed);
    expect(await deliveries().settle([settlement])).toEqual(["settled"]);
    const { delivery, attempts } = await get(claimed.id);
    expect(attempts).toEqual([settlement.attempt]);
    expect(delivery).toMatchObject({
      status: "succeeded",
      lastStatus: 201,
      lastError: null,
      nextAttemptAt: null,
      finishedAt: new Date("2026-01-02T03:04:05.690Z"),
    });
    expect(delivery).not.toHaveProperty("lease");
    expect((await historyOf(claimed.ticketId))[0]).toMatchObject({
      kind: "webhook.succeeded",
      cause: { deliveryId: claimed.id },
    });
  });

  test("a retry is due when the settlement says, and counts on", async () => {
    const claimed = await claimOne();
    const nextAttemptAt = later(5_000);
    const error = { kind: "refused", message: "p refused" } as const;
    const attempt = attemptOf(claimed, { outcome: "failed", response: null, error });
    await deliveries().settle([
      settlementOf(claimed, { status: "pending", nextAttemptAt, attempt, change: undefined }),
    ]);
    expect((await get(claimed.id)).delivery).toMatchObject({
      status: "pending",
      lastError: "p refused",
      lastStatus: null,
      finishedAt: null,
    });
    expect(await deliveries().heads()).toContainEqual(expect.objectContaining({ dueAt: nextAttemptAt }));
    expect(await claim(10, later(1_000))).toEqual([]);
    expect((await claim(10, later(6_000)))[0]?.attemptNumber).toBe(2);
  });

  test("fields from a reply are written with their history; a ticket that moved on is a conflict and writes nothing", async () => {
    const claimed = await claimOne();
    const form = await makeForm(stores());
    const graph = await stores().tickets.graph(claimed.ticketId);
    const version = graph?.ticket.version ?? 0;
    const change = {
      ...{ ticketId: claimed.ticketId, at: new Date(), forms: { [form.id]: [{ 1: "INC1" }] } },
      history: [historyEntry({ kind: "webhook.succeeded" })],
    };
    const before = (await historyOf(claimed.ticketId)).length;
    expect(
      await deliveries().settle([settlementOf(claimed, { change: { ...change, expectedVersion: version - 1 } })]),
    ).toEqual(["conflict"]);
    expect(await get(claimed.id)).toMatchObject({ delivery: { status: "sending" }, attempts: [] });
    expect((await historyOf(claimed.ticketId)).length).toBe(before);
    expect(
      await deliveries().settle([settlementOf(claimed, { change: { ...change, expectedVersion: version } })]),
    ).toEqual(["settled"]);
    const after = await stores().tickets.graph(claimed.ticketId);
    expect(after?.ticket).toMatchObject({ version: version + 1, forms: { [form.id]: [{ 1: "INC1" }] } });
    expect((await historyOf(claimed.ticketId)).length).toBe(before + 1);
  });

  test("one group may hold every kind of outcome", async () => {
    const form = await makeForm(stores());
    const [good, conflicting, filling] = [await claimOne(), await claimOne(), await claimOne()];
    const changing = (claimed: ClaimedDelivery, expectedVersion: number) =>
      settlementOf(claimed, {
        change: {
          ticketId: claimed.ticketId,
          at: new Date(),
          expectedVersion,
          forms: { [form.id]: [{ 2: "x" }] },
          history: [historyEntry()],
        },
      });
    const lost = { ...settlementOf(good), lease: "other", attempt: attemptOf(good, { number: 9 }) };
    expect(
      await deliveries().settle([changing(conflicting, 99), lost, changing(filling, 1), settlementOf(good)]),
    ).toEqual(["conflict", "lost", "settled", "settled"]);
    expect((await get(good.id)).attempts.map(({ number }) => number)).toEqual([1, 9]);
    expect(await deliveries().settle([])).toEqual([]);
  });

  test("a settlement that can't be written leaves nothing of its group behind", async () => {
    const [good, bad] = [await claimOne(), await claimOne()];
    const broken = settlementOf(bad, { attempt: attemptOf(bad, { outcome: null as never }) });
    await expect(deliveries().settle([settlementOf(good), broken])).rejects.toThrow();
    for (const { id } of [good, bad])
      expect(await get(id)).toMatchObject({ delivery: { status: "sending" }, attempts: [] });
    expect(await deliveries().settle([settlementOf(good)])).toEqual(["settled"]);
  });

  test("settling twice, because the answer to the first got lost, is settled once", async () => {
    const claimed = await claimOne();
    const settlement = settlementOf(claimed);
    expect([await deliveries().settle([settlement]), await deliveries().settle([settlement])]).toEqual([
      ["settled"],
      ["settled"],
    ]);
    expect((await get(claimed.id)).attempts).toHaveLength(1);
  });

  test("an outcome for a ticket that is gone is still an outcome", async () => {
    const claimed = await claimOne();
    const change = { ticketId: 999_999, at: new Date(), history: [historyEntry()] };
    expect(await deliveries().settle([settlementOf(claimed, { change })])).toEqual(["settled"]);
    const other = await claimOne();
    const filling = { ...change, expectedVersion: 1, fields: { title: "x" } };
    expect(await deliveries().settle([settlementOf(other, { change: filling })])).toEqual(["settled"]);
    expect((await get(other.id)).delivery.status).toBe("succeeded");
  });

  test("a lease that ran out: back to pending with an interrupted attempt; the late outcome is kept but decides nothing", async () => {
    const claimed = await claimOne();
    expect(await deliveries().recover(later(leaseMs / 2))).toBe(0);
    const now = later(leaseMs + 2_000);
    expect((await deliveries().nextLeaseEnd())?.getTime()).toBeLessThan(now.getTime());
    expect(await deliveries().recover(now)).toBe(1);
    expect(await deliveries().recover(now)).toBe(0);
    const { delivery, attempts } = await get(claimed.id);
    expect(delivery).toMatchObject({ status: "pending", attempts: 1 });
    expect(attempts).toMatchObject([{ number: 1, outcome: "interrupted", error: { kind: "interrupted" } }]);
    expect(Math.abs((attempts[0]?.startedAt.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
    const late = settlementOf(claimed);
    expect(await deliveries().settle([late])).toEqual(["lost"]);
    expect(await get(claimed.id)).toMatchObject({
      delivery: { status: "pending" },
      attempts: [{ number: 1, outcome: "succeeded" }],
    });
    expect((await claim(10, now))[0]?.attemptNumber).toBe(2);
  });

  test("a renewed lease holds; one taken over by another claim can't be renewed", async () => {
    const claimed = await claimOne();
    await deliveries().renew(
      [
        { id: claimed.id, lease: claimed.lease },
        { id: "dlv_none", lease: "x" },
      ],
      later(10 * leaseMs),
    );
    expect(await deliveries().recover(later(2 * leaseMs))).toBe(0);
    await deliveries().renew([{ id: claimed.id, lease: "other" }], later(0));
    expect(await deliveries().recover(later(2 * leaseMs))).toBe(0);
  });

  test("a delivery that takes its worker down again and again is given up", async () => {
    const { id } = await makeDelivery(stores());
    for (let round = 1; round <= 20; round++) {
      const now = later(round * 2 * leaseMs);
      expect((await claim(10, now)).map((one) => one.id)).toEqual([id]);
      expect(await deliveries().recover(new Date(now.getTime() + leaseMs))).toBe(1);
    }
    const { delivery, attempts } = await get(id);
    expect([delivery.status, delivery.nextAttemptAt, attempts.length]).toEqual(["failed", null, 20]);
  });

  test("a row that can't be read fails where everyone sees it, and the others go on", async () => {
    const bad = await makeDelivery(stores(), { request: { url: 7 } as never });
    const good = await makeDelivery(stores());
    expect((await claim()).map(({ id }) => id)).toEqual([good.id]);
    const { delivery, attempts } = await get(bad.id);
    expect(delivery).toMatchObject({
      status: "failed",
      lastError: expect.stringContaining("can't be read"),
      nextAttemptAt: null,
    });
    expect(attempts).toMatchObject([{ error: { kind: "unreadable" }, notes: [expect.stringContaining('{"url":7}')] }]);
    expect(await claim()).toEqual([]);
  });

  test("cancel: only what waits; history on the ticket and an audit row", async () => {
    const { id, ticketId } = await makeDelivery(stores());
    expect(await deliveries().cancel(actor, id, new Date())).toMatchObject({
      status: "cancelled",
      nextAttemptAt: null,
    });
    expect((await historyOf(ticketId))[0]).toMatchObject({ kind: "webhook.cancelled", cause: { deliveryId: id } });
    expect(await audited("delivery.cancelled", id)).toHaveLength(1);
    expect(await claim()).toEqual([]);
    await expect(deliveries().cancel(actor, id, new Date())).rejects.toMatchObject({ code: "conflict" });
    await expect(deliveries().cancel(actor, "dlv_none", new Date())).rejects.toMatchObject({ code: "not_found" });
    expect(await audited("delivery.cancelled", id)).toHaveLength(1);
  });

  test("cancel against claim: exactly one wins", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await makeDelivery(stores());
      const [cancelled, claimed] = await Promise.all([
        deliveries()
          .cancel(actor, id, new Date())
          .then(
            () => true,
            () => false,
          ),
        claim(),
      ]);
      expect([cancelled, claimed.length]).toEqual(cancelled ? [true, 0] : [false, 1]);
      expect((await get(id)).delivery.status).toBe(cancelled ? "cancelled" : "sending");
      for (const one of claimed) await deliveries().settle([settlementOf(one)]);
    }
  });

  test("redelivering sends the same bytes once more, unless an attempt is under way", async () => {
    const claimed = await claimOne();
    await expect(deliveries().redeliver(actor, claimed.id, new Date())).rejects.toMatchObject({ code: "conflict" });
    await deliveries().settle([settlementOf(claimed)]);
    expect(await deliveries().redeliver(actor, claimed.id, new Date())).toMatchObject({
      status: "pending",
      kind: "manual",
      finishedAt: null,
    });
    const [again] = await claim();
    expect(again).toMatchObject({ id: claimed.id, request: claimed.request, kind: "manual", attemptNumber: 2 });
    expect((await historyOf(claimed.ticketId))[0]?.summary).toContain("Redelivered");
    expect(await audited("delivery.redelivered", claimed.id)).toHaveLength(1);
    expect(JSON.stringify(again?.request)).toBe(JSON.stringify(claimed.request));
  });

  test("hurrying one that waits for its next attempt keeps its schedule", async () => {
    const { id } = await makeDelivery(stores(), { nextAttemptAt: later(3_600_000) });
    expect(await deliveries().redeliver(actor, id, new Date())).toMatchObject({ status: "pending", kind: "scheduled" });
    expect((await claim()).map((one) => one.id)).toEqual([id]);
  });

  test("lists: newest first, filters, search in names, ids, URL and body with hostile text", async () => {
    const ticket = await makeTicket(stores());
    const webhook = await makeWebhook(stores(), { name: "100% of_it 'quoted'" });
    const base = { ticketId: ticket.id, webhookId: webhook.id };
    const request = { method: "POST", url: "https://p.example/a_b%20c", headers: {}, connectionId: null } as const;
    const one = await makeDelivery(stores(), { ...base, request: { ...request, body: '{"number": "IN%1_\\"x\n😀"}' } });
    const two = await makeDelivery(stores(), base);
    const find = async (query: object) =>
      (await deliveries().list({ page: 1, pageSize: 10, ticketId: ticket.id, ...query })).items.map(({ id }) => id);
    expect(await find({})).toEqual([two.id, one.id]);
    expect(await find({ sort: { key: "createdAt", direction: "desc" } })).toEqual([two.id, one.id]);
    expect(await find({ sort: { key: "createdAt", direction: "asc" } })).toEqual([one.id, two.id]);
    for (const q of ['"number": "IN%1_', "1_\n😀", "A_B%20c", one.id])
      expect([q, await find({ q })]).toEqual([q, [one.id]]);
    for (const q of ["IN1", "x-nine", "\\", "%%%"]) expect([q, await find({ q })]).toEqual([q, []]);
    expect((await find({ q: "100% OF_it 'q" })).length).toBe(2);
    expect(await find({ status: "succeeded" })).toEqual([]);
    expect(await find({ webhookId: webhook.id, status: "pending" })).toHaveLength(2);
    expect(await deliveries().list({ page: 2, pageSize: 1, ticketId: ticket.id })).toMatchObject({
      total: 2,
      items: [{ id: one.id }],
    });
  });

  test("counts and the newest of each webhook", async () => {
    const ticket = await makeTicket(stores());
    const first = await makeDelivery(stores(), { ticketId: ticket.id });
    const second = await makeDelivery(stores(), { ticketId: ticket.id, webhookId: first.webhookId });
    const other = await makeDelivery(stores(), { ticketId: ticket.id });
    expect((await deliveries().latestOf(ticket.id)).map(({ id }) => id)).toEqual([other.id, second.id]);
    const before = await deliveries().counts();
    await deliveries().cancel(actor, other.id, new Date());
    expect(await deliveries().counts()).toEqual({
      ...before,
      pending: before.pending - 1,
      cancelled: before.cancelled + 1,
    });
    expect(await deliveries().get("dlv_none")).toBeUndefined();
  });

  test("counting stops where it is told to", async () => {
    const { ticketId } = await makeDelivery(stores());
    const others = [await makeDelivery(stores(), { ticketId }), await makeDelivery(stores(), { ticketId })];
    const { pending } = await deliveries().counts();
    expect((await deliveries().counts(2)).pending).toBe(2);
    expect((await deliveries().counts(pending)).pending).toBe(pending);
    const list = (countTo: number) => deliveries().list({ page: 1, pageSize: 1, ticketId, countTo });
    expect(await list(2)).toMatchObject({ total: 2, isCapped: true, items: [{ id: others[1]?.id }] });
    expect(await list(3)).toMatchObject({ total: 3, isCapped: false });
  });

  test("the newest attempt is known", async () => {
    const claimed = await claimOne();
    const settlement = settlementOf(claimed);
    await deliveries().settle([settlement]);
    expect(await deliveries().newestAttempt()).toBe(settlement.attempt.id);
  });

  test("a body of 5 MB goes through whole", async () => {
    const body = `{"a":"${"é😀x".repeat(500_000)}"}`;
    const request = { method: "POST", url: "https://p.example/", headers: {}, body, connectionId: null } as const;
    await makeDelivery(stores(), { request });
    expect((await claim())[0]?.request.body).toBe(body);
  });
});
