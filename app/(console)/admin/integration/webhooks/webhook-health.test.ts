import { expect, test } from "vitest";
import { countLatency } from "@/lib/delivery/latency";
import { noSums } from "@/lib/delivery/stats";
import { healthOf } from "./webhook-health";

test("a webhook's day in three numbers", () => {
  const sums = { ...noSums(), succeeded: 1203, failed: 1 };
  for (let i = 0; i < 100; i++) countLatency(sums.latency, 220);
  expect(healthOf(sums)).toEqual({ attempts: "1,204 attempts", rate: "99.9 %", p95: "248 ms" });
});

test("one attempt that got no answer", () => {
  expect(healthOf({ ...noSums(), failed: 1 })).toEqual({ attempts: "1 attempt", rate: "0 %", p95: undefined });
});
