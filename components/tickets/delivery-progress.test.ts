import { expect, test } from "vitest";
import { neutralFailure } from "@/lib/core/transport";
import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import type { WaitFacts } from "@/lib/delivery/why-waiting";
import { noteConflicts } from "@/lib/delivery/write-back";
import type { HistoryEntry } from "@/lib/desk/history";
import { type DeliveryProgress, isUnderWay, progressOf, progressSteps, resultWord } from "./delivery-progress";

const now = new Date("2026-11-21T10:00:00Z");
const later = new Date("2026-11-21T10:05:00Z");

const delivery: Delivery = {
  id: "dlv_1",
  webhookId: "whk_1",
  webhookName: "Send to customer X",
  webhookVersion: 1,
  ticketId: 164,
  ticketDisplayId: "IN164",
  ticketVersion: 3,
  status: "pending",
  request: { method: "POST", url: "https://x.example/", headers: {}, body: "{}", connectionId: null },
  parameters: {},
  cause: { depth: 0 },
  actorId: "person:1",
  actorName: "Annie",
  createdAt: now,
  nextAttemptAt: now,
  attempts: 0,
  kind: "scheduled",
  lastStatus: null,
  lastError: null,
  finishedAt: null,
  queue: "whk_1 x.example",
  freeAttempts: 0,
  supersededBy: null,
};
const attempt: Attempt = {
  id: "att_1",
  deliveryId: "dlv_1",
  number: 1,
  kind: "scheduled",
  startedAt: now,
  durationMs: 120,
  outcome: "succeeded",
  sentHeaders: {},
  response: { status: 200, headers: {}, body: "", bodyBytes: 0, isTruncated: false },
  error: null,
  timing: null,
  remoteAddress: null,
  certificateExpiresAt: null,
  notes: [],
};
const refused: Attempt = {
  ...attempt,
  outcome: "failed",
  response: null,
  error: { kind: "refused", message: "10.0.0.7:8080 refused the connection." },
};
const filledEntry: HistoryEntry = {
  id: 9,
  ticketId: 164,
  at: now,
  kind: "webhook.succeeded",
  origin: "delivery",
  actorId: "system",
  actorName: "Hookdesk",
  summary: "",
  changes: [{ path: "ticket.integration.id", label: "Integration › Id", from: null, to: "INC1" }],
  cause: { deliveryId: "dlv_1", depth: 1 },
};
const conflict = {
  ...{ path: "ticket.integration.id", label: "Integration › Id", from: "ours", to: "INC1" },
  ...{ field: "form.1.1", before: "ours", after: "INC1" },
};
const states = (progress: DeliveryProgress) =>
  progressSteps(progress, now).map(({ label, state }) => `${label}: ${state}`);

test("queued, then sending", () => {
  const queued = progressOf(delivery, [], [], false);
  expect(states(queued)).toEqual(["Queued: active", "Sent: todo", "Answered: todo", "Fields updated: todo"]);
  const sending = progressOf({ ...delivery, status: "sending", attempts: 1, nextAttemptAt: null }, [], [], false);
  expect(states(sending).slice(0, 2)).toEqual(["Queued: done", "Sending: active"]);
  expect([isUnderWay(queued, now), isUnderWay(sending, now)]).toEqual([true, true]);
});

test("answered, with the fields the reply filled", () => {
  const succeeded = { ...delivery, status: "succeeded", attempts: 1, nextAttemptAt: null } as const;
  const other = { ...filledEntry, cause: { deliveryId: "dlv_2", depth: 1 } };
  const progress = progressOf(succeeded, [attempt], [filledEntry, other], false);
  expect(states(progress)).toEqual([
    "Queued: done",
    "Sent: done",
    "Answered 200 OK in 120 ms: done",
    "1 field updated: done",
  ]);
  expect(progress.failure).toBeNull();
  expect(isUnderWay(progress, now)).toBe(false);
  expect(states(progressOf(succeeded, [attempt], [], false)).at(-1)).toBe("No field to update: done");
});

test("the reply's edits that were kept, and those that wait for a decision, are told to everyone", () => {
  const succeeded = { ...delivery, status: "succeeded", attempts: 1, nextAttemptAt: null } as const;
  const summary = "“Send” succeeded (200) and filled Title and left Integration › Id as Anna set it";
  const kept = { ...attempt, notes: noteConflicts([{ ...conflict, editor: "Anna" }], "keep") };
  const progress = progressOf(succeeded, [kept], [{ ...filledEntry, summary }], false);
  expect(progress.story).toBe("Filled Title and left Integration › Id as Anna set it.");
  expect(progress.notes).toEqual([]);

  const asked = { ...attempt, notes: noteConflicts([{ ...conflict, editor: "Anna" }], "ask") };
  const proposed: HistoryEntry = { ...filledEntry, id: 10, kind: "writeback.proposed", changes: [conflict] };
  const ending = { ...filledEntry, summary: "“Send” succeeded (200)", changes: [] };
  const waiting = progressOf(succeeded, [asked], [proposed, ending], false);
  expect(waiting).toMatchObject({ proposals: [10], story: null, notes: [] });
  expect(states(waiting).at(-1)).toBe("Waits for a decision: todo");
  const decided: HistoryEntry = { ...proposed, id: 11, kind: "writeback.applied", cause: { depth: 1, entryId: 10 } };
  expect(
    progressOf(
      succeeded,
      [asked],
      [{ ...decided, cause: { ...decided.cause, depth: 1, deliveryId: "dlv_1" } }, proposed, ending],
      false,
    ).proposals,
  ).toEqual([]);
});

test("failure actions are told with what they changed", () => {
  const failed = { ...delivery, status: "failed", attempts: 1, nextAttemptAt: null } as const;
  const summary = "“Send” failed. The partner answered 503. Its failure actions changed Status and added a note.";
  const entry: HistoryEntry = { ...filledEntry, kind: "webhook.failed", summary };
  const progress = progressOf(failed, [refused], [entry], false);
  expect(progress.story).toBe("Its failure actions changed Status and added a note.");
  expect(states(progress).at(-1)).toBe("1 field updated by its failure actions: done");
});

test("a failure waits for its next attempt, then is sent again", () => {
  const waiting = { ...delivery, attempts: 1, nextAttemptAt: later };
  const progress = progressOf(waiting, [refused], [], true);
  expect(states(progress)).toEqual([
    "Queued: done",
    "Tried: done",
    "No answer in 120 ms: failed",
    "No field updated: todo",
  ]);
  expect(isUnderWay(progress, now)).toBe(false);
  expect(progressSteps(progress, later)[1]?.label).toBe("Sent, attempt 2");
  const again = progressOf({ ...waiting, status: "sending", attempts: 2 }, [refused], [], true);
  expect(states(again)[1]).toBe("Sending, attempt 2: active");
});

test("only those who see deliveries read where it failed", () => {
  const failed = { ...delivery, status: "failed", attempts: 1, nextAttemptAt: null } as const;
  expect(progressOf(failed, [refused], [], true).failure).toBe("10.0.0.7:8080 refused the connection.");
  expect(progressOf(failed, [refused], [], false).failure).toBe(neutralFailure);
  expect(states(progressOf(failed, [refused], [], false))[2]).toBe("No answer: failed");
  const answered: Attempt = {
    ...attempt,
    outcome: "failed",
    response: { status: 503, headers: {}, body: "", bodyBytes: 0, isTruncated: false },
    error: { kind: "status", message: "The partner answered 503; only 2xx counts as success." },
  };
  const progress = progressOf(failed, [answered], [], false);
  expect(progress.failure).toBe("The partner answered 503.");
  expect(states(progress)[2]).toBe("Answered 503 Service Unavailable in 120 ms: failed");
});

test("notes quote the reply, so only those who see deliveries read them", () => {
  const noted = { ...attempt, notes: ["“a.b” is not in the reply."] };
  expect(progressOf(delivery, [noted], [], true).notes).toEqual(noted.notes);
  expect(progressOf(delivery, [noted], [], false).notes[0]).toMatch(/administrator/);
  const stopped = { ...attempt, notes: ["Not tried again: the host name was not found, at which this webhook stops."] };
  expect(progressOf(delivery, [stopped], [], true).notes).toEqual(stopped.notes);
  expect(progressOf(delivery, [stopped], [], false).notes).toEqual([]);
});

test("what was stopped before it was sent says so", () => {
  const stopped = (status: Delivery["status"]) =>
    states(progressOf({ ...delivery, status, nextAttemptAt: null }, [], [], true))[0];
  expect([stopped("cancelled"), stopped("held")]).toEqual([
    "Cancelled before it was sent: failed",
    "Held back: active",
  ]);
});

test("one word for the menu", () => {
  expect(resultWord({ status: "pending", attempts: 0 })).toBe("Waiting");
  expect(resultWord({ status: "pending", attempts: 2 })).toBe("Failed, will retry");
  expect(resultWord({ status: "succeeded", attempts: 1 })).toBe("Succeeded");
});

test("why it waits, in words for everyone, and what it went past", () => {
  const ahead = { id: "dlv_0", status: "pending", attempts: 2, kind: "scheduled", nextAttemptAt: later } as const;
  const behind = { ...delivery, nextAttemptAt: null };
  const say = (one: Delivery, facts: Partial<WaitFacts>) =>
    progressOf(one, [], [], false, { now, delivery: one, ...facts }).waiting;
  expect(say(behind, { ahead })).toBe("An earlier delivery of this webhook for this ticket goes first.");
  expect(say({ ...delivery, status: "sending" }, { ahead })).toMatch(/^It went past an earlier delivery/);
  expect(say(delivery, {})).toBeNull();
  const due = { ...delivery, nextAttemptAt: new Date(now.getTime() - 60_000) };
  const gate = { state: "open", openedAt: now, probeAt: later, lastError: "10.0.0.7 refused the connection" } as const;
  expect(say(due, { gate })).toBe(
    "The partner system could not be reached. It goes out once the partner answers again.",
  );
});
