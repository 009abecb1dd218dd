// `npm run chaos three-workers`: three workers on one Postgres, each in a network namespace of its own. While 600 deliveries
// run, one worker's link is cut and one is killed: what they held must go out all the same, and each lane in its order.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@/db";
import { allPermissions } from "@/lib/access/permissions";
import { systemActor } from "@/lib/core/actor";
import { webhookInput } from "@/lib/delivery/webhook";
import { fireWebhook } from "@/lib/runtime/fire";
import type { Stores } from "@/lib/runtime/stores";
import { createTicket } from "@/lib/runtime/tickets";
import { bundle } from "../bundle";
import { openNamespaces, serverAddress, startPostgres, whyNoNamespaces } from "./network";
import { launcher } from "./programs";
import { noteResult } from "./result";
import { sleep } from "./seeded";
import { chaosCipher } from "./world";

const [lanes, perLane, workerCount, answerMs] = [60, 10, 3, 300];
const mostMs = 240_000;

type Seen = { arrivals: number[]; accepted: number[] };

async function freePort(): Promise<number> {
  const probe = createSocketServer().listen(0, serverAddress);
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Takes everything, after a while, and remembers what came when. */
async function openReceiver() {
  const seen = new Map<string, Seen>();
  let place = 0;
  let lastAt = performance.now();
  let longestGapMs = 0;
  const server = createServer((request, response) => {
    let key = "";
    request.on("error", () => {});
    request.on("data", (chunk) => {
      key += chunk;
    });
    request.on("end", () => {
      longestGapMs = Math.max(longestGapMs, performance.now() - lastAt);
      lastAt = performance.now();
      const one = seen.get(key) ?? { arrivals: [], accepted: [] };
      seen.set(key, one);
      one.arrivals.push(++place);
      setTimeout(() => {
        one.accepted.push(++place);
        response.end("{}");
      }, answerMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, serverAddress, resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://${serverAddress}:${port}/tickets`;
  const gap = () => {
    const longest = longestGapMs;
    longestGapMs = 0;
    lastAt = performance.now();
    return Math.round(longest);
  };
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { seen, url, arrivals: () => seen.size, gap, close };
}

async function furnish(stores: Stores, url: string) {
  const [type] = (await stores.deskLists.load()).types;
  const [role] = await stores.roles.list();
  if (!type || !role) throw new Error("The built-in records are missing");
  const retry = { schedule: "custom", delaysSeconds: Array.from({ length: 10 }, () => 1) };
  const parameters = [{ name: "Key" }];
  const settings = { name: "Three", ticketTypeId: type.id, roleIds: [role.id], body: "{{parameters.key}}", parameters };
  const webhook = await stores.webhooks.create(
    systemActor,
    webhookInput.parse({ ...settings, url, retry, requestContentType: "text/plain" }),
  );
  const ticketIds: number[] = [];
  for (let index = 0; index < lanes; index++) {
    const title = `Lane ${index}`;
    ticketIds.push((await createTicket(stores, systemActor, { title, typeId: type.id }, new Date())).id);
  }
  return { webhookId: webhook.id, roleId: role.id, ticketIds };
}

const until = async (what: string, holds: () => Promise<boolean> | boolean) => {
  for (const deadline = Date.now() + mostMs; !(await holds()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`${what}: not within ${mostMs / 1_000} s`);
};

/** What does not hold, as sentences. */
async function check(stores: Stores, fired: readonly string[], seen: ReadonlyMap<string, Seen>, lost: Set<string>) {
  const broken: string[] = [];
  const byLane = new Map<number, { key: string; seen: Seen }[]>();
  let [interrupted, repeated, attemptCount] = [0, 0, 0];
  for (const id of fired) {
    const found = await stores.deliveries.get(id);
    if (!found) {
      broken.push(`${id} is gone`);
      continue;
    }
    const { delivery, attempts } = found;
    const key = delivery.parameters.Key ?? "";
    const one = seen.get(key) ?? { arrivals: [], accepted: [] };
    const cutShort = attempts.filter(({ outcome }) => outcome === "interrupted").length;
    const failed = attempts.filter(({ outcome }) => outcome === "failed").length;
    interrupted += cutShort;
    attemptCount += attempts.length;
    repeated += one.arrivals.length > 1 ? 1 : 0;
    const told = `${key} (${delivery.status}, ${attempts.map(({ outcome }) => outcome).join(", ")}, arrived ${one.arrivals.length}×)`;
    if (delivery.status !== "succeeded" || one.accepted.length === 0) broken.push(`${told} was not delivered`);
    if (attempts.length !== delivery.attempts) broken.push(`${told} counts ${delivery.attempts} attempts`);
    if (one.arrivals.length > attempts.length) broken.push(`${told} was sent more often than it was tried`);
    if (one.arrivals.length > 1 && cutShort + failed === 0 && !lost.has(id)) broken.push(`${told} was sent twice`);
    const lane = byLane.get(delivery.ticketId) ?? [];
    byLane.set(delivery.ticketId, lane);
    lane.push({ key: told, seen: one });
  }
  for (const lane of byLane.values())
    for (const [index, later] of lane.entries()) {
      const earlier = lane[index - 1];
      if (earlier && (later.seen.arrivals[0] ?? 0) < (earlier.seen.accepted[0] ?? 0))
        broken.push(`${later.key} went before ${earlier.key}`);
    }
  return { broken, deliveries: fired.length, attempts: attemptCount, interrupted, repeated };
}

async function run() {
  const programs = await bundle({ worker: "bench/chaos/worker.ts" });
  const folder = mkdtempSync(join(tmpdir(), "hookdesk-three-workers-"));
  const migrations = "db/postgres/migrations";
  cpSync(join(import.meta.dirname, "../..", migrations), join(folder, migrations), { recursive: true });
  const closing: (() => unknown)[] = [];
  const lost = new Set<string>();
  const said = (_: string, line: string) => {
    if (line.startsWith("lost ")) lost.add(line.slice(5));
    if (line.startsWith("log error") || line.startsWith("log warn")) console.error(`  ${line}`);
  };
  const { launchBehind, killAll, deaths } = launcher(folder, programs, said);
  closing.push(
    killAll,
    () => rmSync(folder, { recursive: true }),
    () => rmSync(programs, { recursive: true }),
  );
  try {
    const namespaces = openNamespaces(workerCount);
    closing.push(namespaces.close);
    const server = startPostgres(await freePort());
    closing.push(server.stop);
    const receiver = await openReceiver();
    closing.push(receiver.close);
    const stores = await openStores(server.url, chaosCipher());
    closing.push(() => stores.close());
    const { webhookId, roleId, ticketIds } = await furnish(stores, receiver.url);
    const principal = { ...systemActor, roleId, roleName: "", permissions: allPermissions };
    const since = performance.now();
    const fired: string[] = [];
    const fireOnEach = async (number: number) => {
      for (const ticketId of ticketIds) {
        const request = { webhookId, ticketId, parameters: { Key: `${ticketId}-${number}` } };
        fired.push((await fireWebhook(stores, principal, request, new Date())).deliveryId);
      }
    };
    const waiting = perLane / 2;
    for (let number = 0; number < waiting; number++) await fireOnEach(number);
    closing.push(killAll);
    const workers = Array.from({ length: workerCount }, (_, index) =>
      launchBehind(namespaces.inside(index), "worker", server.url, "0", "198.18.0.0/15"),
    );
    await until("the workers begin", () => workers.every((worker) => worker.hasBegun()));

    const firing = async () => {
      for (let number = waiting; number < perLane; number++) await fireOnEach(number);
    };
    const sending = firing();
    await until("a part is sent", () => receiver.arrivals() >= 100);
    receiver.gap();
    namespaces.cut(0);
    await until("more is sent", () => receiver.arrivals() >= 160);
    await workers[1]?.kill();
    console.error("  one worker is cut off, one is killed");
    await sending;
    await until("everything is sent by the one that is left", async () => {
      const { pending, sending: underWay } = await stores.deliveries.counts();
      return pending + underWay === 0;
    });
    const seconds = Math.round((performance.now() - since) / 100) / 10;
    const longestGapMs = receiver.gap();
    // Back again, it has nothing left to spoil.
    namespaces.join(0);
    await sleep(6_000);
    const found = await check(stores, fired, receiver.seen, lost);
    found.broken.push(...deaths);
    return { workers: workerCount, lanes, seconds, longestGapMs, ...found };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

export async function runThreeWorkers(): Promise<void> {
  const why = whyNoNamespaces();
  if (why) return console.log(`Skipped: ${why}.`);
  const result = await run();
  noteResult("threeWorkers", result);
  console.log(result);
  if (result.broken.length > 0) process.exitCode = 1;
}
