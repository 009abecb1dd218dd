import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { Transport } from "@/lib/core/transport";
import type { Attempt } from "./delivery";
import type { ClaimedDelivery, Settlement, SettleResult } from "./store";
import { sampleClaim, sampleConfig, sampleGraph } from "./testing/samples";
import type { WebhookConfig } from "./webhook";
import { createWorker } from "./worker";
import { defaultWorkerOptions, type WorkerOptions, type WorkerPorts } from "./worker-ports";

const ok = { status: 200, headers: {}, body: '{"result":{"number":"INC1"}}', timing: { totalMs: 1 } };

/** A store in memory that can be told how to answer; claims hand out `due` once. */
function world(changed: Partial<WorkerPorts> = {}, options: Partial<WorkerOptions> = {}) {
  const due: ClaimedDelivery[] = [];
  const settled: Settlement[] = [];
  const groups: number[] = [];
  const renewed: string[] = [];
  const logged: string[] = [];
  const answers: ((group: Settlement[]) => SettleResult[])[] = [];
  let wake = () => {};
  const ports: WorkerPorts = {
    deliveries: {
      heads: async () => (due.length > 0 ? [{ queue: "whk_1 partner.example", dueAt: new Date(0), sending: 0 }] : []),
      claim: async ({ takes }) => due.splice(0, takes[0]?.limit),
      async settle(group) {
        groups.push(group.length);
        const results = answers.shift()?.(group) ?? group.map((): SettleResult => "settled");
        settled.push(...group.filter((_, index) => results[index] === "settled"));
        return results;
      },
      renew: async (leases) => void renewed.push(...leases.map(({ id }) => id)),
      recover: async () => 0,
      nextLeaseEnd: async () => null,
    },
    tickets: { graph: async () => sampleGraph(), historySinceFiring: async () => [] },
    deskLists: { load: async () => ({ types: [], statuses: [], items: [] }) },
    people: { get: async () => undefined, findByEmail: async () => undefined },
    webhooks: { configAt: async () => sampleConfig(), limits: async () => new Map() },
    gates: {
      list: async () => [],
      openOutages: async () => [],
      open: async () => {},
      begin: async () => true,
      close: async () => {},
    },
    connections: { open: async () => undefined },
    onChange: (listener) => {
      wake = listener;
      return () => {};
    },
    send: async () => ok,
    clock: { now: () => new Date() },
    random: () => 0,
    log: (_, message) => logged.push(message),
    ...changed,
  };
  const worker = createWorker(ports, { ...defaultWorkerOptions, graceMs: 200, ...options });
  const add = (...claims: Partial<ClaimedDelivery>[]) => {
    due.push(...claims.map((claim, index) => sampleClaim({ id: `dlv_${due.length + index}`, ...claim })));
    wake();
  };
  return { worker, ports, due, settled, groups, renewed, logged, answers, add };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `dlv_${index}` }));
const mapping: WebhookConfig = sampleConfig({ responseFields: [{ path: "result.number", formId: 2, fieldId: 1 }] });
let stop: () => Promise<void> = async () => {};
afterEach(async () => {
  await stop();
  stop = async () => {};
});
const start = (made: ReturnType<typeof world>) => {
  made.worker.start();
  stop = made.worker.stop;
  return made;
};

test("everything due is sent and recorded, in few groups", async () => {
  const { worker, settled, groups, add } = world();
  add(...many(200));
  expect(await worker.drainOnce()).toBe(200);
  expect(settled.map(({ status }) => status)).toEqual(Array(200).fill("succeeded"));
  expect(groups.length).toBeLessThan(20);
});

test("woken by a change, it sends without waiting for its next look", async () => {
  const { settled, add } = start(world());
  await new Promise((resolve) => setTimeout(resolve, 30));
  const before = performance.now();
  add({});
  await vi.waitFor(() => expect(settled).toHaveLength(1), { interval: 1 });
  expect(performance.now() - before).toBeLessThan(250);
});

test("partners that never answer don't take the places of others", async () => {
  const hangs: Transport = ({ url }) => (url.includes("dead") ? new Promise(() => {}) : Promise.resolve(ok));
  const request = { ...sampleClaim().request, url: "https://dead.example/" };
  const made = start(world({ send: hangs }, { concurrency: 8, slowAfterMs: 20, leaseMs: 90 }));
  made.add(...many(50).map((claim) => ({ ...claim, request })), ...many(100).map(({ id }) => ({ id: `live${id}` })));
  await vi.waitFor(() => expect(made.settled).toHaveLength(100), { timeout: 5_000 });
  await vi.waitFor(() => expect(made.renewed).toContain("dlv_0"));
  await made.worker.stop();
  expect(made.logged.at(-1)).toContain("attempts under way");
});

test("at most so many at a time", async () => {
  let now = 0;
  let most = 0;
  const send: Transport = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 3));
    now -= 1;
    return ok;
  };
  const made = start(world({ send }, { concurrency: 8 }));
  made.add(...many(60));
  await vi.waitFor(() => expect(made.settled).toHaveLength(60));
  expect(most).toBe(8);
});

describe("the database", () => {
  test("away for a while: nothing is lost, nothing is sent twice", async () => {
    let sent = 0;
    const send: Transport = async () => {
      sent += 1;
      return ok;
    };
    const made = world({ send });
    const away = () => {
      throw new Error("connection lost");
    };
    made.answers.push(away, away, away);
    made.add(...many(3));
    await made.worker.drainOnce();
    expect([made.settled.length, sent]).toEqual([3, 3]);
    expect(made.logged).toContain("outcomes could not be recorded");
  });

  test("unreachable when claiming: the loop goes on", async () => {
    const made = world();
    const { claim } = made.ports.deliveries;
    let failures = 3;
    made.ports.deliveries.claim = async (wanted) => {
      if (failures-- > 0) throw new Error("connection lost");
      return claim(wanted);
    };
    start(made);
    made.add({});
    await vi.waitFor(() => expect(made.settled).toHaveLength(1), { timeout: 5_000 });
    expect(made.logged.filter((message) => message.includes("could not reach"))).toHaveLength(3);
  });

  test("one outcome it refuses is recorded without its reply; the others are not held up", async () => {
    const made = world();
    const refuses = (group: Settlement[]): SettleResult[] => {
      made.answers.push(refuses);
      if (group.some(({ deliveryId, attempt }) => deliveryId === "dlv_1" && attempt.response))
        throw new Error("invalid \0 byte");
      return group.map(() => "settled");
    };
    made.answers.push(refuses);
    made.add(...many(4));
    await made.worker.drainOnce();
    const bad = made.settled.find(({ deliveryId }) => deliveryId === "dlv_1");
    expect(made.settled).toHaveLength(4);
    expect(bad).toMatchObject({
      status: "succeeded",
      attempt: { response: null, notes: ["The reply could not be stored: invalid  byte"] },
    });
    expect(bad?.change).toBeUndefined();
  });

  test("an outcome that names what is gone is decided again, not stripped of its reply", async () => {
    const made = world({ webhooks: { configAt: async () => mapping, limits: async () => new Map() } });
    let forms = sampleGraph().forms;
    made.ports.tickets.graph = async () => ({ ...sampleGraph(), forms });
    const refuses = (group: Settlement[]): SettleResult[] => {
      made.answers.push(refuses);
      forms = [];
      if (group.some(({ change }) => change?.forms)) throw new AppError("invalid", "There is no custom form with id 2");
      return group.map(() => "settled");
    };
    made.answers.push(refuses);
    made.add({});
    await made.worker.drainOnce();
    expect(made.settled).toMatchObject([{ status: "succeeded", attempt: { response: { status: 200 } } }]);
    expect(made.settled[0]?.attempt.notes).toEqual([expect.stringContaining("its custom form is gone")]);
  });

  test("locked for a while: a reply is never dropped because the lock went in between", async () => {
    const made = world();
    const isLocked = { value: true };
    const locked = (group: Settlement[]): SettleResult[] => {
      made.answers.push(locked);
      if (!isLocked.value) return group.map(() => "settled");
      turns += 1;
      isLocked.value = turns < 5;
      throw new Error("database is locked");
    };
    let turns = 0;
    made.ports.deliveries.renew = async () => {
      if (isLocked.value) throw new Error("database is locked");
    };
    made.answers.push(locked);
    made.add({});
    await made.worker.drainOnce();
    expect(made.settled).toMatchObject([{ status: "succeeded", attempt: { response: { status: 200 }, notes: [] } }]);
  });

  test("a ticket that can't be read: what was sent keeps its outcome", async () => {
    const made = world({ webhooks: { configAt: async () => mapping, limits: async () => new Map() } });
    made.ports.tickets.graph = async () => {
      throw new Error("Unexpected end of JSON input");
    };
    made.add({}, { attemptNumber: 2 });
    await made.worker.drainOnce();
    expect(made.settled.map(({ status }) => status)).toEqual(["succeeded", "succeeded"]);
  });
});

describe("tickets that change meanwhile", () => {
  const versions = () => {
    let version = 0;
    return { graph: async () => sampleGraph({ version: ++version }), historySinceFiring: async () => [] };
  };
  const conflicts = (times: number, made: ReturnType<typeof world>) => {
    for (let turn = 0; turn < times; turn++) made.answers.push((group) => group.map(() => "conflict"));
  };

  test("decided again on the ticket as it is", async () => {
    const made = world({
      tickets: versions(),
      webhooks: { configAt: async () => mapping, limits: async () => new Map() },
    });
    conflicts(2, made);
    made.add({});
    await made.worker.drainOnce();
    expect(made.settled[0]?.change).toMatchObject({ expectedVersion: 3, forms: { 2: [{ 1: "INC1" }] } });
  });

  test("given up after some turns, visibly", async () => {
    const made = world({
      tickets: versions(),
      webhooks: { configAt: async () => mapping, limits: async () => new Map() },
    });
    conflicts(11, made);
    made.add({});
    await made.worker.drainOnce();
    expect(made.settled[0]).toMatchObject({
      status: "succeeded",
      attempt: { notes: ["The ticket kept changing, so no field was filled."] },
    });
    expect(made.settled[0]?.change?.forms).toBeUndefined();
  });
});

describe("what is read to settle", () => {
  const failing: Transport = async () => ({ ...ok, status: 500 });
  const acting = sampleConfig({
    responseActions: {
      success: [{ type: "add_note", body: "It worked", visibility: "private" }],
      failure: [{ type: "add_note", body: "It failed", visibility: "private" }],
    },
  });
  async function reads(config: WebhookConfig, send: Transport, claim: Partial<ClaimedDelivery> = {}) {
    const read: string[] = [];
    const noting =
      <T>(name: string, value: T) =>
      async () => {
        read.push(name);
        return value;
      };
    const made = world({
      send,
      webhooks: { configAt: noting("config", config), limits: async () => new Map() },
      tickets: { graph: noting("ticket", sampleGraph({ version: 4 })), historySinceFiring: noting("history", []) },
      deskLists: { load: noting("lists", { types: [], statuses: [], items: [] }) },
      people: { get: noting("person", undefined), findByEmail: noting("person", undefined) },
    });
    made.add({ ticketId: 1, ...claim }, { ticketId: 2, ...claim }, { ticketId: 3, ...claim });
    await made.worker.drainOnce();
    return { read, said: made.settled.map(({ change }) => change?.messages?.[0]?.body) };
  }

  test("nothing but the settings where the webhook writes nothing", async () => {
    expect((await reads(sampleConfig(), async () => ok)).read).toEqual(["config", "config", "config"]);
    expect((await reads(sampleConfig(), failing, { attemptNumber: 10 })).read).toEqual(["config", "config", "config"]);
  });

  test("nothing but the settings, which say whether it will be, for a failure that will be tried again", async () => {
    const read = ["config", "config", "config"];
    expect(await reads(acting, failing)).toEqual({ read, said: [undefined, undefined, undefined] });
    const once = { ...acting, retry: { ...acting.retry, schedule: "once" as const } };
    expect((await reads(once, failing)).said).toEqual(["It failed", "It failed", "It failed"]);
  });

  test("the ticket, and once for all the lists, where there are actions", async () => {
    const each = ["history", "history", "history", "ticket", "ticket", "ticket"];
    for (const [send, claim, body] of [
      [async () => ok, {}, "It worked"],
      [failing, { attemptNumber: 10 }, "It failed"],
      [failing, { kind: "manual" }, "It failed"],
    ] as const) {
      const { read, said } = await reads(acting, send, claim);
      expect(read.filter((name) => name !== "config").sort()).toEqual([...each.slice(0, 3), "lists", ...each.slice(3)]);
      expect(said).toEqual([body, body, body]);
    }
  });
});

test("a lost lease is logged and done with", async () => {
  const made = world();
  made.answers.push((group) => group.map(() => "lost"));
  made.add({});
  await made.worker.drainOnce();
  expect(made.logged).toEqual(["a lease ran out before the outcome was recorded"]);
});

describe("credentials", () => {
  const request = { ...sampleClaim().request, connectionId: "con_1" };
  let attempts: Attempt[];
  const run = async (open: WorkerPorts["connections"]["open"]) => {
    const sent: Record<string, string>[] = [];
    const send: Transport = async ({ headers }) => {
      sent.push(headers);
      return ok;
    };
    const made = world({ connections: { open }, send });
    made.add({ request }, { request });
    await made.worker.drainOnce();
    attempts = made.settled.map(({ attempt }) => attempt);
    return { ...made, sent };
  };
  beforeEach(() => {
    attempts = [];
  });

  test("opened once per claim, used, and masked", async () => {
    const open = vi.fn(async () => ({
      auth: { type: "basic", username: "u", password: "secret1" } as const,
      hosts: [],
    }));
    const { sent } = await run(open);
    expect(open).toHaveBeenCalledTimes(1);
    expect(sent[0]?.authorization).toBe(`Basic ${btoa("u:secret1")}`);
    expect(attempts[0]?.sentHeaders.authorization).toBe("Basic ••••••");
  });

  test("gone: failed for good and said so; not to be opened: tried again later", async () => {
    const { settled, sent } = await run(async () => undefined);
    expect(sent).toEqual([]);
    expect(settled[0]).toMatchObject({
      status: "failed",
      attempt: { error: { kind: "credentials", message: expect.stringContaining("are gone") } },
    });
    const later = await run(async () => {
      throw new Error("no");
    });
    expect(later.settled[0]).toMatchObject({ status: "pending", attempt: { error: { kind: "credentials" } } });
  });
});
