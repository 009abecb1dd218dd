// What one would write instead: a BullMQ worker that POSTs with undici. Prints jobs per second. Arguments: Redis port, URL, jobs, concurrency.
import { Queue, Worker } from "bullmq";
import { Agent, request } from "undici";

const [port, url, jobs, concurrency] = process.argv.slice(2);
const connection = { host: "127.0.0.1", port: Number(port), maxRetriesPerRequest: null };
const count = Number(jobs);
const queue = new Queue("deliveries", { connection });
const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(800) });
// Every job stays, with the reply, as in a log of deliveries.
const options = { attempts: 10, backoff: { type: "exponential", delay: 5_000 }, removeOnComplete: false };
for (let n = 0; n < count; n += 1_000)
  await queue.addBulk(
    Array.from({ length: Math.min(1_000, count - n) }, () => ({ name: "post", data: { url, body }, opts: options })),
  );

const dispatcher = new Agent({ connections: Number(concurrency), pipelining: 1 });
const headers = { "content-type": "application/json" };
let left = count;
const since = performance.now();
const worker = new Worker(
  "deliveries",
  async ({ data }) => {
    const reply = await request(data.url, { method: "POST", headers, body: data.body, dispatcher });
    return { status: reply.statusCode, headers: reply.headers, body: await reply.body.text() };
  },
  { connection, concurrency: Number(concurrency) },
);
await new Promise((resolve) => worker.on("completed", () => --left === 0 && resolve()));
console.log(JSON.stringify(count / ((performance.now() - since) / 1_000)));
process.exit(0);
