import { readFileSync as rfs } from "node:fs";
const mainCpu = () => Number(rfs(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1000;
import { Session } from "node:inspector"; import { writeFileSync } from "node:fs";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, request } from "undici";
import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { webhookInput } from "@/lib/delivery/webhook";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { createCipher } from "@/lib/runtime/cipher";
import { createDeliveryWorker } from "@/lib/runtime/deliver";
import type { Stores } from "@/lib/runtime/stores";
import { createTicket } from "@/lib/runtime/tickets";
import type { Result } from "./result";

const rounds = 1;
const perRound = 16_000;
const concurrency = Number(process.env.BENCH_CONCURRENCY) || 64;
const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(800) });
const headers = { "content-type": "application/json", accept: "application/json", "user-agent": "Hookdesk/bench" };

/**
 * The whole pipeline (claim, send, response stored, history written, every commit on disk) against undici in a bare loop:
 * same process, same receiver, same body, same number of exchanges at a time. Rounds alternate; the median ratio counts.
 */
export async function run(): Promise<Result> {
  const receiver = spawn(process.execPath, [join("/work/main/bench", "receiver.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-bench-"));
  const url = `http://127.0.0.1:${await portOf(receiver)}/tickets`;
  const stores = await openStores(`sqlite:${join(folder, "bench.db")}`, createCipher(["a secret for benchmarks"]), process.env.THREAD ? { hotProgram: "/work/main/dist/hot-thread.mjs" } : {});
  const fire = await prepare(stores, url);
  const measured: { pipeline: number; bare: number }[] = [];
  try {
    await bareLoop(url, 2_000);
    await drain(stores, fire, 2_000);
    for (let round = 0; round < rounds; round++)
      measured.push({ bare: await bareLoop(url, perRound), pipeline: await drain(stores, fire, perRound) });
  } finally {
    receiver.kill();
    await stores.close();
    rmSync(folder, { recursive: true });
  }
  measured.sort((a, b) => a.pipeline / a.bare - b.pipeline / b.bare);
  const { pipeline, bare } = measured[Math.floor(rounds / 2)] ?? { pipeline: 0, bare: 1 };
  const ratio = pipeline / bare;
  return { name: "pipeline-vs-http", value: pipeline, unit: "deliveries/s", reference: bare, ratio, target: 0.5, pass: ratio >= 0.5 };
}

async function portOf(receiver: ChildProcess): Promise<number> {
  const [line] = await once(receiver.stdout ?? receiver, "data");
  return Number(String(line));
}

/** A ticket and a webhook; returns how to fire it any number of times in few commits. */
async function prepare(stores: Stores, url: string) {
  const { types } = await stores.deskLists.load();
  const typeId = types[0]?.id ?? 1;
  const ticket = await createTicket(stores, systemActor, { title: "Benchmark", typeId }, new Date());
  const webhook = await stores.webhooks.create(systemActor, webhookInput.parse({ name: "Benchmark", ticketTypeId: typeId, url, body: "{}" }));
  const one = (now: Date): NewDelivery => ({
    id: newId("dlv"),
    ...{ webhookId: webhook.id, webhookName: webhook.name, webhookVersion: webhook.version },
    ...{ ticketId: ticket.id, ticketDisplayId: ticket.displayId, ticketVersion: ticket.version },
    request: { method: "POST", url, headers, body, connectionId: null },
    ...{ parameters: {}, cause: { depth: 0 }, actorId: systemActor.id, actorName: systemActor.name },
    ...{ createdAt: now, nextAttemptAt: now },
  });
  return async (count: number) => {
    const at = new Date();
    for (let left = count; left > 0; left -= 500) {
      const deliveries = Array.from({ length: Math.min(500, left) }, () => one(at));
      await stores.changes.commit({ ticketId: ticket.id, at, history: [], deliveries });
    }
  };
}

/** Deliveries per second from the worker's start until the last outcome is on disk; all must have succeeded. */
async function drain(stores: Stores, fire: (count: number) => Promise<void>, count: number): Promise<number> {
  await fire(count);
  const before = (await stores.deliveries.counts()).succeeded;
  const out = createTransport({ policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] }, connectionsPerOrigin: concurrency });
  let settled = 0; const groups: number[] = [];
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
        settled += results.length; groups.push(results.length);
        if (settled >= count) done();
        return results;
      },
    },
  };
  const worker = createDeliveryWorker(counting, out.transport, (level, message, fields) => console.error(level, message, fields), { concurrency });
  const session = new Session(); session.connect();
  if (process.env.PROF && count > 5000) { session.post("Profiler.enable"); session.post("Profiler.setSamplingInterval",{interval:200}); session.post("Profiler.start"); }
  const cpu = process.cpuUsage(); const mc = mainCpu();
  const since = performance.now();
  worker.start();
  await allSettled;
  { const u = process.cpuUsage(cpu); console.log("pipeline cpu us", ((u.user+u.system)/count).toFixed(1), "MAIN", ((mainCpu()-mc)/count).toFixed(1), "user", (u.user/count).toFixed(1)); }
  const seconds = (performance.now() - since) / 1000;
  console.log("groups", groups.length, "avg", count/groups.length);
  if (process.env.PROF && count > 5000) session.post("Profiler.stop",(e,r)=>{ writeFileSync("/tmp/prof/x.cpuprofile", JSON.stringify(r.profile)) });
  await worker.stop();
  await out.close();
  const { succeeded } = await stores.deliveries.counts();
  if (succeeded - before !== count) throw new Error(`${succeeded - before} of ${count} deliveries succeeded`);
  return count / seconds;
}

async function bareLoop(url: string, count: number): Promise<number> {
  const dispatcher = new Agent({ connections: concurrency, pipelining: 1 });
  let left = count;
  const loop = async () => {
    while (left-- > 0) {
      const reply = await request(url, { method: "POST", headers, body, dispatcher });
      await reply.body.text();
    }
  };
  const cpu = process.cpuUsage(); const mc = mainCpu();
  const since = performance.now();
  await Promise.all(Array.from({ length: concurrency }, loop));
  { const u = process.cpuUsage(cpu); console.log("bare cpu us", ((u.user+u.system)/count).toFixed(1), "MAIN", ((mainCpu()-mc)/count).toFixed(1), "user", (u.user/count).toFixed(1)); }
  const seconds = (performance.now() - since) / 1000;
  await dispatcher.close();
  return count / seconds;
}

run().then(console.log);
