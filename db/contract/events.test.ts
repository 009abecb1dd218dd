import { beforeEach, describe, expect, test } from "vitest";
import type { ClaimedEvent, EventOutcome } from "@/lib/automation/store";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Settlement } from "@/lib/delivery/store";
import { onEveryDialect } from "./dialects";
import {
  actor,
  claimDue,
  finishOne,
  historyEntry,
  makeDelivery,
  makeEvent,
  makeItem,
  makeTicket,
  makeTrigger,
  newEvent,
} from "./make";
import { failure, hostileTexts } from "./make-access";

const leaseMs = 60_000;
const later = (ms: number) => new Date(Date.now() + ms);
const outcomeOf = (
  { id, lease }: ClaimedEvent,
  changed: Partial<EventOutcome<NewDelivery>> = {},
): EventOutcome<NewDelivery> => ({ eventId: id, lease, at: new Date(), ran: [], ...changed });

onEveryDialect("events", (stores) => {
  const events = () => stores().events;
  const claim = (limit = 100, now = new Date()) => events().claim({ now, leaseMs, limit });
  const claimOne = async (ticketId?: number) => {
    const { id } = await makeEvent(stores(), ticketId);
    const claimed = (await claim()).find((event) => event.id === id);
    if (!claimed) throw new Error("not claimed");
    return claimed;
  };
  const historyOf = async (ticketId: number) =>
    (await stores().tickets.history(ticketId, { page: 1, pageSize: 100 })).items.map(({ summary }) => summary);

  beforeEach(async () => {
    // What an earlier test left open would be claimed by the next.
    for (;;) {
      const open = await claim(1_000, later(1e12));
      if (open.length === 0) break;
      for (const event of open) await finishOne(stores(), outcomeOf(event));
    }
    await events().prune(later(1e12));
  });

  describe("committed with the change they tell of", () => {
    test("an update's and a new ticket's come back whole, hostile texts included", async () => {
      for (const hostile of hostileTexts) {
        const event = newEvent({
          source: `webmethod:${hostile}`,
          actorName: hostile,
          actorPersonId: 7,
          changes: [{ path: "title", label: "Title", from: null, to: hostile, field: "ticket.title", after: hostile }],
          cause: { depth: 2, chain: [{ kind: "rule", id: "trg_1", name: hostile }] },
        });
        const ticket = await makeTicket(stores());
        const at = new Date();
        await stores().changes.commit({
          ...{ ticketId: ticket.id, at, expectedVersion: 1, fields: { title: hostile } },
          history: [],
          events: [event],
        });
        const [claimed] = await claim();
        expect(claimed).toEqual({ ...event, ticketId: ticket.id, at, attempts: 1, lease: expect.any(String) });
        if (claimed) await finishOne(stores(), outcomeOf(claimed));
      }
      const created = newEvent({ type: "ticket.created" });
      const message = {
        body: "Hello",
        visibility: "public",
        from: "user",
        authorName: "Jeff",
        personId: null,
      } as const;
      const ticket = await makeTicket(stores(), { messages: [message], events: [created] });
      expect(await claim()).toMatchObject([{ id: created.id, ticketId: ticket.id, at: ticket.createdAt }]);
      expect(await stores().tickets.messages(ticket.id)).toMatchObject([{ ...message, createdAt: ticket.createdAt }]);
    });

    test("a change refused leaves no event", async () => {
      const ticket = await makeTicket(stores());
      const change = { ticketId: ticket.id, at: new Date(), history: [], events: [newEvent()] };
      expect(await failure(stores().changes.commit({ ...change, expectedVersion: 9 }))).toMatchObject({
        code: "conflict",
      });
      expect(await failure(stores().changes.commit({ ...change, ticketId: 999_999 }))).toMatchObject({
        code: "not_found",
      });
      const delivery = await makeDelivery(stores(), { ticketId: ticket.id });
      // The delivery is there already.
      await expect(stores().changes.commit({ ...change, deliveries: [delivery] })).rejects.toThrow();
      await expect(makeTicket(stores(), { typeId: 99, events: [newEvent()] })).rejects.toThrow();
      expect(await claim()).toEqual([]);
    });

    test("a settlement's events are written with it, and with it only", async () => {
      const delivery = await makeDelivery(stores());
      const due = await claimDue(stores(), { now: later(1), leaseMs, limit: 1_000 });
      const claimed = due.find(({ id }) => id === delivery.id);
      if (!claimed) throw new Error("not claimed");
      const event = newEvent({ source: "webhook" });
      const change = {
        ...{ ticketId: delivery.ticketId, at: new Date(), expectedVersion: 1, fields: { title: "Replied" } },
        messages: [{ body: "Done", visibility: "private", from: "agent", authorName: "x", personId: null } as const],
        history: [historyEntry({ summary: "Filled" })],
        events: [event],
      };
      const settlement: Settlement = {
        ...{ deliveryId: delivery.id, lease: claimed.lease, status: "succeeded", nextAttemptAt: null, change },
        attempt: {
          ...{ id: newId("att"), deliveryId: delivery.id, number: 1, kind: "scheduled", startedAt: new Date() },
          ...{ durationMs: 5, outcome: "succeeded", sentHeaders: {}, response: null, error: null },
          ...{ timing: null, remoteAddress: null, certificateExpiresAt: null, notes: [] },
        },
      };
      const outdated = { ...settlement, change: { ...change, expectedVersion: 7 } };
      expect(await stores().deliveries.settle([outdated])).toEqual(["conflict"]);
      // What the change names was removed meanwhile: to be decided again as well.
      const priority = await makeItem(stores(), "priority");
      await stores().deskLists.removeItem(actor, priority.id);
      const dangling = { ...settlement, change: { ...change, fields: { priorityId: priority.id } } };
      expect(await stores().deliveries.settle([dangling])).toEqual(["conflict"]);
      expect(await claim()).toEqual([]);
      expect(await stores().deliveries.settle([settlement])).toEqual(["settled"]);
      expect(await claim()).toMatchObject([{ id: event.id, ticketId: delivery.ticketId }]);
      expect(await historyOf(delivery.ticketId)).toContain("Filled");
      expect(await stores().tickets.messages(delivery.ticketId)).toMatchObject([{ body: "Done" }]);
      expect((await stores().tickets.graph(delivery.ticketId))?.ticket.title).toBe("Replied");
    });

    test("an event alone, of a ticket otherwise left alone, is settled with history in one piece", async () => {
      const { id, ticketId } = await claimOne();
      expect(id).toMatch(/^evt_/);
      expect((await stores().tickets.graph(ticketId))?.ticket.version).toBe(1);
    });
  });

  describe("claiming", () => {
    test("takes the oldest of each ticket, oldest first, up to the limit", async () => {
      const a1 = await makeEvent(stores());
      const b1 = await makeEvent(stores());
      await makeEvent(stores(), a1.ticketId);
      const c1 = await makeEvent(stores());
      expect((await claim(2)).map(({ id }) => id)).toEqual([a1.id, b1.id]);
      expect((await claim()).map(({ id }) => id)).toEqual([c1.id]);
      expect(await claim()).toEqual([]);
    });

    test("the next event of a ticket follows once the one before is done", async () => {
      const first = await claimOne();
      const second = await makeEvent(stores(), first.ticketId);
      expect(await claim()).toEqual([]);
      expect(await finishOne(stores(), outcomeOf(first))).toBe("settled");
      expect(await claim()).toMatchObject([{ id: second.id, attempts: 1 }]);
    });

    test("an event that arrives late with an older id waits for the one under way", async () => {
      const late = newEvent();
      const first = await claimOne();
      await makeEvent(stores(), first.ticketId, late);
      expect(await claim()).toEqual([]);
      await finishOne(stores(), outcomeOf(first));
      expect(await claim()).toMatchObject([{ id: late.id }]);
    });

    test("a lease that ran out is given again, counted, and the first holder has lost", async () => {
      const first = await claimOne();
      expect(await claim(10, later(leaseMs - 1_000))).toEqual([]);
      const [second] = await claim(10, later(leaseMs + 1_000));
      expect(second).toMatchObject({ id: first.id, attempts: 2 });
      expect(second?.lease).not.toBe(first.lease);
      const change = { ticketId: first.ticketId, at: new Date(), history: [historyEntry({ summary: "Twice" })] };
      expect(await finishOne(stores(), outcomeOf(first, { change }))).toBe("lost");
      if (second) expect(await finishOne(stores(), outcomeOf(second, { change }))).toBe("settled");
      if (second) expect(await finishOne(stores(), outcomeOf(second, { change }))).toBe("lost");
      expect(await historyOf(first.ticketId)).toEqual(["Twice", "Created"]);
    });

    test("four claimers never hold two events of one ticket, never the same one, and together get all in order", async () => {
      const tickets = [await makeTicket(stores()), await makeTicket(stores()), await makeTicket(stores())];
      const made: string[] = [];
      for (let turn = 0; turn < 8; turn++) for (const { id } of tickets) made.push((await makeEvent(stores(), id)).id);
      const held = new Set<number>();
      const order: ClaimedEvent[] = [];
      const claimer = async () => {
        while (order.length < made.length) {
          for (const event of await claim(2)) {
            expect(held.has(event.ticketId)).toBe(false);
            held.add(event.ticketId);
            order.push(event);
            await new Promise((resolve) => setTimeout(resolve, 1));
            held.delete(event.ticketId);
            expect(await finishOne(stores(), outcomeOf(event))).toBe("settled");
          }
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      };
      await Promise.all([claimer(), claimer(), claimer(), claimer()]);
      expect(order.map(({ id }) => id).sort()).toEqual(made.sort());
      for (const { id } of tickets) {
        const ids = order.filter(({ ticketId }) => ticketId === id).map((event) => event.id);
        expect(ids).toEqual([...ids].sort());
      }
    });
  });

  describe("finishing", () => {
    test("writes change, deliveries, events, what ran and that it is done", async () => {
      const [rule, other] = [await makeTrigger(stores()), await makeTrigger(stores())];
      const claimed = await claimOne();
      const at = new Date("2026-03-04T05:06:07.890Z");
      const caused = newEvent({ source: "rule", cause: { depth: 1 } });
      const change = {
        ...{ ticketId: claimed.ticketId, at, expectedVersion: 1, fields: { title: "By rule" } },
        history: [historyEntry({ origin: "rule", summary: "Rule ran" })],
        events: [caused],
      };
      expect(await stores().triggers.ranOn(claimed.ticketId, [rule.id])).toEqual(new Set());
      expect(await finishOne(stores(), outcomeOf(claimed, { at, change, ran: [rule.id, "trg_gone"] }))).toBe("settled");
      expect(await stores().triggers.get(rule.id)).toEqual({ ...rule, runs: 1, lastRunAt: at });
      expect(await stores().triggers.get(other.id)).toEqual(other);
      const ran = await stores().triggers.ranOn(claimed.ticketId, [rule.id, other.id, "trg_gone"]);
      expect(ran).toEqual(new Set([rule.id]));
      expect(await stores().triggers.ranOn(claimed.ticketId, [])).toEqual(new Set());
      expect(await historyOf(claimed.ticketId)).toEqual(["Rule ran", "Created"]);
      expect(await claim()).toMatchObject([{ id: caused.id, source: "rule", cause: { depth: 1 } }]);
    });

    test("a rule that runs again on a ticket is counted again and remembered once", async () => {
      const rule = await makeTrigger(stores());
      const first = await claimOne();
      await finishOne(stores(), outcomeOf(first, { ran: [rule.id] }));
      const second = await claimOne(first.ticketId);
      await finishOne(stores(), outcomeOf(second, { ran: [rule.id] }));
      expect(await stores().triggers.get(rule.id)).toMatchObject({ runs: 2 });
    });

    test("a ticket that moved on is a conflict: nothing is written, and the event stays ours", async () => {
      const rule = await makeTrigger(stores());
      const claimed = await claimOne();
      const change = {
        ...{ ticketId: claimed.ticketId, at: new Date(), expectedVersion: 1, fields: { title: "By rule" } },
        history: [historyEntry({ summary: "Rule ran" })],
      };
      await stores().changes.commit({ ...change, fields: { title: "By hand" }, history: [] });
      expect(await finishOne(stores(), outcomeOf(claimed, { change, ran: [rule.id] }))).toBe("conflict");
      expect(await stores().triggers.get(rule.id)).toEqual(rule);
      expect(await historyOf(claimed.ticketId)).toEqual(["Created"]);
      expect(await claim()).toEqual([]);
      const again = { ...change, expectedVersion: 2 };
      expect(await finishOne(stores(), outcomeOf(claimed, { change: again }))).toBe("settled");
    });

    test("a change that can't be written is thrown, with nothing left behind", async () => {
      const rule = await makeTrigger(stores());
      const claimed = await claimOne();
      const change = {
        ...{ ticketId: claimed.ticketId, at: new Date(), expectedVersion: 1, fields: { priorityId: 98_765 } },
        history: [historyEntry({ summary: "Rule ran" })],
      };
      expect(await failure(finishOne(stores(), outcomeOf(claimed, { change, ran: [rule.id] })))).toMatchObject({
        code: "invalid",
        fields: { priorityId: ["There is no priority with id 98765"] },
      });
      expect(await stores().triggers.get(rule.id)).toEqual(rule);
      expect(await historyOf(claimed.ticketId)).toEqual(["Created"]);
      expect(await finishOne(stores(), outcomeOf(claimed, { error: "It can't be handled" }))).toBe("settled");
      expect(await claim(10, later(1e12))).toEqual([]);
    });

    test("two workers that count the same rules don't wait for each other", async () => {
      const rules = await Promise.all(Array.from({ length: 4 }, () => makeTrigger(stores())));
      const ids = rules.map(({ id }) => id);
      for (let turn = 0; turn < 12; turn++) await makeEvent(stores());
      const claimed = await claim();
      const results = await Promise.all(
        claimed.map((event, index) =>
          finishOne(stores(), outcomeOf(event, { ran: index % 2 ? ids : [...ids].reverse() })),
        ),
      );
      expect(results).toEqual(Array(12).fill("settled"));
      for (const id of ids) expect(await stores().triggers.get(id)).toMatchObject({ runs: 12 });
    });
  });

  test("nextDueAt is the oldest event that could be claimed, else when a lease runs out, else never", async () => {
    expect(await events().nextDueAt()).toBeNull();
    const first = await makeEvent(stores());
    const second = await makeEvent(stores(), first.ticketId);
    expect(await events().nextDueAt()).toEqual(first.at);
    const now = new Date();
    const [claimed] = await claim(10, now);
    // The second waits behind the first; nobody need look before the lease is over.
    expect(await events().nextDueAt()).toEqual(new Date(now.getTime() + leaseMs));
    if (claimed) await finishOne(stores(), outcomeOf(claimed));
    expect(await events().nextDueAt()).toEqual(second.at);
  });

  test("prune removes what was done before, in batches; open events and newer ones stay", async () => {
    const ticket = await makeTicket(stores());
    const many = Array.from({ length: 503 }, () => newEvent());
    await stores().changes.commit({ ticketId: ticket.id, at: new Date(), history: [], events: many });
    for (const _ of many) {
      const [claimed] = await claim(1);
      if (claimed) await finishOne(stores(), outcomeOf(claimed, { at: new Date(1_000_000) }));
    }
    const recent = await claimOne();
    await finishOne(stores(), outcomeOf(recent, { at: new Date(2_000_000) }));
    const open = await makeEvent(stores());
    expect(await events().prune(new Date(1_000_000))).toBe(0);
    expect(await events().prune(new Date(1_000_001))).toBe(many.length);
    expect(await events().prune(new Date(2_000_001))).toBe(1);
    expect(await claim()).toMatchObject([{ id: open.id }]);
  }, 60_000);

  test("whoever listens is woken by a change with events; a claim that finds nothing wakes nobody", async () => {
    let woken = 0;
    const stop = stores().onChange(() => void woken++);
    const settle = () => new Promise((resolve) => setTimeout(resolve, 80));
    await makeEvent(stores());
    await expect.poll(() => woken).toBeGreaterThan(0);
    await claim();
    await settle();
    const before = woken;
    for (let turn = 0; turn < 5; turn++) expect(await claim()).toEqual([]);
    await settle();
    expect(woken).toBe(before);
    stop();
  });
});
