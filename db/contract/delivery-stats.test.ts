import { expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import type { Attempt } from "@/lib/delivery/delivery";
import { countLatency, noLatency } from "@/lib/delivery/latency";
import { queueOf } from "@/lib/delivery/queue";
import { type StatRow, sumOf } from "@/lib/delivery/stats";
import { onEveryDialect } from "./dialects";
import { claimDue, makeDelivery, makeWebhook, unique } from "./make";

const at = (text: string) => new Date(`2026-${text}Z`);
const minuteOf = (date: Date) => date.getTime() / 60_000;

function row(time: Date, queue: { webhookId: string; host?: string }, ok: number, bad = 0, ms = 10): StatRow {
  const latency = noLatency();
  for (let i = 0; i < ok + bad; i++) countLatency(latency, ms);
  return { minute: Math.floor(minuteOf(time)), host: "a.example", ...queue, succeeded: ok, failed: bad, latency };
}
const webhook = () => `whk_stats${unique()}`;
const numbers = ({ succeeded, failed }: { succeeded: number; failed: number }) => [succeeded, failed];

onEveryDialect("delivery stats", (stores) => {
  const stats = () => stores().deliveryStats;

  test("what is added to the same minute, webhook and host adds up, latency by bucket", async () => {
    const webhookId = webhook();
    const time = at("03-01T10:00:00");
    await stats().add([row(time, { webhookId }, 2, 1, 5), row(time, { webhookId }, 1, 0, 5)]);
    await stats().add([row(time, { webhookId }, 1, 1, 900)]);
    await stats().add([]);
    const [point] = await stats().series({ from: time, to: at("03-01T10:01:00"), stepMinutes: 1, webhookId });
    const latency = noLatency();
    for (const ms of [5, 5, 5, 5, 900, 900]) countLatency(latency, ms);
    expect(point).toEqual({ at: time, succeeded: 4, failed: 2, latency });
  });

  test("several writers at once lose nothing", async () => {
    const webhookId = webhook();
    const time = at("03-02T10:00:00");
    const some = (n: number) =>
      ["a", "b", "c"].map((host, i) => row(new Date(time.getTime() + i * 60_000), { webhookId, host }, n, 1, n));
    await Promise.all(Array.from({ length: 12 }, (_, n) => stats().add(n % 2 ? some(n) : some(n).reverse())));
    const query = { from: time, to: at("03-02T11:00:00"), webhookId };
    for (const stepMinutes of [1, 60]) {
      const sum = sumOf(await stats().series({ ...query, stepMinutes }));
      expect(numbers(sum)).toEqual([66 * 3, 36]);
      expect(sum.latency.reduce((a, b) => a + b)).toBe(66 * 3 + 36);
    }
  });

  test("a series has every point, by any step, and begins at whole steps", async () => {
    const webhookId = webhook();
    await stats().add([
      row(at("03-03T09:59:00"), { webhookId }, 1),
      row(at("03-03T10:00:00"), { webhookId }, 2),
      row(at("03-03T10:59:00"), { webhookId, host: "b" }, 3, 1),
      row(at("03-03T12:00:00"), { webhookId }, 4),
      row(at("03-04T00:00:00"), { webhookId }, 5),
    ]);
    const series = async (from: string, to: string, stepMinutes: number, host?: string) =>
      (await stats().series({ from: at(from), to: at(to), stepMinutes, webhookId, ...(host && { host }) })).map(
        numbers,
      );
    expect(await series("03-03T10:00:00", "03-03T12:00:00", 60)).toEqual([
      [5, 1],
      [0, 0],
    ]);
    expect(await series("03-03T10:10:00", "03-03T12:00:30", 30)).toEqual([
      [2, 0],
      [3, 1],
      [0, 0],
      [0, 0],
      [4, 0],
    ]);
    expect(await series("03-03T00:00:00", "03-05T00:00:00", 1440)).toEqual([
      [10, 1],
      [5, 0],
    ]);
    expect(await series("03-03T00:00:00", "03-04T00:00:00", 720, "b")).toEqual([
      [3, 1],
      [0, 0],
    ]);
  });

  test("without a webhook a series counts all of them, by host those of the host", async () => {
    const [one, two] = [webhook(), webhook()];
    const host = `host${unique()}.example`;
    const time = at("03-06T10:00:00");
    await stats().add([row(time, { webhookId: one, host }, 1), row(time, { webhookId: two, host }, 2, 3)]);
    await stats().add([row(time, { webhookId: two, host: "elsewhere" }, 1)]);
    const query = { from: time, to: at("03-06T11:00:00") };
    for (const stepMinutes of [1, 15, 60]) {
      expect(numbers(sumOf(await stats().series({ ...query, stepMinutes })))).toEqual([4, 3]);
      expect(numbers(sumOf(await stats().series({ ...query, stepMinutes, host })))).toEqual([3, 3]);
    }
  });

  test.each(["03-07T10:00:00", "03-07T10:01:00", "03-07T00:00:00"])("most failures first, from %s on", async (from) => {
    const [worst, bad, fine] = [webhook(), webhook(), webhook()];
    const day = { "03-07T10:00:00": "07", "03-07T10:01:00": "08", "03-07T00:00:00": "09" }[from] ?? "";
    const begin = at(from.replace("-07T", `-${day}T`));
    const host = `worst${unique()}.example`;
    await stats().add([
      row(at(`03-${day}T10:05:00`), { webhookId: worst, host }, 1, 5),
      row(at(`03-${day}T11:05:00`), { webhookId: worst, host: "b.example" }, 0, 2),
      row(at(`03-${day}T10:05:00`), { webhookId: bad, host }, 9, 6),
      row(at(`03-${day}T10:05:00`), { webhookId: fine }, 9),
    ]);
    const query = { from: begin, to: at(`03-${day}T23:59:00`) };
    expect(await stats().top({ ...query, by: "webhook", limit: 5 })).toEqual([
      { key: worst, succeeded: 1, failed: 7 },
      { key: bad, succeeded: 9, failed: 6 },
    ]);
    expect(await stats().top({ ...query, by: "webhook", limit: 1 })).toHaveLength(1);
    expect(await stats().top({ ...query, by: "host", limit: 5 })).toEqual([
      { key: host, succeeded: 10, failed: 11 },
      { key: "b.example", succeeded: 0, failed: 2 },
    ]);
  });

  test("totals by webhook, only of those asked for that had attempts", async () => {
    const [one, two, none] = [webhook(), webhook(), webhook()];
    await stats().add([
      row(at("03-20T09:30:00"), { webhookId: one }, 100),
      row(at("03-20T10:30:00"), { webhookId: one }, 2),
      row(at("03-20T11:30:00"), { webhookId: one, host: "b" }, 1, 1),
      row(at("03-20T11:30:00"), { webhookId: two }, 1),
    ]);
    const query = { from: at("03-20T10:00:00"), to: at("03-20T12:00:00") };
    const totals = await stats().totals({ ...query, webhookIds: [one, none] });
    expect([...totals].map(([id, sums]) => [id, ...numbers(sums)])).toEqual([[one, 3, 1]]);
    expect(await stats().totals({ ...query, webhookIds: [] })).toEqual(new Map());
  });

  test("the last failure of a webhook, one per host; of what went well, nothing", async () => {
    const { id } = await makeWebhook(stores());
    const ids = await Promise.all(
      ["old", "new", "well"].map(
        async (name) =>
          (
            await makeDelivery(stores(), {
              webhookId: id,
              queue: queueOf(id, `https://${name === "well" ? "well" : "ill"}.example/x`),
            })
          ).id,
      ),
    );
    const claimed = await claimDue(stores(), { now: new Date(Date.now() + 1_000), leaseMs: 60_000, limit: 1_000 });
    const mine = claimed.filter((one) => ids.includes(one.id)).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(mine).toHaveLength(3);
    await stores().deliveries.settle(
      mine.map((one, index) => {
        const isWell = one.queue.includes("well");
        const attempt: Attempt = {
          id: newId("att"),
          deliveryId: one.id,
          number: 1,
          kind: one.kind,
          startedAt: new Date(),
          durationMs: 1,
          outcome: isWell ? "succeeded" : "failed",
          sentHeaders: {},
          response: null,
          error: isWell ? null : { kind: "refused", message: `refused ${index}` },
          timing: null,
          remoteAddress: null,
          certificateExpiresAt: null,
          notes: [],
        };
        return {
          deliveryId: one.id,
          lease: one.lease,
          attempt,
          status: isWell ? ("succeeded" as const) : ("failed" as const),
          nextAttemptAt: null,
        };
      }),
    );
    const newest = mine.filter((one) => !one.queue.includes("well")).at(-1);
    expect(await stats().lastFailures([id, webhook()])).toEqual([
      {
        webhookId: id,
        host: "ill.example",
        webhookName: newest?.webhookName,
        status: null,
        error: `refused ${newest && mine.indexOf(newest)}`,
      },
    ]);
  });
});
