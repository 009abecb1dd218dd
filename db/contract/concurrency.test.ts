import { expect, test } from "vitest";
import { queueOf } from "@/lib/delivery/queue";
import type { Take } from "@/lib/delivery/store";
import { onEveryDialect } from "./dialects";
import { makeDelivery } from "./make";

onEveryDialect("at most so many of a webhook at a time", (stores) => {
  const urls = ["https://a.example/", "https://b.example/"];
  /** Deliveries of a webhook of its own, due; returns the takes for its queues. */
  async function prepare(webhookId: string, concurrency: number): Promise<Take[]> {
    for (const url of urls)
      for (let index = 0; index < 4; index++) {
        const request = { method: "POST", url, headers: {}, body: null, connectionId: null } as const;
        await makeDelivery(stores(), { webhookId, request, queue: queueOf(webhookId, url) });
      }
    const within = { webhookId, concurrency };
    return urls.map((url) => ({ queue: queueOf(webhookId, url), limit: 4, within }));
  }
  const claim = (takes: readonly Take[]) =>
    stores().deliveries.claim({ now: new Date(Date.now() + 1_000), leaseMs: 60_000, takes });

  test("however many workers claim at once, over all its hosts", async () => {
    const takes = await prepare("whk_many", 3);
    const claimed = await Promise.all(Array.from({ length: 6 }, () => claim(takes)));
    expect(claimed.flat()).toHaveLength(3);
    expect(await claim(takes)).toEqual([]);
  });

  test("another webhook, and one whose id begins alike, don't count", async () => {
    const [one, other] = [await prepare("whk_1x", 1), await prepare("whk_1", 2)];
    expect(await claim(one)).toHaveLength(1);
    expect(await claim(other)).toHaveLength(2);
  });
});
