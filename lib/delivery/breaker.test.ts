import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Breaker, closed, nextBreaker, opensAfter, opensWithinMs, probeDelay, type Seen, signOf } from "./breaker";
import type { Attempt } from "./delivery";

const start = new Date("2026-11-21T12:00:00Z").getTime();
const queue = "whk_1 partner.example";
const seen = (changed: Partial<Omit<Seen, "at">> & { ms?: number } = {}): Seen => {
  const { ms = 0, ...rest } = changed;
  return {
    sign: "away",
    deliveryId: "dlv_1",
    isProbe: false,
    error: "the partner answered 503",
    at: new Date(start + ms),
    ...rest,
  };
};
const run = (all: Seen[], from: Breaker = closed) =>
  all.reduce((breaker, one) => nextBreaker(breaker, queue, one), from);
const failures = (count: number, everyMs = 1_000, ids = 2) =>
  Array.from({ length: count }, (_, index) => seen({ ms: index * everyMs, deliveryId: `dlv_${index % ids}` }));
const opened = run(failures(opensAfter));
const endMs = (opensAfter - 1) * 1_000;

const response = (status: number): Pick<Attempt, "response" | "error"> => ({
  response: { status, headers: {}, body: "", bodyBytes: 0, isTruncated: false },
  error: { kind: "status", message: "" },
});

test("signs: no reply and overload speak of the partner, refusals of the request, our own faults of neither", () => {
  for (const status of [500, 502, 503, 504, 599, 408, 429])
    expect([status, signOf(response(status))]).toEqual([status, "away"]);
  for (const status of [200, 204, 302, 400, 401, 404, 410, 422])
    expect([status, signOf(response(status))]).toEqual([status, "here"]);
  const broken = (kind: NonNullable<Attempt["error"]>["kind"]) =>
    signOf({ response: null, error: { kind, message: "" } });
  for (const kind of ["dns", "refused", "reset", "timeout", "tls"] as const)
    expect([kind, broken(kind)]).toEqual([kind, "away"]);
  for (const kind of ["blocked", "invalid_url", "credentials", "proxy"] as const)
    expect([kind, broken(kind)]).toEqual([kind, "unknown"]);
  for (const kind of ["too_large", "protocol"] as const) expect([kind, broken(kind)]).toEqual([kind, "here"]);
});

describe("opening", () => {
  test("after ten failures in a row within five minutes, of two deliveries", () => {
    expect(run(failures(opensAfter - 1)).gate).toBeUndefined();
    expect(opened.gate).toEqual({
      ...{ queue, webhookId: "whk_1", host: "partner.example", state: "open", probes: 0 },
      openedAt: new Date(start + endMs),
      probeAt: new Date(start + endMs + 10_000),
      lastError: "the partner answered 503",
    });
    expect(run(failures(50, 1_000, 1)).gate).toBeUndefined();
    expect(run(failures(50, opensWithinMs / (opensAfter - 1) + 1)).gate).toBeUndefined();
  });

  test("a reply in between begins the count anew; our own faults are not counted", () => {
    expect(run([...failures(9), seen({ sign: "here" }), ...failures(9)]).gate).toBeUndefined();
    expect(run(Array(50).fill(seen({ sign: "unknown" })))).toBe(closed);
    expect(
      run([...failures(9), seen({ sign: "unknown" }), seen({ deliveryId: "dlv_9", ms: 9_000 })]).gate,
    ).toBeDefined();
  });
});

describe("open", () => {
  test("a failed probe doubles the wait, up to five minutes", () => {
    let breaker = opened;
    const waits = Array.from({ length: 8 }, (_, index) => {
      const ms = endMs + index * 1_000_000;
      breaker = nextBreaker(breaker, queue, seen({ isProbe: true, ms, error: "the partner did not answer in time" }));
      return (breaker.gate?.probeAt.getTime() ?? 0) - start - ms;
    });
    expect(waits.map((wait) => wait / 1_000)).toEqual([20, 40, 80, 160, 300, 300, 300, 300]);
    expect(breaker.gate).toMatchObject({ state: "open", probes: 8, lastError: "the partner did not answer in time" });
    expect(breaker.gate?.openedAt).toEqual(opened.gate?.openedAt);
  });

  test("any reply closes it; exchanges that began before change nothing; a probe that tells nothing is tried again", () => {
    expect(nextBreaker(opened, queue, seen({ sign: "here" }))).toBe(closed);
    expect(nextBreaker(opened, queue, seen({ sign: "here", isProbe: true }))).toBe(closed);
    expect(nextBreaker(opened, queue, seen({ ms: 60_000 }))).toBe(opened);
    const same = nextBreaker(opened, queue, seen({ sign: "unknown", isProbe: true, ms: 60_000 })).gate;
    expect(same).toMatchObject({ state: "open", probes: 0, probeAt: new Date(start + 70_000) });
  });
});

const anySeen = fc.record({
  sign: fc.constantFrom<Seen["sign"]>("away", "away", "away", "here", "unknown"),
  deliveryId: fc.constantFrom("dlv_1", "dlv_2", "dlv_3"),
  isProbe: fc.boolean(),
  ms: fc.integer({ min: 0, max: 60_000 }),
});

test("whatever is seen: it opens only after enough failures in a row, and a reply always closes it", () => {
  fc.assert(
    fc.property(fc.array(anySeen, { maxLength: 80 }), (events) => {
      let breaker: Breaker = closed;
      let inARow: Seen[] = [];
      let ms = 0;
      for (const event of events) {
        ms += event.ms;
        const one = seen({ ...event, ms });
        const before = breaker;
        breaker = nextBreaker(before, queue, one);
        if (one.sign === "here") inARow = [];
        if (one.sign === "away" && !before.gate) inARow.push(one);
        const last = inARow.slice(-opensAfter);
        const isReason =
          last.length === opensAfter &&
          one.at.getTime() - (last[0]?.at.getTime() ?? 0) <= opensWithinMs &&
          new Set(last.map(({ deliveryId }) => deliveryId)).size > 1;
        if (!before.gate) expect(breaker.gate !== undefined).toBe(one.sign === "away" && isReason);
        if (one.sign === "here") expect(breaker).toEqual(closed);
        if (breaker.gate && breaker.gate !== before.gate)
          expect(breaker.gate.probeAt.getTime()).toBe(one.at.getTime() + probeDelay(breaker.gate.probes));
        if (before.gate && breaker.gate) inARow = [];
        expect(breaker.row.length).toBeLessThanOrEqual(opensAfter);
      }
    }),
    { numRuns: 300 },
  );
});
