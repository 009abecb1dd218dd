import { expect, test } from "vitest";
import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import { csvOf, harOf, mostCsvRows, mostHarDeliveries } from "./export-deliveries";
import type { Stores } from "./stores";

const request = { method: "POST", url: "https://p.example", headers: {}, body: null, connectionId: null } as const;
const delivery = (id: string) => ({ id, request, createdAt: new Date(0), actorName: "Annie" }) as unknown as Delivery;
const attempt = { startedAt: new Date(0), durationMs: 1, sentHeaders: {}, response: null, error: null, timing: null };

/** A store with so many deliveries; every odd one was attempted. Notes what it is asked and whether others got a turn. */
function storeOf(count: number) {
  const asked: number[] = [];
  const limits: number[] = [];
  const deliveries = {
    async ids(_: unknown, limit: number) {
      limits.push(limit);
      return Array.from({ length: count }, (_, index) => `dlv_${index}`);
    },
    async many(ids: string[]) {
      asked.push(ids.length);
      return ids.map(delivery);
    },
    async get(id: string) {
      const isOdd = Number(id.slice(4)) % 2 === 1;
      return id === "dlv_3"
        ? undefined
        : { delivery: delivery(id), attempts: isOdd ? [attempt as unknown as Attempt] : [] };
    },
  };
  return { stores: { deliveries } as unknown as Stores, asked, limits };
}

async function read(pieces: AsyncGenerator<string>) {
  let turns = 0;
  let text = "";
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  for await (const piece of pieces) text += piece;
  isOver = true;
  return { text, turns };
}

test("CSV is made five hundred rows at a time, others getting a turn in between", async () => {
  const { stores, asked, limits } = storeOf(1_201);
  const { text, turns } = await read(csvOf(stores, {}));
  expect(asked).toEqual([500, 500, 201]);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(limits).toEqual([mostCsvRows]);
  expect(text.split("\r\n")).toHaveLength(1_203);
});

test("HAR has every attempt there is; what was not sent or is gone is left out", async () => {
  const { stores, limits } = storeOf(24);
  const { text, turns } = await read(harOf(stores, {}));
  const { log } = JSON.parse(text) as { log: { entries: { _deliveryId: string }[] } };
  expect(log.entries).toHaveLength(11);
  expect(log.entries[0]?._deliveryId).toBe("dlv_1");
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(limits).toEqual([mostHarDeliveries]);
  expect(JSON.parse((await read(harOf(storeOf(0).stores, {}))).text)).toMatchObject({ log: { entries: [] } });
});
