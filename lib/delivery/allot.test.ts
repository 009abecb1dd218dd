import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AllotFacts, allot, type Pace } from "./allot";
import type { Gate } from "./gate";
import { queueParts } from "./queue";
import type { QueueHead } from "./store";

const now = new Date("2026-11-21T12:00:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);
const head = (queue: string, dueMs = -1_000, sending = 0): QueueHead => ({ queue, dueAt: at(dueMs), sending });
const gateOf = (queue: string, probeMs: number): Gate => ({
  ...{
    queue,
    ...queueParts(queue),
    state: "open",
    openedAt: at(-60_000),
    probeAt: at(probeMs),
    probes: 1,
    lastError: "x",
  },
});
const facts = (changed: Partial<AllotFacts> = {}): AllotFacts => ({
  ...{ now, heads: [], gates: new Map(), limits: new Map(), paused: new Map(), served: new Map(), mine: new Map() },
  answered: new Map(),
  ...{ paceOf: () => "quick", room: 64, slowRoom: 500, trialRoom: 500, slowPlaces: 500, perHost: 64, probeMs: 60_000 },
  ...changed,
});
const gates = (...all: Gate[]) => new Map(all.map((gate) => [gate.queue, gate]));

describe("shares", () => {
  test("one queue gets the room; several get one each in turn, the rest to those due the longest", () => {
    expect(allot(facts({ heads: [head("w h")] })).takes).toEqual([{ queue: "w h", limit: 64 }]);
    const heads = [head("w b", -1), head("w a", -3), head("w c", -2)];
    expect(allot(facts({ heads, room: 5 })).takes).toEqual([
      { queue: "w a", limit: 2 },
      { queue: "w c", limit: 2 },
      { queue: "w b", limit: 1 },
    ]);
  });

  test("a queue with a long history waits for its turn like the others", () => {
    const heads = [head("w old", -1e9), head("w new", -1)];
    const served = new Map([["w old", 3]]);
    expect(allot(facts({ heads, served, room: 1 })).takes).toEqual([{ queue: "w new", limit: 1 }]);
  });

  test("nothing is due: when to look again", () => {
    const heads = [head("w a", 5_000), head("w b", 1_000)];
    expect(allot(facts({ heads }))).toEqual({ takes: [], again: at(1_000).getTime() });
    expect(allot(facts())).toEqual({ takes: [], again: Number.POSITIVE_INFINITY });
  });
});

describe("caps", () => {
  test("of a webhook over its hosts, of a host over its webhooks, of all workers together", () => {
    const limits = new Map([["w", { concurrency: 3, perSecond: null }]]);
    const heads = [head("w a", -2, 1), head("w b", -1, 0)];
    const within = { webhookId: "w", concurrency: 3 };
    expect(allot(facts({ heads, limits })).takes).toEqual([
      { queue: "w a", limit: 1, within },
      { queue: "w b", limit: 1, within },
    ]);
    const shared = [head("w a", -2, 30), head("v a", -1, 30)];
    expect(allot(facts({ heads: shared })).takes.map(({ limit }) => limit)).toEqual([2, 2]);
    const mine = new Map([["u a", 63]]);
    const one = allot(facts({ heads: [head("w a")], mine }));
    const written = allot(facts({ heads: [head("w a")], mine, answered: new Map([["u a", 40]]) }));
    expect(written.takes).toEqual([{ queue: "w a", limit: 41 }]);
    expect(one.takes).toEqual([{ queue: "w a", limit: 1 }]);
  });

  test("reached: nothing, and a look a second later at the latest", () => {
    const made = allot(facts({ heads: [head("w a", -1, 64)] }));
    expect(made).toEqual({ takes: [], again: at(1_000).getTime() });
  });

  test("a rate goes along with the take, at most a burst at a time; an empty bucket is left alone", () => {
    const limits = new Map([["w", { concurrency: null, perSecond: 2.5 }]]);
    const heads = [head("w a")];
    expect(allot(facts({ heads, limits })).takes).toEqual([
      { queue: "w a", limit: 2, rate: { webhookId: "w", perSecond: 2.5, burst: 2.5 } },
    ]);
    const slow = new Map([["w", { concurrency: null, perSecond: 0.1 }]]);
    expect(allot(facts({ heads, limits: slow })).takes[0]).toMatchObject({ limit: 1, rate: { burst: 1 } });
    const paused = new Map([["w", at(400).getTime()]]);
    expect(allot(facts({ heads, limits, paused }))).toEqual({ takes: [], again: at(400).getTime() });
  });
});

describe("breakers", () => {
  test("open: nothing until the probe is due, then one", () => {
    const heads = [head("w a"), head("w b")];
    const early = allot(facts({ heads, gates: gates(gateOf("w a", 500)) }));
    expect(early).toEqual({ takes: [{ queue: "w b", limit: 64 }], again: at(500).getTime() });
    const due = allot(facts({ heads, gates: gates(gateOf("w a", 0)) }));
    expect(due.takes.find(({ queue }) => queue === "w a")).toEqual({ queue: "w a", limit: 1, probeUntil: at(60_000) });
  });

  test("a probe waits for a delivery that is due", () => {
    const made = allot(facts({ heads: [head("w a", 9_000)], gates: gates(gateOf("w a", 0)) }));
    expect(made).toEqual({ takes: [], again: at(9_000).getTime() });
  });
});

describe("queues that drag", () => {
  test("share half the places, and leave the room to the others", () => {
    const slow = Array.from({ length: 200 }, (_, index) => head(`w slow${index}`, -2_000));
    const dragging = (underWay: number) => (queue: string) =>
      queue === "w quick" ? ("quick" as const) : { isNew: false, underWay };
    const made = allot(facts({ heads: [...slow, head("w quick")], paceOf: dragging(1), slowRoom: 300 }));
    expect(made.takes.find(({ queue }) => queue === "w quick")?.limit).toBe(64);
    expect(made.takes.filter(({ queue }) => queue !== "w quick").map(({ limit }) => limit)).toEqual(Array(200).fill(1));
    expect(allot(facts({ heads: slow, paceOf: dragging(2), slowRoom: 100 })).takes).toEqual([]);
  });

  test("queues that were never tried are tried at once, with few each, and take no place of the quick ones", () => {
    const unknown = Array.from({ length: 200 }, (_, index) => head(`w new${index}`, -2_000));
    const paceOf = (queue: string) => (queue === "w quick" ? ("quick" as const) : { isNew: true, underWay: 0 });
    const made = allot(facts({ heads: [...unknown, head("w quick")], paceOf }));
    expect(made.takes.map(({ limit }) => limit)).toEqual([...Array(200).fill(1), 64]);
    const few = allot(facts({ heads: unknown.slice(0, 16), paceOf })).takes;
    expect(few.map(({ limit }) => limit)).toEqual(Array(16).fill(4));
    const under = allot(facts({ heads: unknown, paceOf: () => ({ isNew: true, underWay: 1 }) }));
    expect(under.takes).toEqual([]);
    const crowded = facts({ heads: [...unknown, head("w quick")], paceOf, slowRoom: 0 });
    expect(allot(crowded).takes.map(({ limit }) => limit)).toEqual(Array(64).fill(1));
    expect(allot({ ...crowded, trialRoom: 0 }).takes).toEqual([{ queue: "w quick", limit: 64 }]);
  });
});

const anyFacts: fc.Arbitrary<AllotFacts> = fc
  .record({
    heads: fc.uniqueArray(
      fc.record({
        webhook: fc.integer({ min: 0, max: 5 }),
        host: fc.integer({ min: 0, max: 5 }),
        dueMs: fc.integer({ min: -100_000, max: 5_000 }),
        sending: fc.integer({ min: 0, max: 8 }),
      }),
      { maxLength: 25, selector: ({ webhook, host }) => `${webhook} ${host}` },
    ),
    open: fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: -9, max: 9 })),
    ),
    limits: fc.array(
      fc.record({
        concurrency: fc.option(fc.integer({ min: 1, max: 20 })),
        perSecond: fc.option(fc.double({ min: 0.1, max: 50, noNaN: true })),
      }),
      { maxLength: 6 },
    ),
    slow: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.nat(5), fc.boolean())),
    room: fc.integer({ min: 0, max: 40 }),
    slowRoom: fc.integer({ min: 0, max: 40 }),
    trialRoom: fc.integer({ min: 0, max: 40 }),
    perHost: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ heads, open, limits, slow, ...rest }) => {
    const paces = new Map<string, Pace>(
      slow.map(([webhook, host, underWay, isNew]) => [`w${webhook} h${host}`, { underWay, isNew }] as const),
    );
    return facts({
      heads: heads.map(({ webhook, host, dueMs, sending }) => head(`w${webhook} h${host}`, dueMs, sending)),
      gates: gates(...open.map(([webhook, host, ms]) => gateOf(`w${webhook} h${host}`, ms))),
      limits: new Map(limits.map((limit, index) => [`w${index}`, limit])),
      paceOf: (queue) => paces.get(queue) ?? "quick",
      ...rest,
    });
  });

describe("whatever the queues", () => {
  test("room and caps hold, no open queue gets more than its probe, and the same facts give the same takes", () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { takes } = allot(given);
        expect(allot(given).takes).toEqual(takes);
        expect(new Set(takes.map(({ queue }) => queue)).size).toBe(takes.length);
        const sum = (chosen: (queue: string) => boolean) =>
          takes.filter(({ queue }) => chosen(queue)).reduce((total, { limit }) => total + limit, 0);
        const drags = (queue: string) => given.paceOf(queue) !== "quick";
        expect(sum((queue) => !drags(queue))).toBeLessThanOrEqual(given.room);
        expect(sum(drags)).toBeLessThanOrEqual(given.slowRoom + Math.min(given.room, given.trialRoom));
        expect(sum(() => true)).toBeLessThanOrEqual(given.room + given.slowRoom);
        const sending = (chosen: (queue: string) => boolean) =>
          given.heads.filter(({ queue }) => chosen(queue)).reduce((total, one) => total + one.sending, 0);
        for (const { queue, limit, rate, probeUntil } of takes) {
          const { webhookId, host } = queueParts(queue);
          const ofHost = (other: string) => queueParts(other).host === host;
          const ofWebhook = (other: string) => queueParts(other).webhookId === webhookId;
          const own = given.limits.get(webhookId);
          const found = given.heads.find((one) => one.queue === queue);
          expect(limit).toBeGreaterThan(0);
          expect(found && found.dueAt <= now).toBe(true);
          expect(sum(ofHost) + sending(ofHost)).toBeLessThanOrEqual(given.perHost);
          expect(sum(ofWebhook) + sending(ofWebhook)).toBeLessThanOrEqual(own?.concurrency ?? Number.POSITIVE_INFINITY);
          expect(rate?.perSecond ?? null).toBe(own?.perSecond ?? null);
          const gate = given.gates.get(queue);
          expect(probeUntil !== undefined).toBe(gate !== undefined);
          if (gate) expect([limit, gate.probeAt <= now]).toEqual([1, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a queue that is due and may go gets its turn within as many turns as it takes to serve all", () => {
    const many = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(
        many,
        fc.integer({ min: 1, max: 64 }),
        fc.func(fc.integer({ min: 1, max: 1e6 })),
        (ids, room, due) => {
          const heads = ids.map((id) => head(`w${id} h${id}`, -due(id)));
          const served = new Map<string, number>();
          for (let turn = 1; turn <= Math.ceil(ids.length / room); turn++)
            for (const { queue } of allot(facts({ heads, served, room })).takes) served.set(queue, turn);
          expect(served.size).toBe(ids.length);
        },
      ),
    );
  });
});
