import { expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import type { Attempt, DeliveryStatus } from "@/lib/delivery/delivery";
import { noLatency } from "@/lib/delivery/latency";
import { bodyRemovedText, type SweptClass } from "@/lib/delivery/retention";
import type { StatRow } from "@/lib/delivery/stats";
import { functionInput } from "@/lib/functions/function";
import type { FunctionRun } from "@/lib/functions/run";
import type { WebMethodCall } from "@/lib/inbound/web-method";
import { onEveryDialect } from "./dialects";
import { actor, claimDue, makeDelivery, makeEvent, makeWebMethod, unique } from "./make";

const later = (ms: number) => new Date(Date.now() + ms);
const hour = 3_600_000;

onEveryDialect("retention", (stores) => {
  const sweep = (kind: SweptClass, before: Date, limit = 500) => stores().retention.sweep(kind, before, limit);
  const get = async (id: string) => stores().deliveries.get(id);
  const find = async (q: string) =>
    (await stores().deliveries.list({ page: 1, pageSize: 25, q })).items.map(({ id }) => id);
  const indexAll = async () => {
    while ((await stores().searchIndex.indexNext(200, later(hour))) > 0);
  };

  /** A delivery that has ended, with a word in each body. */
  async function ended(status: Extract<DeliveryStatus, "succeeded" | "failed" | "cancelled">) {
    const words = { sent: `sent${unique()}x`, came: `came${unique()}x` };
    const { id } = await makeDelivery(stores(), {
      request: {
        ...{ method: "POST", url: "https://partner.example", headers: { "x-a": "b" }, connectionId: null },
        body: words.sent,
      },
    });
    if (status === "cancelled") await stores().deliveries.cancel(actor, id, new Date());
    else {
      const due = await claimDue(stores(), { now: later(1_000), leaseMs: 60_000, limit: 100 });
      const claimed = due.find((one) => one.id === id);
      if (!claimed) throw new Error("not claimed");
      const attempt: Attempt = {
        ...{ id: newId("att"), deliveryId: id, number: 1, kind: "scheduled", startedAt: new Date(), durationMs: 1 },
        ...{ outcome: status, sentHeaders: {}, error: null, timing: null, remoteAddress: null, notes: [] },
        response: { status: 200, headers: { "x-r": "1" }, body: words.came, bodyBytes: 9, isTruncated: false },
        certificateExpiresAt: null,
      };
      await stores().deliveries.settle([
        { deliveryId: id, lease: claimed.lease, attempt, status, nextAttemptAt: null },
      ]);
    }
    return { id, ...words };
  }

  test("bodies of those that succeeded go; what they were and how long they were stays", async () => {
    const [old, failed] = [await ended("succeeded"), await ended("failed")];
    await indexAll();
    expect(await sweep("bodies", later(-hour))).toBe(0);
    expect(await find(`${old.sent} ${old.came}`)).toEqual([old.id]);
    expect(await sweep("bodies", later(hour))).toBeGreaterThan(0);
    const found = await get(old.id);
    expect(found?.delivery.request).toEqual({
      ...{ method: "POST", url: "https://partner.example", headers: { "x-a": "b" }, connectionId: null },
      ...{ body: null, isBodyRemoved: true },
    });
    expect(found?.attempts[0]?.response).toEqual({
      ...{ status: 200, headers: { "x-r": "1" }, body: "", bodyBytes: 9, isTruncated: false, isBodyRemoved: true },
    });
    expect((await get(failed.id))?.delivery.request.body).toBe(failed.sent);
    for (const word of [old.sent, old.came]) expect(await find(word)).toEqual([]);
    expect(await find(old.id)).toEqual([old.id]);
    expect(await find(failed.sent)).toEqual([failed.id]);
    expect(await sweep("bodies", later(hour))).toBe(0);
  });

  test("the same bytes can't be sent again without a body, and nothing is changed by trying", async () => {
    const { id } = await ended("succeeded");
    await sweep("bodies", later(hour));
    const refused = stores().deliveries.redeliver(actor, id, new Date());
    await expect(refused).rejects.toMatchObject({ code: "conflict", message: bodyRemovedText });
    expect((await get(id))?.delivery.status).toBe("succeeded");
  });

  test("deliveries go with their attempts and words, each class its own, and never one that still has to go out", async () => {
    const made = {
      succeeded: await ended("succeeded"),
      cancelled: await ended("cancelled"),
      failed: await ended("failed"),
    };
    const waiting = await makeDelivery(stores());
    await indexAll();
    expect(await sweep("succeeded", later(-hour))).toBe(0);
    expect(await sweep("succeeded", later(hour))).toBeGreaterThanOrEqual(2);
    expect(await get(made.succeeded.id)).toBeUndefined();
    expect(await get(made.cancelled.id)).toBeUndefined();
    expect(await find(made.succeeded.came)).toEqual([]);
    expect(await find(made.failed.came)).toEqual([made.failed.id]);
    expect(await sweep("failed", later(hour))).toBeGreaterThanOrEqual(1);
    expect(await get(made.failed.id)).toBeUndefined();
    expect((await get(waiting.id))?.delivery.status).toBe("pending");
  });

  test("at most the limit is taken at a time, oldest first", async () => {
    const made = [await ended("cancelled"), await ended("cancelled"), await ended("cancelled")];
    await sweep("succeeded", later(-hour));
    expect(await sweep("succeeded", later(hour), 2)).toBe(2);
    const left = await Promise.all(made.map(({ id }) => get(id)));
    expect(left.map((one) => one !== undefined)).toEqual([false, false, true]);
    expect(await sweep("succeeded", later(hour), 2)).toBe(1);
  });

  test("one that was sent again lately is kept, old as it is", async () => {
    const { id } = await ended("failed");
    const between = new Date();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await stores().deliveries.redeliver(actor, id, new Date());
    await sweep("failed", between);
    expect((await get(id))?.delivery.status).toBe("pending");
  });

  test("calls of web methods, in batches", async () => {
    const { id } = await makeWebMethod(stores());
    const callOf = (at: Date): WebMethodCall => ({
      ...{ id: newId("wmc"), webMethodId: id, at, durationMs: 1, remoteAddress: "192.0.2.1", outcome: "rejected" },
      ...{ ticketId: null, ticketDisplayId: null, notes: [], idempotencyKey: null },
      request: { headers: {}, query: "", body: "", isTruncated: false },
      response: { status: 404, body: "" },
    });
    for (let turn = 0; turn < 5; turn++) await stores().webMethods.logCall(callOf(new Date(1_000_000 + turn)));
    await stores().webMethods.logCall(callOf(new Date(2_000_000)));
    expect(await sweep("calls", new Date(1_000_000))).toBe(0);
    expect(await sweep("calls", new Date(1_000_010), 3)).toBe(3);
    expect(await sweep("calls", new Date(1_000_010), 3)).toBe(2);
    expect((await stores().webMethods.calls({ page: 1, pageSize: 10, webMethodId: id })).total).toBe(1);
  });

  test("runs of callback functions, in batches", async () => {
    const { id: functionId } = await stores().functions.create(actor, functionInput.parse({ name: `F ${unique()}` }));
    const runOf = (at: Date): FunctionRun => ({
      ...{ id: newId("run"), functionId, functionName: "F", version: 1, at, durationMs: 1, origin: "rule" },
      ...{ actorName: "", remoteAddress: "", arguments: "{}", outcome: "succeeded", result: "", line: 0, info: [] },
      ...{ statements: 1, calls: [], ticketIds: [] },
    });
    const old = [0, 1, 2, 3].map((turn) => runOf(new Date(1_000_000 + turn)));
    await stores().functionRuns.record([...old, runOf(new Date(2_000_000))]);
    expect(await sweep("runs", new Date(1_000_000))).toBe(0);
    expect(await sweep("runs", new Date(1_000_010), 3)).toBe(3);
    expect(await sweep("runs", new Date(1_000_010), 3)).toBe(1);
    expect((await stores().functionRuns.list({ page: 1, pageSize: 10, functionId })).total).toBe(1);
  });

  test("numbers of single minutes go, those of hours and days stay", async () => {
    const webhookId = `whk_minutes${unique()}`;
    const rowAt = (at: Date): StatRow => ({
      ...{ minute: Math.floor(at.getTime() / 60_000), webhookId, host: "a.example", succeeded: 1, failed: 0 },
      latency: noLatency(),
    });
    const begin = new Date("2026-02-03T10:00:00Z");
    const minutes = [0, 1, 2, 90].map((minute) => new Date(begin.getTime() + minute * 60_000));
    await stores().deliveryStats.add(minutes.map(rowAt));
    const counted = async (stepMinutes: number) => {
      const span = { from: begin, to: new Date(begin.getTime() + 2 * hour), stepMinutes, webhookId };
      return (await stores().deliveryStats.series(span)).map(({ succeeded }) => succeeded);
    };
    const before = new Date(begin.getTime() + hour);
    // Two rows a minute: that of the webhook, and that of all together.
    expect(await sweep("minutes", before, 3)).toBe(3);
    expect((await counted(1)).slice(0, 3)).toEqual([0, 0, 1]);
    expect(await sweep("minutes", before, 3)).toBe(2);
    expect(await sweep("minutes", before, 3)).toBe(0);
    expect((await counted(1)).reduce((sum, one) => sum + one)).toBe(1);
    expect(await counted(60)).toEqual([3, 1]);
  });

  test("events the rules have not seen stay; the other classes answer", async () => {
    await makeEvent(stores());
    expect(await sweep("events", later(hour))).toBe(0);
    for (const kind of ["notices", "stats", "jobs"] as const) expect(await sweep(kind, new Date(0))).toBe(0);
  });
});
