import { expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { everything } from "@/lib/core/page";
import type { ClaimedDelivery } from "@/lib/delivery/store";
import { onEveryDialect } from "./dialects";
import { actor, historyEntry, makeDelivery, makeTicket, makeWebhook } from "./make";
import { failure } from "./make-access";
import { later, makeLane, plainSettlement } from "./make-deliveries";

/** A small seeded generator (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const only = <T>(items: readonly T[]): T => {
  const [first] = items;
  if (first === undefined || items.length !== 1) throw new Error(`${items.length} where one was expected`);
  return first;
};

onEveryDialect("lanes", (stores) => {
  const lane = (ordering?: "event" | "state") => makeLane(stores(), ordering);
  const deliveries = () => stores().deliveries;
  const summaries = async (ticketId: number) =>
    (await stores().tickets.history(ticketId, everything)).items.map(({ summary }) => summary);

  /** Gives back what earlier tests left being sent. */
  const stopAll = () => deliveries().recover(later(2e9));

  test("the first is due, the others wait; each is due when the one before is done with", async () => {
    const one = await lane();
    const ids = [await one.add(), await one.add(), await one.add()];
    expect(await one.states()).toEqual(["due", "waiting", "waiting"]);
    for (const id of ids) {
      const claimed = only(await one.claim());
      expect(claimed.id).toBe(id);
      expect(await one.claim()).toEqual([]);
      expect(await one.settle(claimed, id === ids[1] ? "failed" : "succeeded")).toBe("settled");
    }
    expect(await one.states()).toEqual(["succeeded", "failed", "succeeded"]);
  });

  test("other webhooks and other tickets have lanes of their own", async () => {
    const one = await lane();
    const other = await makeTicket(stores());
    await one.add();
    await one.add({ ticketId: other.id });
    expect(await one.claim()).toHaveLength(2);
    const elsewhere = await makeDelivery(stores(), { ticketId: one.ticketId });
    expect((await deliveries().get(elsewhere.id))?.delivery.nextAttemptAt).not.toBeNull();
  });

  test("several of one change stand in a line, whatever lanes they are in", async () => {
    const one = await lane();
    const other = await makeWebhook(stores());
    const sample = await makeDelivery(stores(), { ticketId: one.ticketId });
    const of = (webhookId: string, number: number, ordering: "event" | "state" = "event") => ({
      ...{ ...sample, webhookId, id: `${sample.id}${number}` },
      lane: { ordering, passesRetries: true },
    });
    const made = [
      of(one.webhookId, 1),
      of(other.id, 2),
      of(one.webhookId, 3),
      of(one.webhookId, 4),
      of(other.id, 5, "state"),
    ];
    await stores().changes.commit({ ticketId: one.ticketId, at: new Date(), history: [], deliveries: made });
    expect(await one.states()).toEqual(["due", "waiting", "waiting"]);
    const { items } = await deliveries().list({ ...everything, webhookId: other.id });
    expect(items.map(({ status, supersededBy }) => [status, supersededBy])).toEqual([
      ["pending", null],
      ["superseded", `${sample.id}5`],
    ]);
    expect(items[0]?.nextAttemptAt).not.toBeNull();
  });

  test("a head that is tried again holds its lane; a person's firing goes past it, a rule's does not", async () => {
    const one = await lane();
    await one.add();
    const head = only(await one.claim());
    await one.add({}, true);
    expect(await one.states()).toEqual(["sending", "waiting"]);
    await one.settle(head, "pending", later(60_000));
    await one.add();
    await one.add({}, true);
    expect(await one.states()).toEqual(["later", "waiting", "waiting", "due"]);
    const passing = only(await one.claim());
    await one.settle(passing, "succeeded");
    expect(await one.states()).toEqual(["later", "waiting", "waiting", "succeeded"]);
    await one.settle(only(await one.claim(later(61_000))), "succeeded");
    expect(await one.states()).toEqual(["succeeded", "due", "waiting", "succeeded"]);
  });

  test("a head that has not been tried yet is passed by nobody", async () => {
    const one = await lane();
    await one.add({ nextAttemptAt: later(60_000) });
    await one.add({}, true);
    expect(await one.states()).toEqual(["later", "waiting"]);
  });

  test("a redelivery goes at once; one behind another stays there and says so", async () => {
    const one = await lane();
    const first = await one.add();
    await one.settle(only(await one.claim()), "succeeded");
    const second = await one.add();
    const third = await one.add();
    await one.redeliver(first);
    expect(await one.states()).toEqual(["due", "due", "waiting"]);
    expect(await failure(one.redeliver(third))).toMatchObject({
      code: "conflict",
      message: "An earlier delivery about this ticket goes first. Send or cancel that one.",
    });
    expect((await one.claim()).map(({ id }) => id).sort()).toEqual([first, second].sort());
    expect(await one.states()).toEqual(["sending", "sending", "waiting"]);
  });

  test("cancelling the head makes the next due; cancelling one that waits changes nothing for the others", async () => {
    const one = await lane();
    const [head, middle] = [await one.add(), await one.add(), await one.add()];
    await one.cancel(middle);
    expect(await one.states()).toEqual(["due", "cancelled", "waiting"]);
    await one.cancel(head);
    expect(await one.states()).toEqual(["cancelled", "cancelled", "due"]);
  });

  test("released ones keep their order: due only when nothing unfinished is before", async () => {
    const one = await lane();
    const [first, second, third] = [await one.add(), await one.add(), await one.add()];
    await one.enable(false);
    expect(await one.states()).toEqual(["held", "held", "held"]);
    await one.enable(true);
    await one.release(second);
    expect(await one.states()).toEqual(["held", "due", "held"]);
    const returned = await one.release(third);
    expect(returned.nextAttemptAt).toBeNull();
    // Older than the one that is due, which has not been sent yet.
    await one.release(first);
    expect(await one.states()).toEqual(["due", "waiting", "waiting"]);
    for (const id of [first, second, third]) {
      const claimed = only(await one.claim());
      expect(claimed.id).toBe(id);
      await one.settle(claimed, "succeeded");
    }
  });

  test("an older one released while a later one is being sent goes before its retry", async () => {
    const one = await lane();
    await one.add();
    await one.enable(false);
    const [held] = (await deliveries().list({ ...everything, webhookId: one.webhookId })).items;
    await one.enable(true);
    await one.add();
    const sending = only(await one.claim());
    await one.release(held?.id ?? "");
    expect(await one.states()).toEqual(["waiting", "sending"]);
    await one.settle(sending, "pending");
    expect(await one.states()).toEqual(["due", "waiting"]);
  });

  test("releasing all at once: each ticket's first is due, in the order they were made", async () => {
    const one = await lane();
    const other = await makeTicket(stores());
    const made = [];
    for (const ticketId of [other.id, one.ticketId, other.id, one.ticketId]) made.push(await one.add({ ticketId }));
    await one.enable(false);
    const scope = { webhookId: one.webhookId };
    expect(await deliveries().releaseHeld(actor, scope, "all", { at: new Date(), limit: 100 })).toMatchObject({
      released: 4,
    });
    const sent: string[] = [];
    for (let claimed = await one.claim(); claimed.length > 0; claimed = await one.claim()) {
      sent.push(...claimed.map(({ id }) => id));
      for (const each of claimed) await one.settle(each, "succeeded");
    }
    expect(sent).toEqual(made);
  });

  test("state: a newer one takes the place of all that were not sent, linked and told", async () => {
    const one = await lane("state");
    const first = await one.add();
    expect(await one.states()).toEqual(["due"]);
    const second = await one.add();
    expect(await one.states()).toEqual(["superseded", "due"]);
    expect(await one.get(first)).toMatchObject({
      supersededBy: second,
      nextAttemptAt: null,
      finishedAt: expect.any(Date),
    });
    const sending = only(await one.claim());
    const [third, fourth] = [await one.add(), await one.add()];
    expect(await one.states()).toEqual(["superseded", "sending", "superseded", "waiting"]);
    expect((await one.get(third)).supersededBy).toBe(fourth);
    await one.settle(sending, "succeeded");
    expect(await one.states()).toEqual(["superseded", "succeeded", "superseded", "due"]);
    const told = (await summaries(one.ticketId)).filter((text) => text.includes("a later delivery took its place"));
    expect(told).toHaveLength(2);
  });

  test("state: an attempt that failed is not made again when a newer state waits", async () => {
    const one = await lane("state");
    await one.add();
    const sending = only(await one.claim());
    const newer = await one.add();
    await one.settle(sending, "pending");
    expect(await one.states()).toEqual(["superseded", "due"]);
    expect((await one.get(sending.id)).supersededBy).toBe(newer);
    // The same when its worker dies.
    const dying = only(await one.claim());
    const newest = await one.add();
    await deliveries().recover(later(120_000));
    expect(await one.states()).toEqual(["superseded", "superseded", "later"]);
    expect((await one.get(dying.id)).supersededBy).toBe(newest);
  });

  test("state: one that waits for a retry is superseded too; redelivering it by hand sends it again", async () => {
    const one = await lane("state");
    const old = await one.add();
    await one.settle(only(await one.claim()), "pending", later(60_000));
    await one.add();
    expect(await one.states()).toEqual(["superseded", "due"]);
    expect(await one.redeliver(old)).toMatchObject({ status: "pending", supersededBy: null, kind: "manual" });
  });

  test("releasing only the latest links the others to it", async () => {
    const one = await lane();
    const [first, second] = [await one.add(), await one.add()];
    await one.enable(false);
    await deliveries().releaseHeld(actor, { webhookId: one.webhookId }, "latest", { at: new Date(), limit: 10 });
    expect(await one.states()).toEqual(["superseded", "due"]);
    expect((await one.get(first)).supersededBy).toBe(second);
  });

  test("what comes with a settlement stands behind the one that is being settled, and is due with it", async () => {
    const one = await lane();
    await one.add();
    const claimed = only(await one.claim());
    const sample = await makeDelivery(stores(), { ticketId: one.ticketId });
    const next = { ...sample, webhookId: one.webhookId, id: `${sample.id}x`, queue: one.queue };
    const change = { ticketId: one.ticketId, at: new Date(), history: [historyEntry()], deliveries: [next] };
    expect(await deliveries().settle([{ ...plainSettlement(claimed, "succeeded"), change }])).toEqual(["settled"]);
    expect(await one.states()).toEqual(["succeeded", "due"]);
  });

  test("a head that can't be read, or takes its worker down again and again, makes room", async () => {
    const one = await lane();
    await one.add({ request: { url: 7 } as never, queue: one.queue });
    await one.add();
    await one.add();
    expect(await one.claim(new Date())).toEqual([]);
    expect(await one.states()).toEqual(["failed", "due", "waiting"]);
    for (let round = 1; round <= 20; round++) {
      const now = later(round * 200_000);
      only(await one.claim(now));
      await deliveries().recover(new Date(now.getTime() + 100_000));
    }
    expect((await one.states()).slice(0, 2)).toEqual(["failed", "failed"]);
    expect((await one.claim(later(1e9))).length).toBe(1);
  });

  test("a worker that dies leaves the lane as it was, its head due again", async () => {
    const one = await lane();
    await one.add();
    await one.add();
    only(await one.claim());
    const now = later(120_000);
    await deliveries().recover(now);
    expect(await one.states()).toEqual(["later", "waiting"]);
    expect(await one.claim(now)).toHaveLength(1);
  });

  test("disabling and removing a webhook leave nothing of it in its lanes", async () => {
    const one = await lane();
    await one.add();
    const claimed = only(await one.claim());
    await one.add();
    await one.add();
    await one.enable(false);
    expect(await one.states()).toEqual(["sending", "held", "held"]);
    await stores().webhooks.remove(actor, one.webhookId);
    expect(await one.states()).toEqual(["sending", "cancelled", "cancelled"]);
    await one.settle(claimed, "succeeded");
    expect(await one.states()).toEqual(["succeeded", "cancelled", "cancelled"]);
  });

  test("should a lane ever come to a halt, recovering starts it again, and counts nothing", async () => {
    const one = await lane();
    await one.add({ nextAttemptAt: null });
    await one.add();
    expect(await one.states()).toEqual(["waiting", "waiting"]);
    await stopAll();
    // Looked at only now and then.
    const now = later(3e9);
    expect(await deliveries().recover(now)).toBe(0);
    expect((await one.claim(now)).length).toBe(1);
    expect(await one.states()).toEqual(["sending", "waiting"]);
  });

  test("two workers, and people who fire and cancel meanwhile: one of a lane at a time, in order, to the end", async () => {
    const lanes = [await lane(), await lane()];
    const takes = lanes.map(({ queue }) => ({ queue, limit: 2 }));
    const under = new Map<string, string>();
    const sent = new Map(lanes.map(({ webhookId }) => [webhookId, [] as string[]]));
    const broken: string[] = [];
    let isOver = false;
    const work = async () => {
      while (!isOver) {
        const claimed = await deliveries().claim({ now: later(1_000), leaseMs: 60_000, takes });
        for (const { id, webhookId } of claimed) {
          if (under.has(webhookId)) broken.push(`${id} beside ${under.get(webhookId)}`);
          under.set(webhookId, id);
          sent.get(webhookId)?.push(id);
        }
        await new Promise((resolve) => setTimeout(resolve, 1));
        for (const { webhookId } of claimed) under.delete(webhookId);
        if (claimed.length > 0) await deliveries().settle(claimed.map((one) => plainSettlement(one, "succeeded")));
      }
    };
    const fire = async () => {
      for (let round = 0; round < 12; round++)
        for (const one of lanes) {
          const [id] = await Promise.all([one.add(), one.add()]);
          if (round % 3 === 0) await one.cancel(id).catch(() => {});
        }
    };
    const workers = [work(), work()];
    await fire();
    const unfinished = async () =>
      (await Promise.all(lanes.map((one) => one.states())))
        .flat()
        .filter((state) => !["succeeded", "cancelled"].includes(state));
    for (let turn = 0; turn < 200 && (await unfinished()).length > 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    isOver = true;
    await Promise.all(workers);
    expect(await unfinished()).toEqual([]);
    expect(broken).toEqual([]);
    // Two fired at once have no order; every other pair has.
    for (const ids of sent.values())
      for (const [index, id] of ids.entries()) expect(id > (ids[index - 2] ?? "")).toBe(true);
  }, 60_000);

  test("everything at once on the same few tickets: nobody waits in a circle, and nothing is left behind", async () => {
    const tickets = [await makeTicket(stores()), await makeTicket(stores()), await makeTicket(stores())];
    const webhooks = [await makeLane(stores()), await makeLane(stores(), "state")];
    const takes = webhooks.map(({ queue }) => ({ queue, limit: 10 }));
    const unexpected: unknown[] = [];
    const often = async (times: number, work: (round: number) => Promise<unknown>) => {
      for (let round = 0; round < times; round++)
        await work(round).catch((error) => void (isAppError(error) || unexpected.push(error)));
    };
    const claimAll = (now = later(1_000)) => deliveries().claim({ now, leaseMs: 60_000, takes });
    const fire = (first: number) =>
      often(12, async (round) => {
        for (const one of webhooks) await one.add({ ticketId: tickets[(first + round) % tickets.length]?.id ?? 0 });
      });
    const send = (status: "succeeded" | "pending") =>
      often(30, async (round) => {
        const claimed = (await claimAll()).sort(() => (round % 2) - 0.5);
        const until = later(60_000);
        const settlements = claimed.map((each) => {
          const history = [historyEntry()];
          const change = { ticketId: each.ticketId, at: new Date(), history };
          return { ...plainSettlement(each, status, new Date()), change };
        });
        await Promise.all([deliveries().renew(claimed, until), deliveries().settle(settlements)]);
      });
    const decide = often(12, async (round) => {
      const [one] = round % 2 === 0 ? webhooks : webhooks.toReversed();
      if (!one) return;
      await one.enable(round % 4 < 2);
      const which = (["all", "latest", "drop"] as const)[round % 3] ?? "all";
      await deliveries().releaseHeld(actor, { webhookId: one.webhookId }, which, { at: new Date(), limit: 5 });
      const { items } = await deliveries().list({ ...everything, webhookId: one.webhookId, status: "pending" });
      for (const { id } of items.slice(0, 3)) await one.cancel(id);
    });
    await Promise.all([fire(0), fire(1), send("succeeded"), send("pending"), decide, often(10, () => stopAll())]);
    for (const { webhookId } of webhooks)
      await deliveries().releaseHeld(actor, { webhookId }, "all", { at: new Date(), limit: 1_000 });
    let now = later(3e9);
    for (let turn = 0; turn < 200; turn++) {
      now = new Date(now.getTime() + 1e6);
      const claimed = await claimAll(now);
      if (claimed.length === 0) break;
      await deliveries().settle(claimed.map((each) => plainSettlement(each, "succeeded")));
    }
    for (const one of webhooks) {
      const { items } = await deliveries().list({ ...everything, webhookId: one.webhookId });
      expect(items.map(({ status }) => status).filter((status) => status === "pending" || status === "held")).toEqual(
        [],
      );
    }
    expect(unexpected).toEqual([]);
  }, 60_000);

  test("two that end at the same time never leave the third behind", async () => {
    for (let round = 0; round < 15; round++) {
      const one = await lane();
      await one.add();
      const head = only(await one.claim());
      const second = await one.add();
      const [, , third] = await Promise.all([
        one.settle(head, "succeeded"),
        one.cancel(second).catch(() => {}),
        one.add(),
      ]);
      const states = await one.states();
      expect(states.slice(0, 2)).toEqual(["succeeded", "cancelled"]);
      expect([round, states[2], (await one.get(third)).nextAttemptAt !== null]).toEqual([round, "due", true]);
    }
  });

  test("firing while the head ends: never stranded, never two", async () => {
    for (let round = 0; round < 15; round++) {
      const one = await lane();
      await one.add();
      const head = only(await one.claim());
      await Promise.all([one.add(), one.settle(head, "failed"), one.add()]);
      expect((await one.states()).sort()).toEqual(["due", "failed", "waiting"]);
    }
  });

  test.each([1, 2, 3])(
    "any order of events, two workers at once (seed %i)",
    async (seed) => {
      const random = seeded(seed * 7_919);
      const lanes = [await lane(), await lane(), await lane("state")];
      const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
      const holding: { at: (typeof lanes)[number]; claimed: ClaimedDelivery }[] = [];
      const order = new Map<string, number>();
      const broken: string[] = [];
      let made = 0;
      let clock = 1_000;
      const unfinishedOf = async (one: (typeof lanes)[number]) =>
        (await deliveries().list({ ...everything, webhookId: one.webhookId })).items.filter(
          ({ status }) => status === "pending" || status === "sending",
        );

      async function claimOne(one: (typeof lanes)[number]) {
        clock += 10_000;
        const claimed = await one.claim(later(clock), 3);
        for (const each of claimed) {
          if (holding.some(({ at }) => at === one)) broken.push(`two of a lane: ${each.id}`);
          const earlier = (await unfinishedOf(one)).filter(
            ({ id }) => (order.get(id) ?? 0) < (order.get(each.id) ?? 0),
          );
          if (earlier.length > 0) broken.push(`${each.id} before ${earlier.map(({ id }) => id).join()}`);
          holding.push({ at: one, claimed: each });
        }
      }

      async function settleOne() {
        const index = Math.floor(random() * holding.length);
        const [held] = holding.splice(index, 1);
        if (!held) return;
        const outcome = random();
        await held.at.settle(
          held.claimed,
          outcome < 0.5 ? "succeeded" : outcome < 0.65 ? "failed" : "pending",
          later(clock),
        );
      }

      async function act(one: (typeof lanes)[number]) {
        const event = random();
        const { items } = await deliveries().list({ ...everything, webhookId: one.webhookId });
        if (event < 0.5) {
          made += 1;
          order.set(await one.add(), made);
        } else if (event < 0.65) {
          const found = pick(items.filter(({ status }) => status === "pending"));
          if (found) await one.cancel(found.id).catch(() => {});
        } else if (event < 0.75) {
          await one.enable(false);
          await one.enable(true);
        } else {
          const found = pick(items.filter(({ status }) => status === "held"));
          // An older state that comes back is the person's wish; it would count as out of order here.
          if (found && one !== lanes[2]) await one.release(found.id).catch(() => {});
        }
      }

      for (let step = 0; step < 200; step++) {
        const one = pick(lanes) ?? lanes[0];
        if (!one) break;
        const turn = random();
        // Claims alone, so that what they saw can be told; the rest two at a time.
        if (turn < 0.35) await claimOne(one);
        else await Promise.all([act(one), random() < 0.6 ? settleOne() : act(pick(lanes) ?? one)]);
      }
      for (const one of lanes) {
        const unsent = (await unfinishedOf(one)).filter(({ status }) => status === "pending");
        if (one === lanes[2] && unsent.length > 1) broken.push(`${unsent.length} states unsent`);
      }
      // Everything comes to an end without help.
      for (let turn = 0; turn < 500; turn++) {
        while (holding.length > 0) {
          const held = holding.pop();
          if (held) await held.at.settle(held.claimed, "succeeded");
        }
        for (const one of lanes) await claimOne(one);
        if (holding.length === 0) break;
      }
      for (const one of lanes) expect(await unfinishedOf(one)).toEqual([]);
      expect(broken).toEqual([]);
      expect(made).toBeGreaterThan(20);
    },
    120_000,
  );
});
