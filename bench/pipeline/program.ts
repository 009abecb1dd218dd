// Runs as a program of its own, bundled and started like the worker; prints one line of JSON. Arguments: receiver URL.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { queueOf } from "@/lib/delivery/queue";
import { webhookInput } from "@/lib/delivery/webhook";
import { defaultWorkerOptions } from "@/lib/delivery/worker-ports";
import type { Ticket } from "@/lib/desk/ticket";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import type { Stores } from "@/lib/runtime/stores";
import { createTicket } from "@/lib/runtime/tickets";
import { bareLoop, body, headers } from "./bare-loop";

const [url = ""] = process.argv.slice(2);
const rounds = 9;
const perRound = 5_000;
const ticketCount = 500;
const { concurrency } = defaultWorkerOptions;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-bench-"));
  const stores = await openStores(`sqlite:${join(folder, "bench.db")}`, createCipher(["a secret for benchmarks"]));
  const fire = await prepare(stores, url);
  const measured: { pipeline: number; bare: number }[] = [];
  await bareLoop(url, perRound, concurrency);
  await drain(stores, fire, perRound);
  for (let round = 0; round < rounds; round++)
    measured.push({ bare: await bareLoop(url, perRound, concurrency), pipeline: await drain(stores, fire, perRound) });
  await stores.close();
  rmSync(folder, { recursive: true });
  measured.sort((a, b) => a.pipeline / a.bare - b.pipeline / b.bare);
  console.log(JSON.stringify(measured[Math.floor(rounds / 2)]));
}

/** Tickets and a webhook; returns how to fire it on all of them alike, as the deliveries of one ticket go out one by one. */
async function prepare(stores: Stores, url: string) {
  const { types } = await stores.deskLists.load();
  const typeId = types[0]?.id ?? 1;
  const made: Ticket[] = [];
  for (let number = 1; number <= ticketCount; number++)
    made.push(await createTicket(stores, systemActor, { title: `Benchmark ${number}`, typeId }, new Date()));
  const webhook = await stores.webhooks.create(
    systemActor,
    webhookInput.parse({ name: "Benchmark", ticketTypeId: typeId, url, body: "{}" }),
  );
  const one = (ticket: Ticket, now: Date): NewDelivery => ({
    id: newId("dlv"),
    ...{ webhookId: webhook.id, webhookName: webhook.name, webhookVersion: webhook.version },
    ...{ ticketId: ticket.id, ticketDisplayId: ticket.displayId, ticketVersion: ticket.version },
    request: { method: "POST", url, headers, body, connectionId: null },
    ...{ parameters: {}, cause: { depth: 0 }, actorId: systemActor.id, actorName: systemActor.name },
    ...{ createdAt: now, nextAttemptAt: now, queue: queueOf(webhook.id, url) },
    lane: { ordering: "event", passesRetries: true },
  });
  return async (count: number) => {
    const at = new Date();
    for (const ticket of made) {
      const deliveries = Array.from({ length: count / ticketCount }, () => one(ticket, at));
      await stores.changes.commit({ ticketId: ticket.id, at, history: [], deliveries });
    }
  };
}

/** Deliveries per second from the worker's start until the last outcome is on disk; all must have succeeded. */
async function drain(stores: Stores, fire: (count: number) => Promise<void>, count: number): Promise<number> {
  await fire(count);
  const before = (await stores.deliveries.counts()).succeeded;
  const out = createTransport({
    policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] },
    connectionsPerOrigin: concurrency,
  });
  let settled = 0;
  let done = () => {};
  const allSettled = new Promise<void>((resolve) => {
    done = resolve;
  });
  const counting: Stores = {
    ...stores,
    deliveries: {
      ...stores.deliveries,
      async settle(settlements) {
        const results = await stores.deliveries.settle(settlements);
        settled += results.length;
        if (settled >= count) done();
        return results;
      },
    },
  };
  const worker = createDeliveryWorker(
    counting,
    out.transport,
    (level, message, fields) => console.error(level, message, fields),
    { concurrency },
  );
  const since = performance.now();
  worker.start();
  await allSettled;
  const seconds = (performance.now() - since) / 1000;
  await worker.stop();
  await out.close();
  const { succeeded } = await stores.deliveries.counts();
  if (succeeded - before !== count) throw new Error(`${succeeded - before} of ${count} deliveries succeeded`);
  return count / seconds;
}

await main();
