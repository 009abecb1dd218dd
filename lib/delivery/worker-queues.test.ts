import { afterEach, describe, expect, test, vi } from "vitest";
import { type IncomingResponse, type Transport, TransportError } from "@/lib/core/transport";
import type { WebhookLimits } from "./store";
import { memoryQueues } from "./testing/memory-queues";
import { sampleConfig } from "./testing/samples";
import { createWorker, type Worker } from "./worker";
import type { WorkerOptions, WorkerPorts } from "./worker-ports";

const ok: IncomingResponse = { status: 200, headers: {}, body: "{}", timing: { totalMs: 1 } };
const refuse = () => Promise.reject(new TransportError("refused", "10.0.0.9:443 refused the connection."));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

vi.setConfig({ testTimeout: 20_000 });
let started: Worker[] = [];
afterEach(async () => {
  for (const worker of started) await worker.stop();
  started = [];
});

/** A worker on shared queues; its clock can be moved on. */
function join(
  queues: ReturnType<typeof memoryQueues>,
  changed: Partial<WorkerPorts> = {},
  options: Partial<WorkerOptions> = {},
) {
  const logged: string[] = [];
  const ports: WorkerPorts = {
    deliveries: queues.deliveries,
    gates: queues.gates,
    tickets: { graph: async () => undefined, historySinceFiring: async () => [] },
    deskLists: { load: async () => ({ types: [], statuses: [], items: [] }) },
    people: { get: async () => undefined, findByEmail: async () => undefined },
    webhooks: { configAt: async () => sampleConfig(), limits: async () => new Map<string, WebhookLimits>() },
    connections: { open: async () => undefined },
    onChange: queues.onChange,
    send: async () => ok,
    clock: { now: () => new Date() },
    random: () => 0,
    log: (_, message) => logged.push(message),
    ...changed,
  };
  const worker = createWorker(ports, { graceMs: 100, ...options });
  started.push(worker);
  return { worker, logged };
}
const until = (what: () => boolean | undefined, timeout = 15_000) =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout, interval: 5 });

describe("many queues", () => {
  test("one with 5,000 due keeps none of 200 others waiting", async () => {
    const queues = memoryQueues();
    queues.add(5_000, "https://busy.example/");
    for (let index = 0; index < 200; index++) queues.add(1, `https://host${index}.example/`, `whk_${index}`);
    const sent: string[] = [];
    const send: Transport = async ({ url }) => {
      sent.push(new URL(url).host);
      return ok;
    };
    join(queues, { send }, { concurrency: 16 }).worker.start();
    await until(() => new Set(sent).size === 201);
    const all = new Set<string>();
    const whenAll = sent.findIndex((host) => all.add(host).size === 201);
    expect(whenAll).toBeLessThan(400);
  });

  test("200 hosts that never answer: the healthy one's deliveries all go, and half the places stay free", async () => {
    const queues = memoryQueues();
    for (let index = 0; index < 200; index++) queues.add(20, `https://dead${index}.example/`, `whk_${index}`);
    queues.add(300, "https://healthy.example/");
    let hanging = 0;
    const send: Transport = ({ url }) => {
      if (!url.includes("dead")) return pause(2).then(() => ok);
      hanging += 1;
      return new Promise(() => {});
    };
    const options = { concurrency: 32, slowAfterMs: 200, maxSending: 300 };
    join(queues, { send }, options).worker.start();
    await until(() => queues.done.size === 300);
    await pause(400);
    expect(hanging).toBeLessThanOrEqual(200);
    queues.add(200, "https://healthy.example/");
    await until(() => queues.done.size === 500);
  });
});

describe("breakers", () => {
  test("a partner that is away is left alone, tried out, and all that waited goes out when it is back", async () => {
    let shift = 0;
    const now = () => Date.now() + shift;
    const queues = memoryQueues(now);
    queues.add(40, "https://away.example/path?token=hush");
    let isBack = false;
    let sent = 0;
    const send: Transport = () => {
      sent += 1;
      return isBack ? Promise.resolve(ok) : refuse();
    };
    const clock = { now: () => new Date(now()) };
    const { worker } = join(queues, { send, clock }, { concurrency: 4 });
    worker.start();
    await until(() => queues.stored.size === 1);
    await pause(100);
    const before = sent;
    expect(before).toBeLessThanOrEqual(14);
    await pause(300);
    expect(sent).toBe(before);
    // Everything is due again, but only a probe goes, and costs nothing.
    shift += 20_000;
    await until(() => sent === before + 1);
    await until(() => queues.stored.get("whk_1 away.example")?.probes === 1);
    await until(() => queues.attempts.length === sent);
    expect(queues.attempts.at(-1)).toMatchObject({
      status: "pending",
      isFree: true,
      attempt: { notes: ["Tried to find out whether the partner is back.", "It costs no attempt of the schedule."] },
    });
    expect(queues.waiting.size).toBe(40);
    isBack = true;
    shift += 20_000;
    await until(() => queues.done.size === 40);
    expect(queues.stored.size).toBe(0);
    expect(queues.notices.map(({ kind, subject }) => [kind, subject])).toEqual([
      ["outage", "“Send to partner” can't reach away.example"],
      ["recovery", "“Send to partner” reaches away.example again"],
    ]);
    expect(JSON.stringify(queues.notices)).not.toMatch(/hush|10\.0\.0\.9/);
    expect(queues.notices[0]).toMatchObject({
      href: "/admin/integration/deliveries?webhookId=whk_1",
      webhookId: "whk_1",
    });
  });

  test("what one worker opens, the others obey, and only one of them sends the probe", async () => {
    let shift = 0;
    const now = () => Date.now() + shift;
    const clock = { now: () => new Date(now()) };
    const queues = memoryQueues(now);
    queues.add(30, "https://away.example/");
    let sent = 0;
    const send: Transport = async () => {
      sent += 1;
      await pause(30);
      return { ...ok, status: 503 };
    };
    join(queues, { send, clock }, { concurrency: 2 }).worker.start();
    await until(() => queues.stored.size === 1);
    await pause(100);
    const second = join(queues, { send, clock }, { concurrency: 2 });
    second.worker.start();
    const before = sent;
    shift += 10_001;
    await until(() => queues.stored.get("whk_1 away.example")?.probes === 1);
    await pause(100);
    expect(sent).toBe(before + 1);
  });

  test("a store of gates that fails stops no delivery", async () => {
    const queues = memoryQueues();
    queues.add(200, "https://away.example/");
    const fail = async () => {
      throw new Error("no such table: gates");
    };
    let sent = 0;
    const send: Transport = () => {
      sent += 1;
      return sent <= 100 ? refuse() : Promise.resolve(ok);
    };
    const gates = { list: fail, openOutages: fail, open: fail, begin: fail, close: fail };
    const { worker, logged } = join(queues, { send, gates });
    worker.start();
    await until(() => queues.done.size === 100);
    expect(logged).toContain("breakers and limits could not be read; deliveries go on");
    expect(logged).toContain("a breaker or an outage could not be stored");
  });

  test("a delivery that fails for good is told of once, and so is the next that succeeds; no more of it within the hour", async () => {
    const queues = memoryQueues();
    const statuses = [404, 404, 200, 404, 200];
    const send: Transport = async () => ({ ...ok, status: statuses.shift() ?? 200 });
    const once = sampleConfig({ retry: { schedule: "once", delaysSeconds: [], stopOn: [] } });
    const webhooks = { configAt: async () => once, limits: async () => new Map() };
    const { worker } = join(queues, { send, webhooks });
    for (let index = 0; index < 5; index++) {
      queues.add(1, "https://partner.example/");
      await worker.drainOnce();
    }
    expect(queues.notices.map(({ subject }) => subject)).toEqual([
      "A delivery of “Send to partner” has failed for good",
      "“Send to partner” reaches partner.example again",
    ]);
    queues.add(1, "https://other.example/", "whk_1", { kind: "manual" });
    statuses.push(500);
    await worker.drainOnce();
    expect(queues.notices).toHaveLength(2);
  });
});

describe("what a webhook may ask of its partner", () => {
  const limited = (limits: Partial<WebhookLimits>) => ({
    configAt: async () => sampleConfig(),
    limits: async () => new Map([["whk_1", { concurrency: null, perSecond: null, ...limits }]]),
  });

  test("at most so many at a time, while others have the rest", async () => {
    const queues = memoryQueues();
    queues.add(40, "https://tender.example/");
    queues.add(200, "https://strong.example/", "whk_2");
    const send: Transport = () => pause(4).then(() => ok);
    join(queues, { send, webhooks: limited({ concurrency: 2 }) }).worker.start();
    await until(() => queues.done.size === 240);
    expect(queues.most.get("whk_1 tender.example")).toBe(2);
    expect(queues.most.get("whk_2 strong.example")).toBeGreaterThan(10);
  });

  test("at most so many a second, over two workers", async () => {
    const queues = memoryQueues();
    queues.add(40, "https://tender.example/");
    const at: number[] = [];
    const send: Transport = async () => {
      at.push(performance.now());
      return ok;
    };
    for (let index = 0; index < 2; index++) join(queues, { send, webhooks: limited({ perSecond: 20 }) }).worker.start();
    await until(() => queues.done.size === 40);
    // The burst of the first second, then one every 50 ms.
    const tookMs = (at.at(-1) ?? 0) - (at[0] ?? 0);
    expect(tookMs).toBeGreaterThan(900);
    for (const [index, from] of at.entries())
      expect((at[index + 21] ?? Number.POSITIVE_INFINITY) - from).toBeGreaterThan(40);
  });
});
