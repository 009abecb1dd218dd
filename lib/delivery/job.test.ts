import { expect, test } from "vitest";
import { actorOf, deliveriesJob, jobInput, jobStatuses, nextJobStatus, wantedBy, withLine } from "./job";
import { judgeRecovery } from "./recovery";

test("whoever started a job is known again by the id", () => {
  const kindOf = (actorId: string) => actorOf({ actorId, actorName: "Annie" });
  expect(kindOf("person:12")).toEqual({ kind: "person", id: "person:12", name: "Annie", personId: 12 });
  expect(kindOf("key_1")).toMatchObject({ kind: "apiKey", personId: null });
  expect(kindOf("system")).toMatchObject({ kind: "system", personId: null });
});

test("a filter that is not known is refused, not left out", () => {
  expect(deliveriesJob.parse({ kind: "cancel", filter: {} })).toEqual({ kind: "cancel", render: "same", filter: {} });
  expect(deliveriesJob.safeParse({ kind: "cancel", filter: { host: "a" } }).success).toBe(false);
  expect(jobInput.safeParse({ kind: "fire", webhookId: "whk_1", since: "yesterday" }).success).toBe(false);
});

test("each decision is possible in some statuses only", () => {
  const after = (event: "pause" | "resume" | "cancel") => jobStatuses.map((status) => nextJobStatus(status, event));
  // running, paused, done, cancelled, failed
  expect(after("pause")).toEqual(["paused", undefined, undefined, undefined, undefined]);
  expect(after("resume")).toEqual([undefined, "running", undefined, undefined, "running"]);
  expect(after("cancel")).toEqual(["cancelled", "cancelled", undefined, undefined, undefined]);
});

test("firing anew takes what has ended, so that nothing goes out twice", () => {
  expect(wantedBy({ kind: "redeliver", render: "current" })).toEqual([
    "succeeded",
    "failed",
    "cancelled",
    "superseded",
  ]);
  expect(wantedBy({ kind: "redeliver", render: "same" })).toContain("pending");
  expect(wantedBy({ kind: "release", render: "same" })).toEqual(["held"]);
});

test("keeps the first twenty reasons, each on one line", () => {
  let message: string | null = null;
  for (let index = 1; index <= 25; index++) message = withLine(message, `IN${index}:\n gone`);
  expect(message?.split("\n")).toHaveLength(20);
  expect(message?.split("\n")[0]).toBe("IN1: gone");
});

test("a ticket is recovered when its last delivery failed, or there is none since then", () => {
  const since = new Date("2026-11-21T09:00:00Z");
  const judge = (
    status: "failed" | "succeeded" | "held",
    hour: number,
    which: "both" | "failed" | "missing" = "both",
  ) => judgeRecovery({ status, createdAt: new Date(since.getTime() + hour * 3_600_000) }, since, which).isIn;
  expect([judge("failed", 1), judge("failed", 1, "missing"), judge("failed", 1, "failed")]).toEqual([
    true,
    false,
    true,
  ]);
  expect([judge("succeeded", 1), judge("held", 1)]).toEqual([false, false]);
  expect([judge("succeeded", -1), judge("succeeded", -1, "failed")]).toEqual([true, false]);
  expect(judgeRecovery(undefined, since, "both")).toEqual({ isIn: true, why: "No delivery was ever made." });
});
