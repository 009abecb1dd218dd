import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openStores } from "@/db";
import { actor } from "@/db/contract/make";
import { triggerInput } from "@/lib/automation/trigger";
import { fixedClock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { createCipher } from "./cipher";
import { createRuleWorker } from "./rule-worker";
import type { Stores } from "./stores";
import { createTicket, updateTicket } from "./tickets";
import { createTrigger } from "./triggers";

let folder: string;
let stores: Stores;
let typeId: number;
let logged: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "hookdesk-rule-worker-"));
  stores = await openStores(`sqlite:${join(folder, "test.db")}`, createCipher(["a secret for tests"]));
  typeId = (await stores.deskLists.load()).types[0]?.id ?? 0;
  logged = [];
  const actions = [{ type: "set_field", field: "ticket.urgency", value: "9" }];
  const conditions = { type: "group", mode: "all", conditions: [] };
  await createTrigger(stores, actor, triggerInput.parse({ name: "Raise", ticketTypeId: typeId, conditions, actions }));
});
afterEach(async () => {
  await stores.close();
  rmSync(folder, { recursive: true });
});
const log = (level: string, message: string) => void logged.push(`${level}: ${message}`);
const newTicket = () => createTicket(stores, actor, { title: "Printer on fire", typeId }, new Date());
const urgencyOf = async (id: number) => (await stores.tickets.graph(id))?.ticket.urgency;
const lastOf = async (id: number) => (await stores.tickets.history(id, { page: 1, pageSize: 1 })).items[0];
/** The stores, with rules that can't be read so many times. */
function broken(error: () => Error, times: number): Stores {
  let left = times;
  const enabledOf: Stores["triggers"]["enabledOf"] = async (id) => {
    if (left-- > 0) throw error();
    return stores.triggers.enabledOf(id);
  };
  return { ...stores, triggers: { ...stores.triggers, enabledOf } };
}

test("wakes when something happens, and stops when told to", async () => {
  const worker = createRuleWorker(stores, log, { pollMs: 60_000 });
  worker.start();
  worker.start();
  const { id } = await newTicket();
  await vi.waitFor(async () => expect(await urgencyOf(id)).toBe(9), 5_000);
  await worker.stop();
  const later = await newTicket();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await urgencyOf(later.id)).toBe(1);
  worker.start();
  await vi.waitFor(async () => expect(await urgencyOf(later.id)).toBe(9), 5_000);
  await worker.stop();
  expect(logged).toEqual([]);
});

test("what fails comes back when its lease runs out", async () => {
  const clock = fixedClock(new Date());
  const ill = broken(() => new Error("disk I/O error"), 1);
  const worker = createRuleWorker(ill, log, { clock, leaseMs: 30_000 });
  const { id } = await newTicket();
  clock.advance(1_000);
  expect(await worker.drainOnce()).toBe(1);
  expect(await worker.drainOnce()).toBe(0);
  clock.advance(30_000);
  await worker.drainOnce();
  expect(await urgencyOf(id)).toBe(9);
  expect(logged).toEqual(["error: an event will be handled again"]);
});

test("after five times it is given up, told on the ticket, and the next event is not held up", async () => {
  const clock = fixedClock(new Date());
  const ill = broken(() => new Error("no such column: secret"), 5);
  const worker = createRuleWorker(ill, log, { clock, leaseMs: 30_000 });
  const { id } = await newTicket();
  await updateTicket(stores, actor, id, { title: "Changed" }, new Date());
  for (let time = 1; time <= 5; time++) {
    clock.advance(31_000);
    await worker.drainOnce();
  }
  expect(await lastOf(id)).toMatchObject({ kind: "ticket.updated", actorName: "Raise" });
  const history = (await stores.tickets.history(id, { page: 1, pageSize: 10 })).items;
  expect(history.map(({ summary }) => summary)).toContain(
    "Trigger rules could not be applied. An administrator finds the reason in the log.",
  );
  expect(await urgencyOf(id)).toBe(9);
  expect(logged).toContain("error: rules could not be applied to an event");
});

test("an event that ends its worker each time is given up, too", async () => {
  const clock = fixedClock(new Date());
  const { id } = await newTicket();
  for (let time = 1; time <= 20; time++) {
    clock.advance(31_000);
    expect(await stores.events.claim({ now: clock.now(), leaseMs: 30_000, limit: 10 })).toHaveLength(1);
  }
  clock.advance(31_000);
  await createRuleWorker(stores, log, { clock }).drainOnce();
  expect((await lastOf(id))?.summary).toContain("An administrator finds the reason in the log");
  expect([await stores.events.nextDueAt(), await urgencyOf(id)]).toEqual([null, 1]);
});

test("what can never succeed is not tried again, and says why", async () => {
  const ill = broken(() => new AppError("invalid", "There is no group with id 7."), 3);
  const { id } = await newTicket();
  await createRuleWorker(ill, log).drainOnce();
  expect((await lastOf(id))?.summary).toBe("Trigger rules could not be applied. There is no group with id 7.");
  expect(await stores.events.nextDueAt()).toBeNull();
});

test("what is removed while its rules are decided is left out by deciding again", async () => {
  let left = 1;
  const finish: Stores["events"]["finish"] = async (outcome) => {
    if (left-- > 0) throw new AppError("invalid", "There is no priority with id 7.");
    return stores.events.finish(outcome);
  };
  const { id } = await newTicket();
  await createRuleWorker({ ...stores, events: { ...stores.events, finish } }, log).drainOnce();
  expect(await urgencyOf(id)).toBe(9);
  expect(logged).toEqual([]);
});

test("a ticket that can't be read does not hold up its events for ever", async () => {
  const clock = fixedClock(new Date());
  const graph = async () => {
    throw new Error("Unexpected end of JSON input");
  };
  const worker = createRuleWorker({ ...stores, tickets: { ...stores.tickets, graph } }, log, { clock });
  const { id } = await newTicket();
  for (let time = 1; time <= 5; time++) {
    clock.advance(31_000);
    await worker.drainOnce();
  }
  expect(await stores.events.nextDueAt()).toBeNull();
  expect((await lastOf(id))?.summary).toContain("An administrator finds the reason in the log");
});

test("the event of a ticket that is gone is done", async () => {
  await newTicket();
  const gone = { ...stores, tickets: { ...stores.tickets, graph: async () => undefined } };
  expect(await createRuleWorker(gone, log).drainOnce()).toBe(1);
  expect(await stores.events.nextDueAt()).toBeNull();
  expect(logged).toEqual([]);
});

test("handled events are kept for a while, then removed", async () => {
  await newTicket();
  await createRuleWorker(stores, log).drainOnce();
  const clock = fixedClock(new Date(Date.now() + 8 * 24 * 3_600_000));
  const worker = createRuleWorker(stores, log, { clock });
  worker.start();
  await vi.waitFor(() => expect(logged).toEqual(["info: old events were removed"]));
  await worker.stop();
});
