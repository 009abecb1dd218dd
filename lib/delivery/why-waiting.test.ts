import { describe, expect, test } from "vitest";
import type { Gate } from "./gate";
import { type LastAttempt, passedBy, type Sentence, type WaitFacts, whyWaiting } from "./why-waiting";

const now = new Date("2026-11-21T12:00:00Z");
const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const text = (sentence: Sentence = []) =>
  sentence
    .map((part) =>
      typeof part === "string"
        ? part
        : "at" in part
          ? ` <${(part.at.getTime() - now.getTime()) / 1_000} s>`
          : `<${part.label}: ${part.deliveryId}>`,
    )
    .join("");

type Changed = Omit<Partial<WaitFacts>, "delivery"> & { delivery?: Partial<WaitFacts["delivery"]> };
const facts = ({ delivery, ...rest }: Changed = {}): WaitFacts => ({
  now,
  delivery: {
    ...{ status: "pending", attempts: 0, freeAttempts: 0, kind: "scheduled", nextAttemptAt: at(-5) },
    ...{ queue: "whk_1 partner.example", supersededBy: null, ...delivery },
  },
  ...rest,
});
const say = (changed: Changed) => text(whyWaiting(facts(changed))?.sentence);
const gate: Pick<Gate, "state" | "openedAt" | "probeAt" | "lastError"> = {
  ...{ state: "open", openedAt: at(-90), probeAt: at(20), lastError: "the partner refused the connection" },
};

describe("behind an earlier one of its ticket", () => {
  const ahead = { id: "dlv_0", status: "pending", nextAttemptAt: at(300), attempts: 2, kind: "scheduled" } as const;
  const behind = { nextAttemptAt: null };

  test("names it, and what that one waits for", () => {
    expect(say({ delivery: behind, ahead })).toBe(
      "Waiting for <an earlier delivery of this ticket: dlv_0>, whose next attempt is due <300 s>.",
    );
    expect(say({ delivery: behind, ahead: { ...ahead, status: "sending" } })).toContain("which is being sent");
    expect(say({ delivery: behind, ahead: { ...ahead, nextAttemptAt: null } })).toContain("which waits as well");
    expect(say({ delivery: behind, ahead: { ...ahead, attempts: 0, nextAttemptAt: at(-9) } })).toBe(
      "Waiting for <an earlier delivery of this ticket: dlv_0>, which was due <-9 s>.",
    );
    expect(say({ delivery: behind })).toBe("Waiting for its turn among the deliveries of its ticket.");
  });

  test("a firing that did not wait says what it went past, as long as that waits for a retry", () => {
    const passed = (delivery: Partial<WaitFacts["delivery"]>, head: WaitFacts["ahead"] = ahead) =>
      passedBy(facts({ delivery, ahead: head }));
    for (const status of ["pending", "sending", "succeeded", "failed"] as const)
      expect([status, passed({ status })]).toEqual([status, "dlv_0"]);
    for (const status of ["held", "cancelled", "superseded"] as const) expect(passed({ status })).toBeUndefined();
    expect(passed(behind)).toBeUndefined();
    expect(passed({}, { ...ahead, kind: "manual" })).toBeUndefined();
    expect(passed({}, { ...ahead, attempts: 0 })).toBeUndefined();
    expect(passed({}, { ...ahead, status: "sending" })).toBeUndefined();
  });
});

describe("due and not sent", () => {
  test("a breaker: since when, why, and when it is tried out", () => {
    expect(say({ gate })).toBe(
      "Waiting for partner.example: its breaker opened <-90 s>, because the partner refused the connection. The next probe is due <20 s>.",
    );
    expect(say({ gate: { ...gate, state: "halfOpen" } })).toContain("A probe is under way.");
    const { neutral } = whyWaiting(facts({ gate })) ?? {};
    expect(neutral).not.toMatch(/refused|partner\.example/);
  });

  test("no worker, the caps of webhook and host, the rate", () => {
    const stuck = "No worker is running, so nothing is being delivered.";
    expect(say({ stuck })).toBe(`Waiting to be sent, due <-5 s>. ${stuck}`);
    expect(say({ stuck, delivery: { nextAttemptAt: now } })).toBe("Waiting to be sent, due <0 s>.");
    const sending = { ofWebhook: 2, ofHost: 64, perHost: 64 };
    expect(say({ sending, limits: { concurrency: 2, perSecond: null } })).toBe(
      "Waiting to be sent: 2 of this webhook are under way, and it may send 2 at a time.",
    );
    expect(say({ sending })).toBe(
      "Waiting to be sent: 64 calls to its host are under way, the most that one host gets at a time.",
    );
    expect(say({ limits: { concurrency: null, perSecond: 0.5 } })).toBe(
      "Waiting to be sent, due <-5 s>: this webhook may send 0.5 a second.",
    );
    expect(say({})).toBe("Waiting to be sent, due <-5 s>.");
    expect(say({ delivery: { nextAttemptAt: at(-31) } })).toContain("No worker has picked it up yet");
  });
});

test("due later: the retry, whatever the breaker says", () => {
  const error = { kind: "timeout", message: "10.0.0.9 did not answer" } as const;
  const last: LastAttempt = {
    number: 1,
    kind: "scheduled",
    outcome: "failed",
    response: null,
    error,
    startedAt: at(-9),
    durationMs: 5,
  };
  expect(say({ gate, last, delivery: { attempts: 1, nextAttemptAt: at(300) } })).toBe(
    "Waiting for attempt 2, due <300 s>, because the partner did not answer in time.",
  );
});

test("held: who disabled the webhook and when; what is over waits for nothing", () => {
  const lastHold = { at: at(-60), actorName: "Ada" };
  expect(say({ delivery: { status: "held" }, lastHold })).toBe(
    "Held before anything was sent: the webhook was disabled <-60 s> by Ada. Nothing is sent until it is released.",
  );
  for (const status of ["sending", "succeeded", "failed", "cancelled", "superseded"] as const)
    expect(whyWaiting(facts({ delivery: { status } }))).toBeUndefined();
});
