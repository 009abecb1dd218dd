import { expect, test, vi } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import type { Attempt } from "@/lib/delivery/delivery";
import { bucketOf } from "@/lib/delivery/latency";
import { noSums, type StatRow } from "@/lib/delivery/stats";
import type { ClaimedDelivery } from "@/lib/delivery/store";
import { createStatsRecorder } from "./stats-recorder";

const claimed = (queue: string) => ({ queue }) as ClaimedDelivery;
const attempt = (outcome: Attempt["outcome"], durationMs: number, more: Partial<Attempt> = {}) =>
  ({
    outcome,
    durationMs,
    response: { status: outcome === "succeeded" ? 200 : 500 },
    error: null,
    ...more,
  }) as Attempt;

function recorder() {
  const written: StatRow[] = [];
  let broken = false;
  const log = vi.fn();
  const clock = fixedClock("2026-11-21T10:00:30Z");
  const add = vi.fn(async (rows: readonly StatRow[]) => {
    if (broken) throw new Error("away");
    written.push(...rows);
  });
  const stats = createStatsRecorder({ deliveryStats: { add } as never }, log, clock);
  return { stats, written, log, clock, add, breakDown: (is: boolean) => (broken = is) };
}

const minute = Date.UTC(2026, 10, 21, 10, 0) / 60_000;

test("attempts are counted by minute, webhook and host, and written at stop", async () => {
  const { stats, written, clock } = recorder();
  stats.measured(attempt("succeeded", 20), claimed("whk_1 a.example"));
  stats.measured(attempt("failed", 300), claimed("whk_1 a.example"));
  stats.measured(attempt("succeeded", 20), claimed("whk_1 b.example:8443"));
  clock.advance(60_000);
  stats.measured(attempt("succeeded", 20), claimed("whk_1 a.example"));
  await stats.stop();
  expect(written.map(({ latency: _, ...row }) => row)).toEqual([
    { minute, webhookId: "whk_1", host: "a.example", succeeded: 1, failed: 1 },
    { minute, webhookId: "whk_1", host: "b.example:8443", succeeded: 1, failed: 0 },
    { minute: minute + 1, webhookId: "whk_1", host: "a.example", succeeded: 1, failed: 0 },
  ]);
  expect([written[0]?.latency[bucketOf(20)], written[0]?.latency[bucketOf(300)]]).toEqual([1, 1]);
});

test("what was refused at once says nothing about latency; what was waited for in vain does", async () => {
  const { stats, written } = recorder();
  const failed = (kind: "refused" | "timeout") =>
    attempt("failed", kind === "timeout" ? 30_000 : 1, { response: null, error: { kind, message: "" } });
  stats.measured(failed("refused"), claimed("whk_1 a"));
  stats.measured(failed("timeout"), claimed("whk_1 a"));
  await stats.stop();
  const latency = noSums().latency;
  latency[bucketOf(30_000)] = 1;
  expect(written).toMatchObject([{ failed: 2, latency }]);
});

test("what could not be written is kept, added to, and written the next time", async () => {
  const { stats, written, log, breakDown } = recorder();
  breakDown(true);
  stats.measured(attempt("succeeded", 20), claimed("whk_1 a"));
  await stats.stop();
  expect(log).toHaveBeenCalledWith("error", "the numbers of attempts could not be written", expect.anything());
  breakDown(false);
  stats.measured(attempt("failed", 20), claimed("whk_1 a"));
  await stats.stop();
  expect(written).toMatchObject([{ succeeded: 1, failed: 1 }]);
});

test("memory is bounded: beyond it attempts are left out, and the log says how many", async () => {
  const { stats, written, log } = recorder();
  for (let i = 0; i < 10_003; i++) stats.measured(attempt("succeeded", 1), claimed(`whk_${i} a`));
  await stats.stop();
  expect(written).toHaveLength(10_000);
  expect(log).toHaveBeenCalledWith("warn", "attempts were left out of the numbers", { count: 3 });
});

test("nothing is written when nothing happened", async () => {
  const { stats, add } = recorder();
  stats.start();
  await stats.stop();
  expect(add).not.toHaveBeenCalled();
});
