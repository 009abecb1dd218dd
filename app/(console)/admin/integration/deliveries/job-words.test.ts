import { describe, expect, test } from "vitest";
import type { FiringJob, Job } from "@/lib/delivery/job";
import { countWords, durationText, filterWords, jobTitle, progressText } from "./job-words";

const job = (given: Partial<Job>): Job => ({
  ...{ id: "job_1", status: "running", total: 320, done: 20, skipped: 0, failed: 0, perSecond: 5, message: null },
  ...{ input: { kind: "redeliver", render: "same", filter: {} }, actorId: "person:1", actorName: "Annie" },
  ...{ createdAt: new Date(0), startedAt: null, finishedAt: null },
  ...given,
});
const names = { whk_1: "Order sync" };

describe("a job in words", () => {
  test("says what is done with how many", () => {
    expect(jobTitle(job({}), names)).toBe("Redeliver 320 deliveries");
    const current = { kind: "redeliver", render: "current", filter: {} } as const;
    expect(jobTitle(job({ input: current, total: 1 }), names)).toBe("Redeliver 1 delivery as things are now");
    const fire: FiringJob = {
      ...{ kind: "fire", webhookId: "whk_1", since: "2026-11-21T09:00:00.000Z", which: "both" },
      conditions: { type: "group", mode: "all", conditions: [] },
    };
    expect(jobTitle(job({ input: fire, total: 3 }), names)).toBe("Fire “Order sync” again on 3 tickets");
    expect(filterWords(fire, names)).toBe("Tickets by conditions, since 2026-11-21 09:00 UTC");
  });

  test("says which", () => {
    const words = (filter: Record<string, unknown>) => filterWords({ kind: "cancel", render: "same", filter }, names);
    expect(words({})).toBe("All deliveries");
    expect(words({ status: "failed", webhookId: "whk_1", q: "IN1" })).toBe(
      "Status Failed, Webhook Order sync, containing “IN1”",
    );
    expect(words({ code: 500, from: "2026-11-21T09:00:00Z", to: "2026-11-21T12:00:00+02:00" })).toBe(
      "Code 500, from 2026-11-21 09:00 UTC, before 2026-11-21 10:00 UTC",
    );
    expect(words({ ids: ["a", "b"] })).toBe("2 chosen");
    expect(words({ webhookId: "whk_9", ticketId: 3 })).toBe("Webhook deleted, Ticket 3");
  });

  test("counts before it starts", () => {
    const counted = (matched: number, allowed: number, refused = {}) =>
      countWords("redeliver", { matched, allowed, refused, upTo: null });
    expect(counted(342, 320, { sending: 22 })).toBe("342 match: 320 can be redelivered, 22 are being sent.");
    expect(counted(1, 1)).toBe("1 matches: it can be redelivered.");
    expect(counted(5, 5)).toBe("5 match: all can be redelivered.");
    expect(counted(1, 0, { held: 1 })).toBe("1 matches: none can be redelivered, 1 is held.");
    expect(counted(0, 0)).toBe("0 match: none can be redelivered.");
  });

  test("says how long it takes and what came of it", () => {
    expect(durationText(320, 1)).toBe("about 5 min 20 s");
    expect(durationText(320, null)).toBeUndefined();
    expect(progressText(job({}))).toBe("5 a second, about 1 min left");
    expect(progressText(job({ perSecond: null }))).toBe("as fast as possible");
    expect(progressText(job({ status: "done", done: 317, skipped: 2, failed: 1 }))).toBe(
      "317 redelivered, 1 failed, 2 had changed and were left alone.",
    );
    expect(progressText(job({ status: "paused" }))).toBe("20 redelivered, 300 not taken.");
  });
});
