import { describe, expect, it } from "vitest";
import { causeOf } from "@/lib/delivery/cause";
import { type RetryPolicy, standardRetry } from "@/lib/delivery/retry-policy";
import type { LastAttempt, Sentence, WaitFacts } from "@/lib/delivery/why-waiting";
import { describeState } from "./state";

const now = new Date("2026-11-21T10:00:00Z");
const soon = new Date("2026-11-21T10:04:00Z");
type Told = WaitFacts["delivery"];
type Last = LastAttempt;

const last = (given: Partial<Last>): Last => ({
  number: 1,
  kind: "scheduled",
  outcome: "failed",
  response: null,
  error: null,
  startedAt: now,
  durationMs: 12,
  ...given,
});
const answered = (status: number, headers: Record<string, string> = {}): Pick<Last, "response" | "error"> => ({
  response: { status, headers, body: "", bodyBytes: 0, isTruncated: false },
  error: { kind: "status", message: "" },
});
const told = (changed: Partial<Told> & Pick<Told, "status">): Told => ({
  ...{ attempts: 1, freeAttempts: 0, kind: "scheduled", nextAttemptAt: null, supersededBy: null },
  ...{ queue: "whk_1 partner.example", ...changed },
});
const text = (sentence: Sentence) =>
  sentence.map((part) => (typeof part === "string" ? part : "at" in part ? " <time>" : `<${part.label}>`)).join("");
const say = (
  delivery: Partial<Told> & Pick<Told, "status">,
  newest?: Last,
  cancelledBy?: string,
  policy: RetryPolicy = standardRetry,
) => text(describeState({ delivery: told(delivery), last: newest, now, cancelledBy, policy }));

describe("describeState", () => {
  it("tells what a waiting delivery waits for and why", () => {
    expect(say({ status: "pending", attempts: 0, nextAttemptAt: soon })).toBe("Waiting to be sent, due <time>.");
    expect(say({ status: "pending", attempts: 2, nextAttemptAt: soon }, last(answered(503)))).toBe(
      "Waiting for attempt 3, due <time>, because the partner answered 503.",
    );
    expect(say({ status: "pending", attempts: 1, nextAttemptAt: soon }, last({ outcome: "interrupted" }))).toBe(
      "Waiting for attempt 2, due <time>, because the worker stopped before a reply was recorded.",
    );
  });

  it("says when the partner asked for the wait, and when nothing asks for more", () => {
    const waits = { status: "pending", attempts: 1, nextAttemptAt: soon } as const;
    const busy = answered(503, { "retry-after": "3600" });
    expect(say(waits, last(busy))).toBe(
      "Waiting for attempt 2, due <time>, because the partner answered 503 and asked to wait 1 h (Retry-After).",
    );
    const late = { ...last(busy), number: 6 };
    expect(say({ ...waits, attempts: 6 }, late)).toBe(
      "Waiting for attempt 7, due <time>, because the partner answered 503.",
    );
    expect(say({ status: "failed" }, last(answered(410)))).toBe(
      "Failed on attempt 1 and not tried again: the partner answered 410 Gone.",
    );
    const once: RetryPolicy = { ...standardRetry, schedule: "once" };
    expect(say({ status: "failed" }, last(answered(500)), undefined, once)).toBe(
      "Failed on the only attempt this webhook makes: the partner answered 500.",
    );
    const strict: RetryPolicy = { ...standardRetry, stopOn: [{ on: "error", kind: "dns" }] };
    const unknownHost = last({ error: { kind: "dns", message: "" } });
    expect(say({ status: "failed", attempts: 2 }, unknownHost, undefined, strict)).toBe(
      "Failed on attempt 2 and not tried again: the host name was not found, at which this webhook stops.",
    );
  });

  it("does not blame the past when a person asked for one more attempt", () => {
    expect(say({ status: "pending", attempts: 2, kind: "manual", nextAttemptAt: now }, last(answered(200)))).toBe(
      "Waiting to be sent again by hand (attempt 3), due <time>.",
    );
  });

  it("points at the worker when an attempt is overdue", () => {
    const overdue = new Date("2026-11-21T09:58:00Z");
    expect(say({ status: "pending", attempts: 0, nextAttemptAt: overdue })).toBe(
      "Waiting to be sent, due <time>. No worker has picked it up yet: check that one is running.",
    );
  });

  it("tells the end of the story", () => {
    expect(say({ status: "sending", attempts: 2 })).toBe("Attempt 2 is under way.");
    expect(say({ status: "succeeded" }, last({ ...answered(201), outcome: "succeeded", error: null }))).toBe(
      "Delivered on the first attempt: the partner answered 201.",
    );
    expect(say({ status: "succeeded", attempts: 3 })).toBe("Delivered on attempt 3.");
    expect(say({ status: "failed", attempts: 10 }, last({ number: 10, ...answered(500) }))).toBe(
      "Failed: all 10 attempts are used. Last: the partner answered 500.",
    );
    expect(say({ status: "failed", attempts: 10 })).toBe("Failed: all 10 attempts are used.");
    expect(say({ status: "failed", attempts: 14, freeAttempts: 4 })).toBe(
      "Failed: all 10 attempts are used, besides 4 that cost none.",
    );
    expect(say({ status: "failed" }, last({ error: { kind: "credentials", message: "" } }))).toBe(
      "Failed on attempt 1 and not tried again: the stored credentials could not be used.",
    );
    expect(say({ status: "failed", attempts: 2 }, last({ number: 2, kind: "manual", ...answered(503) }))).toBe(
      "Failed on attempt 2, made by hand and so not repeated: the partner answered 503.",
    );
  });

  it("names who cancelled and how far it came", () => {
    expect(say({ status: "cancelled", attempts: 0 }, undefined, "Ada")).toBe(
      "Cancelled by Ada before anything was sent.",
    );
    expect(say({ status: "cancelled", attempts: 2 })).toBe("Cancelled after 2 attempts.");
    expect(say({ status: "held", attempts: 1 })).toBe("Held after 1 attempt: nothing is sent until it is released.");
    const lastHold = { at: now, actorName: "Ada" };
    const held = told({ status: "held", attempts: 0 });
    expect(text(describeState({ delivery: held, now, lastHold }))).toBe(
      "Held before anything was sent: the webhook was disabled <time> by Ada. Nothing is sent until it is released.",
    );
    expect(say({ status: "superseded", attempts: 1 })).toBe("A newer delivery took its place after 1 attempt.");
    expect(say({ status: "superseded", attempts: 0, supersededBy: "dlv_2" })).toBe(
      "<A newer delivery> took its place before anything was sent.",
    );
  });
});

describe("causeOf", () => {
  it("prefers the reply's status, then the kind of error", () => {
    expect(causeOf(last(answered(302)))).toBe("the partner answered 302");
    expect(causeOf(last({ error: { kind: "dns", message: "secret host" } }))).toBe("the host name was not found");
    expect(causeOf(last({}))).toBe("no reply was recorded");
  });
});
