// Prints deliveries per second on Postgres with 1, 2 and 4 workers. Arguments: database URL, receiver URL, the bundled worker.
import { fork } from "node:child_process";
import { once } from "node:events";
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import { fire, newTickets, newWebhook } from "./firing";

const [databaseUrl = "", url = "", workerFile = ""] = process.argv.slice(2);
const rounds = 10;

const stores = await openStores(databaseUrl, createCipher(["a secret for benchmarks"]));
const [webhook, tickets] = [await newWebhook(stores, url), await newTickets(stores, 500)];
const perSecond: Record<string, number> = {};
for (const count of [1, 2, 4]) {
  for (let round = 0; round < rounds; round++)
    await fire(
      stores,
      tickets.map((ticket) => ({ webhook, ticket })),
    );
  perSecond[count] = await drain(count);
}
await stores.close();
console.log(JSON.stringify(perSecond));

async function drain(count: number): Promise<number> {
  const workers = Array.from({ length: count }, () => fork(workerFile, [databaseUrl], { execArgv: [] }));
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const since = performance.now();
  for (const worker of workers) worker.send("go");
  for (;;) {
    const { pending, sending } = await stores.deliveries.counts();
    if (pending + sending === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const seconds = (performance.now() - since) / 1_000;
  for (const worker of workers) worker.disconnect();
  await Promise.all(workers.map((worker) => once(worker, "exit")));
  return (rounds * tickets.length) / seconds;
}
