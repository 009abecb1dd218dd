import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpApp } from "./app";
import { openTestRuntime, type TestRuntime } from "./testing";

let opened: TestRuntime;
let now = new Date("2026-11-21T10:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
beforeAll(async () => {
  opened = await openTestRuntime();
});
afterAll(() => opened.close());

const beat = (id: string, beatAt: Date, gauges = {}) =>
  opened.stores.workers.beat({ id, machine: "desk-1", pid: 1, startedAt: beatAt, beatAt, gauges }, new Date(0));

test("readiness goes by the workers' loops, and lets them start", async () => {
  const app = createHttpApp({ ...opened.runtime, clock: { now: () => now } });
  const ready = async () => {
    const response = await app.request("/api/health/ready");
    return [response.status, ((await response.json()) as { message?: string }).message];
  };
  expect(await ready()).toEqual([200, undefined]);
  now = later(30);
  expect(await ready()).toEqual([503, "No worker is running, so nothing is being delivered."]);
  await beat("wrk_a", now);
  await beat("wrk_b", now);
  expect(await ready()).toEqual([200, undefined]);
  now = later(9);
  await beat("wrk_b", now);
  expect(await ready()).toEqual([503, "1 of 2 workers stopped going round: process 1 for 9 s."]);
  expect((await app.request("/api/health/live")).status).toBe(200);
  await opened.stores.workers.leave(["wrk_a", "wrk_b"]);
});

test("metrics tell queues, workers and durations in Prometheus' text format", async () => {
  const app = createHttpApp({ ...opened.runtime, clock: { now: () => now } });
  await beat("wrk_a", now, { attempts_succeeded: 7, "duration_le_0.1": 5, duration_sum: 1.5, duration_count: 7 });
  const response = await app.request("/metrics");
  expect(response.headers.get("content-type")).toContain("text/plain");
  const text = await response.text();
  for (const line of [
    'hookdesk_deliveries{status="pending"} 0',
    "hookdesk_oldest_due_seconds 0",
    "hookdesk_breakers_open 0",
    "hookdesk_workers 1",
    'hookdesk_attempts_total{worker="wrk_a",outcome="succeeded"} 7',
    "# TYPE hookdesk_attempt_duration_seconds histogram",
    'hookdesk_attempt_duration_seconds_bucket{worker="wrk_a",le="0.1"} 5',
    'hookdesk_attempt_duration_seconds_count{worker="wrk_a"} 7',
  ])
    expect(text).toContain(line);
  // Asked twice, counted once.
  expect(await (await app.request("/metrics")).text()).toContain('outcome="succeeded"} 7');
});
