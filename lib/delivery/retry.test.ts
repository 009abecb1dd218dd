import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askedWait, decideRetry, type FailedAttempt, isLastTry, isRetryNote, mostAskedFree, type Tried } from "./retry";
import { longestHint } from "./retry-after";
import { longestDelay, mostDelays } from "./retry-delays";
import { delaysOf, type RetryPolicy, type RetryStop, retryStop, standardDelays, standardRetry } from "./retry-policy";
import { sampleClaim } from "./testing/samples";

const now = new Date("2026-11-21T12:00:00Z");
const second = 1000;
const answered = (status: number, headers: Record<string, string> = {}, body = ""): FailedAttempt => ({
  response: { status, headers, body, bodyBytes: body.length, isTruncated: false },
  error: { kind: "status", message: "" },
  startedAt: now,
  durationMs: 0,
});
const broken = (kind: NonNullable<FailedAttempt["error"]>["kind"]): FailedAttempt => ({
  response: null,
  error: { kind, message: "10.0.0.9" },
  startedAt: now,
  durationMs: 0,
});
const tried = (attemptNumber: number, changed: Partial<Tried> = {}): Tried =>
  sampleClaim({ attemptNumber, ...changed });
const custom = (...delaysSeconds: number[]): RetryPolicy => ({ ...standardRetry, schedule: "custom", delaysSeconds });
const stopping = (...stopOn: RetryStop[]): RetryPolicy => ({ ...standardRetry, stopOn });
const decide = (policy: RetryPolicy, which: number | Tried, attempt: FailedAttempt = answered(500), random = 0) =>
  decideRetry(policy, typeof which === "number" ? tried(which) : which, attempt, now, () => random);
/** Seconds until the next attempt, or why there is none. */
const waitOf = (...given: Parameters<typeof decide>) => {
  const { at, note } = decide(...given);
  return at ? (at.getTime() - now.getTime()) / second : note;
};

const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const anyDelays = fc.array(fc.integer({ min: 1, max: longestDelay }), { minLength: 1, maxLength: mostDelays });
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.constantFrom(
    "99999999999999999999999999",
    "-1",
    "Sun, 99 Nov 9999 99:99:99 GMT",
    "120, 60",
    "1e3",
    "0x10",
    "Infinity",
  ),
);
const anyStop: fc.Arbitrary<RetryStop> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 100, max: 999 }), fc.integer({ min: 100, max: 999 }))
    .map(([a, b]): RetryStop => ({ on: "status", from: Math.min(a, b), to: Math.max(a, b) })),
  fc.record({ on: fc.constant("header" as const), name: fc.constantFrom("Retry-After", "x-a"), contains: fc.string() }),
  fc.record({ on: fc.constant("body" as const), contains: fc.string({ minLength: 1 }) }),
);
const anyPolicy: fc.Arbitrary<RetryPolicy> = fc.record({
  schedule: fc.constantFrom("standard", "once", "custom"),
  delaysSeconds: anyDelays,
  stopOn: fc.array(anyStop, { maxLength: 3 }),
});
const anyAttempt = fc
  .tuple(
    fc.integer({ min: 100, max: 999 }),
    fc.dictionary(fc.constantFrom("retry-after", "webhook-delivery", "x-a"), anyText, { noNullPrototype: true }),
    anyText,
  )
  .map(([status, headers, body]) => answered(status, headers, body));

describe("schedule", () => {
  test("the standard one is ten attempts in about three days, with waits that never shrink", () => {
    expect(standardDelays).toHaveLength(9);
    const total = standardDelays.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBe(75 * 3600 + 35 * 60 + 5);
    expect([...standardDelays].sort((a, b) => a - b)).toEqual(standardDelays);
    expect([waitOf(standardRetry, 1), waitOf(standardRetry, 9)]).toEqual([5, 24 * 3600]);
    expect(waitOf(standardRetry, 10)).toBe("Not tried again: all 10 attempts are used.");
  });

  test("one attempt only, and a schedule of one's own", () => {
    expect(waitOf({ ...standardRetry, schedule: "once" }, 1)).toBe(
      "Not tried again: this webhook makes one attempt only.",
    );
    expect([1, 2, 3].map((number) => waitOf(custom(10, 200), number))).toEqual([
      10,
      200,
      "Not tried again: all 3 attempts are used.",
    ]);
  });

  test("jitter adds up to a tenth and never takes away", () => {
    fc.assert(
      fc.property(anyDelays, fc.nat(mostDelays), anyRandom, (delays, index, random) => {
        const wait = waitOf(custom(...delays), index + 1, answered(500), random);
        const delay = delays[index];
        if (delay === undefined || typeof wait !== "number") {
          expect([delay, wait]).toEqual([undefined, expect.stringMatching(/^Not tried again/)]);
          return;
        }
        expect(wait).toBeGreaterThanOrEqual(delay);
        expect(wait).toBeLessThanOrEqual(delay * 1.1 + 0.001);
      }),
    );
  });
});

describe("Retry-After", () => {
  const hinted = (status: number, value: string) =>
    waitOf(standardRetry, 1, answered(status, { "retry-after": value }));

  test("seconds and the three forms of HTTP dates, on 429 and 503 only", () => {
    for (const status of [429, 503]) {
      expect(hinted(status, "3600")).toBe(3600);
      expect(hinted(status, "Sat, 21 Nov 2026 12:10:00 GMT")).toBe(600);
      expect(hinted(status, "Saturday, 21-Nov-26 12:10:00 GMT")).toBe(600);
      expect(hinted(status, "Sat Nov 21 12:10:00 2026")).toBe(600);
    }
    for (const status of [301, 400, 404, 500, 502, 504]) expect(hinted(status, "3600")).toBe(5);
  });

  test("what is shorter than the schedule, past, negative or garbage changes nothing; what is huge is cut at 24 hours", () => {
    const ignored = ["1", "0", "-3600", "3600.5", "1e9", "soon", "", "120, 60", "Sat, 21 Nov 2026 11:00:00 GMT"];
    for (const value of [...ignored, "Sat, 21 Now 2026 13:00:00 GMT", "Friday, 21-Nov-99 12:00:00 GMT"])
      expect([value, hinted(503, value)]).toEqual([value, 5]);
    for (const value of ["86401", "9".repeat(400), "Sat, 21 Nov 2099 12:00:00 GMT"])
      expect(hinted(503, value)).toBe(24 * 3600);
    expect(waitOf(custom(longestDelay), 1, answered(503, { "retry-after": "9999999" }))).toBe(longestDelay);
  });

  test("says so", () => {
    const note = (value: string) => decide(standardRetry, 1, answered(503, { "retry-after": value })).note;
    expect(note("600")).toBe("Tried again in 10 min because the partner asked for it (Retry-After).");
    expect(note("999999")).toBe(
      "Tried again in 1 d, the longest Hookdesk waits, because the partner asked for it (Retry-After).",
    );
    expect(note("2")).toBeUndefined();
  });

  test("never shortens a wait, never exceeds the cap, grows with the hint, and throws at nothing", () => {
    fc.assert(
      fc.property(
        anyPolicy,
        fc.integer({ min: 1, max: 25 }),
        anyAttempt,
        anyRandom,
        (policy, number, attempt, random) => {
          const wait = waitOf(policy, number, attempt, random);
          expect(isLastTry(policy, tried(number), attempt)).toBe(typeof wait === "string");
          if (typeof wait !== "number") {
            expect(isRetryNote(wait ?? "")).toBe(true);
            return;
          }
          const delay = delaysOf(policy)[number - 1] ?? 0;
          expect(wait).toBeGreaterThanOrEqual(delay);
          expect(wait).toBeLessThanOrEqual(Math.max(delay, longestHint) + delay * 0.1 + 0.001);
          if (askedWait(policy, number, attempt) === undefined) expect(wait).toBeLessThanOrEqual(delay * 1.1 + 0.001);
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), anyRandom, (one, other, random) => {
        const wait = (hint: number) =>
          Number(waitOf(standardRetry, 3, answered(429, { "retry-after": `${hint}` }), random));
        expect(wait(Math.min(one, other))).toBeLessThanOrEqual(wait(Math.max(one, other)));
      }),
    );
  });
});

describe("stopping", () => {
  test("410 and a partner that asks for it end the schedule", () => {
    expect(waitOf(standardRetry, 1, answered(410))).toBe("Not tried again: the partner answered 410 Gone.");
    for (const value of ["abort-message", "Disable", "x, abort-message"])
      expect(waitOf(standardRetry, 1, answered(500, { "webhook-delivery": value }))).toMatch(
        /^Not tried again: the partner asked for no more attempts \(webhook-delivery: (abort-message|disable)\)\.$/,
      );
    expect(waitOf(standardRetry, 1, answered(500, { "webhook-delivery": "abort" }))).toBe(5);
  });

  test.each<[RetryStop, FailedAttempt, FailedAttempt, string]>([
    [
      { on: "status", from: 400, to: 499 },
      answered(404),
      answered(500),
      "the partner answered 404, at which this webhook stops",
    ],
    [
      { on: "header", name: "X-Reason", contains: "dup" },
      answered(500, { "x-reason": "Duplicate" }),
      answered(500, { "x-reason": "busy" }),
      "the header X-Reason of the reply contains “dup”, at which this webhook stops",
    ],
    [
      { on: "header", name: "X-Final", contains: "" },
      answered(500, { "x-final": "" }),
      answered(500),
      "the reply has the header X-Final, at which this webhook stops",
    ],
    [
      { on: "body", contains: "ALREADY" },
      answered(500, {}, "it is already there"),
      broken("refused"),
      "the reply contains “ALREADY”, at which this webhook stops",
    ],
    [
      { on: "error", kind: "tls" },
      broken("tls"),
      broken("timeout"),
      "no secure connection could be made, at which this webhook stops",
    ],
  ])("%o", (stop, ends, goesOn, why) => {
    expect(retryStop.parse(stop)).toEqual(stop);
    expect(waitOf(stopping(stop), 1, ends)).toBe(`Not tried again: ${why}.`);
    expect(waitOf(stopping(stop), 1, goesOn)).toBe(5);
  });
});

describe("attempts that cost nothing", () => {
  const hour = 3_600_000;
  const busy = answered(503, { "retry-after": "3600" });
  const idMade = (msAgo: number) => {
    const time = (now.getTime() - msAgo).toString(16).padStart(12, "0");
    return `dlv_${time}7${"0".repeat(19)}`;
  };

  test("a wait the partner asked for, twenty times; then it costs one and still is kept", () => {
    const at = (attemptNumber: number, freeAttempts: number) =>
      decide(standardRetry, tried(attemptNumber, { freeAttempts }), busy);
    expect(at(1, 0)).toMatchObject({ isFree: true });
    expect(at(20, 19)).toMatchObject({ isFree: true });
    const counted = at(mostAskedFree + 1, mostAskedFree);
    expect([counted.at?.getTime(), "isFree" in counted]).toEqual([now.getTime() + hour, false]);
    // The last attempt of the schedule cost nothing, so it was not the last.
    expect(at(10, 0)).toMatchObject({ isFree: true });
    expect(at(30, mostAskedFree).at).toBeNull();
    expect(decide({ ...standardRetry, schedule: "once" }, 1, busy).at).toBeNull();
    expect(decide(standardRetry, tried(1, { kind: "manual" }), busy)).toEqual({ at: null });
  });

  test("the schedule goes on where it was", () => {
    const { at } = decide(standardRetry, tried(7, { freeAttempts: 5 }));
    expect(at?.getTime()).toBe(now.getTime() + 300_000);
  });

  test("a probe of a breaker that failed leaves the delivery due while it is younger than its schedule is long", () => {
    const probe = (msAgo: number, attempt = broken("refused"), policy = standardRetry) =>
      decide(policy, tried(1, { id: idMade(msAgo), isProbe: true }), attempt);
    expect(probe(1_000)).toMatchObject({ at: now, isFree: true });
    expect(probe(75 * hour)).toMatchObject({ isFree: true });
    expect(probe(76 * hour)).not.toHaveProperty("isFree");
    const once: RetryPolicy = { ...standardRetry, schedule: "once" };
    expect(probe(59 * 60_000, broken("timeout"), once)).toMatchObject({ isFree: true });
    expect(probe(61 * 60_000, broken("timeout"), once).at).toBeNull();
    // The partner answered: that attempt counts, and what it asked for is done.
    expect(probe(1_000, answered(404))).not.toHaveProperty("isFree");
    expect(probe(1_000, answered(410)).at).toBeNull();
    expect(probe(1_000, busy).at?.getTime()).toBe(now.getTime() + hour);
  });

  test("a fault of our own proxy is tried again in 30 s, after twenty times every 5 min, whoever asked for it", () => {
    const failed = broken("proxy");
    for (const kind of ["scheduled", "manual"] as const)
      expect(decide(custom(10), tried(2, { kind }), failed)).toMatchObject({
        at: new Date(now.getTime() + 30_000),
        isFree: true,
        note: "Tried again in 30 s, because the fault is of our own proxy.",
      });
    expect(decide(custom(10), tried(21, { freeAttempts: 20 }), failed).at?.getTime()).toBe(now.getTime() + 300_000);
    expect(decide(custom(10), tried(1, { id: idMade(2 * hour) }), failed)).not.toHaveProperty("isFree");
  });

  test("whatever happens, a delivery ends: of its attempts only so many are free", () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(anyAttempt, { minLength: 60, maxLength: 60 }), (policy, attempts) => {
        let free = 0;
        const index = attempts.findIndex((attempt, at) => {
          const decided = decide(policy, tried(at + 1, { freeAttempts: free }), attempt);
          if (decided.at && decided.isFree) free += 1;
          return !decided.at;
        });
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThanOrEqual(mostAskedFree + mostDelays);
      }),
    );
  });
});
