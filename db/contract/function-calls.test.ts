import { expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import { causedBy } from "@/lib/desk/history";
import { functionInput } from "@/lib/functions/function";
import type { FunctionRun, NewFunctionCall } from "@/lib/functions/run";
import { onEveryDialect } from "./dialects";
import { actor, finishOne, historyEntry, makeEvent, makeTicket, makeTrigger, unique } from "./make";
import { failure, race } from "./make-access";

const leaseMs = 60_000;

onEveryDialect("function calls", (stores) => {
  const calls = () => stores().functionCalls;
  const makeFunction = () => stores().functions.create(actor, functionInput.parse({ name: `Function ${unique()}` }));
  const callOf = (functionId: string, overrides: Partial<NewFunctionCall> = {}): NewFunctionCall => ({
    ...{ id: newId("fca"), functionId, arguments: '{"id": 1}', ticketId: null, actorName: "Rule", at: new Date() },
    cause: causedBy(undefined, { kind: "rule", id: "trg_1", name: "Rule" }),
    ...overrides,
  });
  const runOf = (functionId: string): FunctionRun => ({
    ...{ id: newId("run"), functionId, functionName: "Function", version: 1, at: new Date(), durationMs: 3 },
    ...{ origin: "rule", actorName: "Rule", remoteAddress: "", arguments: '{"id":1}', outcome: "succeeded" },
    ...{ result: "1", line: 0, info: [], statements: 2, calls: [], ticketIds: [] },
  });
  const claimEvent = async (ticketId: number) => {
    const found = await stores().events.claim({ now: new Date(), leaseMs, limit: 1_000 });
    const event = found.find((one) => one.ticketId === ticketId);
    if (!event) throw new Error("not claimed");
    return event;
  };
  /** As the rules of an event leave it. */
  async function ask(asked: NewFunctionCall[], ticketId?: number) {
    const event = await makeEvent(stores(), ticketId);
    const { lease } = await claimEvent(event.ticketId);
    const at = new Date();
    const change = { ticketId: event.ticketId, at, history: [] };
    return finishOne(stores(), { eventId: event.id, lease, at, ran: [], change, functionCalls: asked });
  }
  const claim = (now = new Date(), limit = 1_000) => calls().claim({ now, leaseMs, limit });
  const idsOf = (found: readonly { id: string }[]) => found.map(({ id }) => id);
  /** Nothing of another test is due. */
  async function clear() {
    for (const one of await claim(new Date(Date.now() + 1e9))) await calls().finish(one);
  }

  test("what rules asked for is claimed once, oldest first, and comes back when its lease runs out", async () => {
    await clear();
    const { id: functionId } = await makeFunction();
    const at = new Date();
    const [first, second] = [callOf(functionId, { at }), callOf(functionId, { at: new Date(at.getTime() + 1) })];
    const later = callOf(functionId, { at: new Date(at.getTime() + leaseMs) });
    expect(await calls().nextDueAt()).toBeNull();
    expect(await ask([second, later, first])).toBe("settled");
    expect(await calls().nextDueAt()).toEqual(at);
    const now = new Date(at.getTime() + 10);
    const claimed = await claim(now);
    expect(claimed).toEqual([
      { ...first, attempts: 1, lease: expect.any(String) },
      { ...second, attempts: 1, lease: expect.any(String) },
    ]);
    expect(await claim(now)).toEqual([]);
    expect(await calls().nextDueAt()).toEqual(later.at);
    const expired = new Date(now.getTime() + leaseMs);
    const again = await claim(expired, 2);
    expect(again.map(({ id, attempts }) => [id, attempts])).toEqual([
      [first.id, 2],
      [second.id, 2],
    ]);
    for (const one of claimed) expect(await calls().finish(one)).toBe("lost");
    for (const one of again) expect(await calls().finish(one)).toBe("done");
    for (const one of again) expect(await calls().finish(one)).toBe("lost");
    expect(idsOf(await claim(expired))).toEqual([later.id]);
  });

  test("of two that claim at once each call goes to one", async () => {
    await clear();
    const { id: functionId } = await makeFunction();
    const asked = Array.from({ length: 12 }, () => callOf(functionId));
    await ask(asked);
    const now = new Date(Date.now() + 1);
    const { won, lost } = await race(
      stores(),
      () => claim(now, 7),
      () => claim(now, 7),
    );
    expect(lost).toEqual([]);
    const taken = [...won.flat(), ...(await claim(now))];
    expect(idsOf(taken).sort()).toEqual(idsOf(asked).sort());
  });

  test("that it is done is told in both histories, and neither when the lease was lost", async () => {
    await clear();
    const { id: functionId } = await makeFunction();
    const { id: ticketId } = await makeTicket(stores());
    await ask([callOf(functionId, { ticketId }), callOf(functionId, { ticketId: 99_999_999 })], ticketId);
    const told = historyEntry({ kind: "function.ran", origin: "rule", summary: "Rule “Rule” ran “Function”" });
    const [one, other] = (await claim(new Date(Date.now() + 1))).sort((a, b) => (a.ticketId ?? 0) - (b.ticketId ?? 0));
    if (!one || !other) throw new Error("not claimed");
    const run = runOf(functionId);
    expect(await calls().finish({ ...one, lease: "another" }, { run, told })).toBe("lost");
    expect(await stores().functionRuns.get(run.id)).toBeUndefined();
    expect(await calls().finish(one, { run, told })).toBe("done");
    expect(await stores().functionRuns.get(run.id)).toEqual(run);
    expect(await stores().functions.get(functionId)).toMatchObject({ lastOutcome: "succeeded", lastRunAt: run.at });
    const historyOf = async () =>
      (await stores().tickets.history(ticketId, { page: 1, pageSize: 10 })).items.filter(
        ({ kind }) => kind !== "ticket.created",
      );
    expect(await historyOf()).toEqual([
      { ...told, id: expect.any(Number), ticketId, at: new Date(run.at.getTime() + run.durationMs) },
    ]);
    // Its ticket is gone.
    expect(await calls().finish(other, { run: runOf(functionId), told })).toBe("done");
    expect(await historyOf()).toHaveLength(1);
  });

  test("calls are written with what the rules did, or not at all", async () => {
    await clear();
    const { id: functionId } = await makeFunction();
    const ticket = await makeTicket(stores());
    const event = await makeEvent(stores(), ticket.id);
    const { lease } = await claimEvent(ticket.id);
    const at = new Date();
    const { version } = ticket;
    const change = { ticketId: ticket.id, at, history: [], fields: { urgency: 9 }, expectedVersion: version };
    const done = { eventId: event.id, lease, at, ran: [] };
    const call = callOf(functionId);
    // The second can't be written, so nothing is.
    await expect(finishOne(stores(), { ...done, change, functionCalls: [call, call] })).rejects.toThrow();
    // A function that is gone: decided again.
    expect(await finishOne(stores(), { ...done, change, functionCalls: [callOf("fun_none")] })).toBe("conflict");
    // The ticket moved on.
    const stale = { ...change, expectedVersion: version + 7 };
    expect(await finishOne(stores(), { ...done, change: stale, functionCalls: [call] })).toBe("conflict");
    expect((await stores().tickets.graph(ticket.id))?.ticket).toMatchObject({ version, urgency: ticket.urgency });
    expect(await claim(new Date(Date.now() + 1))).toEqual([]);
    expect(await finishOne(stores(), { ...done, change, functionCalls: [call] })).toBe("settled");
    expect((await stores().tickets.graph(ticket.id))?.ticket).toMatchObject({ version: version + 1, urgency: 9 });
    expect(idsOf(await claim(new Date(Date.now() + 1)))).toEqual([call.id]);
  });

  test("a function that rules run can't be removed; without them its calls go with it", async () => {
    await clear();
    const [used, free] = [await makeFunction(), await makeFunction()];
    const run = { type: "run_function", functionId: used.id, arguments: {} } as const;
    const rule = await makeTrigger(stores(), { actions: [run] });
    expect(await failure(stores().functions.remove(actor, [free.id, used.id]))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`the trigger rule “${rule.name}”`),
    });
    expect(await stores().functions.get(free.id)).toBeDefined();
    expect(await failure(makeTrigger(stores(), { actions: [{ ...run, functionId: "fun_none" }] }))).toMatchObject({
      code: "invalid",
      fields: { "actions.0.functionId": ["This callback function no longer exists"] },
    });
    await ask([callOf(used.id)]);
    const [claimed] = await claim(new Date(Date.now() + 1));
    await stores().triggers.remove(actor, rule.id);
    expect(await stores().functions.remove(actor, [free.id, used.id])).toBe(2);
    expect(await calls().nextDueAt()).toBeNull();
    expect(claimed && (await calls().finish(claimed))).toBe("lost");
  });

  test("a rule that is to run a function and the removal of that function: one of the two wins", async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await makeFunction();
      const action = { type: "run_function", functionId: id, arguments: {} } as const;
      const { won, lost } = await race<unknown>(
        stores(),
        () => makeTrigger(stores(), { actions: [action] }),
        () => stores().functions.remove(actor, [id]),
      );
      expect([won.length, lost.length]).toEqual([1, 1]);
      expect(lost[0]).toMatchObject({ code: expect.stringMatching(/^(invalid|conflict)$/) });
    }
  });
});
