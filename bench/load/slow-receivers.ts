// Prints deliveries per second to ten healthy partners, alone and beside 200 that never answer. Argument: the receivers' port.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import { fire, newTickets, newWebhook } from "./firing";

const [port = ""] = process.argv.slice(2);
const healthy = 10;
const dead = 200;
const tickets = 2_000;
const rounds = 5;
const perHealthy = tickets * rounds;
const perDead = 20;

async function main() {
  const alone = [await measure(0), await measure(0)];
  const beside = [await measure(dead), await measure(dead)];
  console.log(JSON.stringify({ alone: Math.max(...alone), beside: Math.max(...beside) }));
}

async function measure(deadOnes: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-slow-"));
  const stores = await openStores(`sqlite:${join(folder, "bench.db")}`, createCipher(["a secret for benchmarks"]));
  const about = await newTickets(stores, tickets);
  const webhooks = (net: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => newWebhook(stores, `http://127.0.${net}.${n + 1}:${port}/in`)));
  const [good, bad] = [await webhooks(1, healthy), await webhooks(2, deadOnes)];
  const goodIds = new Set(good.map(({ id }) => id));
  // The dead ones first: they are due longest.
  await fire(
    stores,
    bad.flatMap((webhook) => about.slice(0, perDead).map((ticket) => ({ webhook, ticket }))),
  );
  for (let round = 0; round < rounds; round++)
    await fire(
      stores,
      good.flatMap((webhook) => about.map((ticket) => ({ webhook, ticket }))),
    );
  const out = createTransport({ policy: { allow: parseAllowList("127.0.0.0/8"), ownOrigins: [] } });
  let left = healthy * perHealthy;
  let done = () => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  const worker = createDeliveryWorker(
    stores,
    out.transport,
    (level, message, fields) => level === "error" && console.error(message, fields),
    { graceMs: 0 },
    {
      measured: (attempt, { webhookId }) => {
        if (attempt.outcome === "succeeded" && goodIds.has(webhookId) && --left === 0) done();
      },
    },
  );
  const since = performance.now();
  worker.start();
  await finished;
  const perSecond = (healthy * perHealthy) / ((performance.now() - since) / 1_000);
  await worker.stop();
  void out.close();
  await stores.close();
  rmSync(folder, { recursive: true });
  return perSecond;
}

await main();
process.exit(0);
