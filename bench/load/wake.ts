// Prints how many ms pass, at the median and at the 95th percentile, from a commit that fires a webhook to the request at its
// receiver: nothing else goes on, and another process delivers. Arguments: database URL, data folder, the bundled worker.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openStores } from "@/db";
import { createCipher } from "@/lib/runtime/cipher";
import { startProgram } from "./built";
import { fire, newTickets, newWebhook } from "./firing";

const [databaseUrl = "", dataDir = "", workerFile = ""] = process.argv.slice(2);
const [warmUp, rounds] = [20, 200];
const secret = "a secret for benchmarks";
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function main() {
  const stores = await openStores(databaseUrl, createCipher([secret]));
  let arrived = () => {};
  const receiver = createServer((request, response) => {
    arrived();
    request.resume().on("end", () => response.end("{}"));
  }).listen(0, "127.0.0.1");
  receiver.keepAliveTimeout = 60_000;
  await once(receiver, "listening");
  const webhook = await newWebhook(stores, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`);
  const tickets = await newTickets(stores, warmUp + rounds);
  const worker = startProgram(workerFile, { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, HOOKDESK_SECRET: secret });
  const times: number[] = [];
  try {
    for (const ticket of tickets) {
      // Out of step with whatever looks at the database every so often, and long enough to be idle again.
      await sleep(30 + Math.random() * 40);
      const arrival = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const tooLate = AbortSignal.timeout(20_000);
      const since = performance.now();
      const measured = arrival.then(() => times.push(performance.now() - since));
      await fire(stores, [{ webhook, ticket }]);
      await Promise.race([measured, once(tooLate, "abort").then(() => Promise.reject(new Error("Nothing arrived")))]);
    }
  } finally {
    await worker.stop();
  }
  await stores.close();
  const measured = times.slice(warmUp).sort((a, b) => a - b);
  const at = (share: number) => measured[Math.floor(measured.length * share)] ?? 0;
  console.log(JSON.stringify({ median: at(0.5), p95: at(0.95) }));
}

await main();
process.exit(0);
