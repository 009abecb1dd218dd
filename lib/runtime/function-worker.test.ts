import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { actor, makeEvent, makeTicket, unique } from "@/db/contract/make";
import { openTestStores, type TestStores } from "@/db/testing";
import { fixedClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/id";
import { causedBy } from "@/lib/desk/history";
import { type CallbackFunction, functionInput } from "@/lib/functions/function";
import type { FunctionRunner, Ran, RunRequest } from "./function-runner";
import { createFunctionWorker, mostCallAttempts, runDueCalls } from "./function-worker";

let opened: TestStores;
let callable: CallbackFunction;
let ticketId = 0;
beforeAll(async () => {
  opened = await openTestStores();
});
afterAll(() => opened.remove());
beforeEach(async () => {
  const input = functionInput.parse({ name: `Function ${unique()}`, parameters: [{ name: "id" }] });
  callable = await opened.stores.functions.create(actor, input);
  ticketId = (await makeTicket(opened.stores)).id;
});

const all = { page: 1, pageSize: 100 };
const logged: unknown[][] = [];
const log = (...line: unknown[]) => void logged.push(line);
const hour = 3_600_000;

/** A call that a rule has asked for. */
async function ask() {
  const { stores } = opened;
  const event = await makeEvent(stores, ticketId);
  const claimed = await stores.events.claim({ now: new Date(), leaseMs: 1_000, limit: 1_000 });
  const lease = claimed.find(({ id }) => id === event.id)?.lease ?? "";
  const cause = causedBy(undefined, { kind: "rule", id: "trg_1", name: "Night shift" });
  const call = { id: newId("fca"), functionId: callable.id, arguments: '{"id":"7"}', ticketId, cause, at: new Date() };
  const change = { ticketId, at: new Date(), history: [] };
  const functionCalls = [{ ...call, actorName: "Night shift" }];
  await stores.events.finish([{ eventId: event.id, lease, at: new Date(), ran: [], change, functionCalls }]);
  return cause;
}

/** A runner of functions that ends as told. */
function runnerOf(end: (request: RunRequest) => Promise<{ ok: boolean }> | { ok: boolean }) {
  const asked: RunRequest[] = [];
  const run = async (request: RunRequest): Promise<Ran> => {
    asked.push(request);
    const { ok } = await end(request);
    const result = ok ? "7" : "Error at line number : 1. secret detail";
    const { id, name } = request.callable;
    return {
      ...(ok ? { ok, output: result } : { ok: false, error: result }),
      trace: [],
      masked: result,
      run: {
        ...{ id: newId("run"), functionId: id, functionName: name, version: 1, at: new Date(), durationMs: 5 },
        ...{ origin: request.origin, actorName: request.actor.name, remoteAddress: "", arguments: request.arguments },
        ...{ outcome: ok ? "succeeded" : "failed", result, line: ok ? 0 : 1, info: [], statements: 1 },
        ...{ calls: [], ticketIds: [] },
      },
    } as Ran;
  };
  return { asked, runner: (): FunctionRunner => ({ run }) };
}
const runsOf = async () => (await opened.stores.functionRuns.list({ ...all, functionId: callable.id })).items;
const historyOf = async () =>
  (await opened.stores.tickets.history(ticketId, all)).items.filter(({ kind }) => kind !== "ticket.created");

test("a call is run once, for the rule, and told on the run history and the ticket", async () => {
  const cause = await ask();
  const { asked, runner } = runnerOf(() => ({ ok: true }));
  const ports = { stores: opened.stores, runner, log, clock: fixedClock(new Date(Date.now() + 1)) };
  expect(await runDueCalls(ports)).toBe(1);
  expect(await runDueCalls(ports)).toBe(0);
  expect(asked).toMatchObject([
    { callable: { id: callable.id }, arguments: '{"id":"7"}', origin: "rule", cause, actor: { kind: "function" } },
  ]);
  const [run, ...others] = await runsOf();
  expect([run, others]).toMatchObject([{ origin: "rule", actorName: "Night shift", outcome: "succeeded" }, []]);
  expect(await historyOf()).toMatchObject([
    {
      ...{ kind: "function.ran", origin: "rule", actorId: "trg_1", actorName: "Night shift" },
      summary: `Rule “Night shift” ran “${callable.name}”`,
      cause: { chain: cause.chain, functionId: callable.id, functionName: callable.name, runId: run?.id },
    },
  ]);
});

test("a script that fails is done, too, and the ticket's history is silent about why", async () => {
  await ask();
  const { asked, runner } = runnerOf(() => ({ ok: false }));
  const ports = { stores: opened.stores, runner, log, clock: fixedClock(new Date(Date.now() + hour)) };
  expect(await runDueCalls(ports)).toBe(1);
  expect(await runDueCalls(ports)).toBe(0);
  expect(asked).toHaveLength(1);
  expect(await runsOf()).toMatchObject([{ outcome: "failed", result: expect.stringContaining("secret detail") }]);
  const [entry] = await historyOf();
  expect(entry).toMatchObject({
    kind: "function.failed",
    summary: `Rule “Night shift” ran “${callable.name}”, which failed`,
  });
  expect(JSON.stringify(entry)).not.toContain("secret detail");
});

test("one that never got through is tried five times, and then given up in both histories", async () => {
  await ask();
  const { asked, runner } = runnerOf(() => Promise.reject(new Error("The process died")));
  const clock = fixedClock(new Date(Date.now() + 1));
  const ports = { stores: opened.stores, runner, log, clock };
  for (let attempt = 1; attempt <= mostCallAttempts + 2; attempt++) {
    expect(await runDueCalls(ports)).toBe(attempt === mostCallAttempts + 1 ? 1 : 0);
    expect(asked).toHaveLength(Math.min(attempt, mostCallAttempts));
    expect(await runsOf()).toHaveLength(attempt > mostCallAttempts ? 1 : 0);
    // Within the lease nobody else takes it.
    expect(await runDueCalls(ports)).toBe(0);
    clock.advance(hour);
  }
  expect(await runsOf()).toMatchObject([{ outcome: "failed", result: expect.stringContaining("cut short 5 times") }]);
  expect(await historyOf()).toMatchObject([{ kind: "function.failed" }]);
});

test("a slow one does not hold up the others, and what drags on when the worker stops is left to another", async () => {
  const slow = callable;
  await ask();
  callable = await opened.stores.functions.create(actor, functionInput.parse({ name: `Quick ${unique()}` }));
  await ask();
  const { runner } = runnerOf(({ callable: { id }, signal }) =>
    id !== slow.id
      ? { ok: true }
      : new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  );
  const worker = createFunctionWorker({ stores: opened.stores, runner, log });
  worker.start();
  for (const end = Date.now() + 5_000; (await runsOf()).length === 0 && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await runsOf()).toHaveLength(1);
  await worker.stop();
  callable = slow;
  expect(await runsOf()).toEqual([]);
  const again = runnerOf(() => ({ ok: true }));
  const clock = fixedClock(new Date(Date.now() + hour));
  expect(await runDueCalls({ stores: opened.stores, runner: again.runner, log, clock })).toBe(1);
  expect(await runsOf()).toHaveLength(1);
}, 20_000);
