import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actor, unique } from "@/db/contract/make";
import { failure } from "@/db/contract/make-access";
import { openTestStores, type TestStores } from "@/db/testing";
import { triggerInput } from "@/lib/automation/trigger";
import { fixedClock, systemClock } from "@/lib/core/clock";
import type { Transport } from "@/lib/core/transport";
import { functionInput } from "@/lib/functions/function";
import { anyTicket } from "@/lib/rules/condition";
import { runDueCalls } from "./function-worker";
import { createFunctions, type Functions } from "./functions";
import { createRuleWorker } from "./rule-worker";
import { scriptProgram } from "./script-pool-program";
import { testTrigger } from "./test-trigger";
import { createTicket, updateTicket } from "./tickets";
import { createTrigger } from "./triggers";

// From a ticket's event over the rule to what its function does, with the real scripts.
let opened: TestStores;
let functions: Functions;
let typeId = 0;
const logged: unknown[][] = [];
const log = (level: string, ...rest: unknown[]) => void (level === "info" || logged.push([level, ...rest]));

const noWayOut = (() => Promise.reject(new Error("No test calls out"))) as unknown as Transport;
beforeAll(async () => {
  opened = await openTestStores();
  const ports = { stores: opened.stores, clock: systemClock, send: noWayOut, timeZone: "UTC", portalId: 1 };
  functions = createFunctions({ ...ports, pool: { program: scriptProgram(), size: 1 } });
});
afterAll(async () => {
  await functions.close();
  await opened.remove();
  expect(logged).toEqual([]);
});
beforeEach(async () => {
  const prefix = `Q${[...String(unique())].map((digit) => "ABCDEFGHIJ"[Number(digit)]).join("")}`;
  typeId = (await opened.stores.deskLists.saveType(actor, { name: `Type ${unique()}`, prefix })).id;
});

const all = { page: 1, pageSize: 100 };
const make = (source: string, parameters: { name: string; type?: string }[] = []) =>
  opened.stores.functions.create(
    actor,
    functionInput.parse({ name: `Function ${unique()}`, returnType: "void", parameters, source }),
  );
const run = (functionId: string, given: Record<string, string> = {}) =>
  ({ type: "run_function", functionId, arguments: given }) as const;
const rule = (name: string, actions: object[], given: object = {}) =>
  createTrigger(
    opened.stores,
    actor,
    triggerInput.parse({
      ...{ name, ticketTypeId: typeId, executeWhen: "updated", conditions: anyTicket, actions },
      ...given,
    }),
  );
const newTicket = () => createTicket(opened.stores, actor, { title: "Printer on fire", typeId }, new Date());
const edit = (id: number) => updateTicket(opened.stores, actor, id, { title: `Printer ${unique()}` }, new Date());
const ask = () => createRuleWorker(opened.stores, log).drainOnce();
const runAll = () =>
  runDueCalls({
    ...{ stores: opened.stores, runner: () => functions.runner, log },
    clock: fixedClock(new Date(Date.now() + 1_000)),
  });
/** Until nothing follows any more. */
async function settle() {
  for (let turn = 0; turn < 30; turn++) if ((await ask()) + (await runAll()) === 0) return;
  throw new Error("It goes on and on");
}
const historyOf = async (id: number) => (await opened.stores.tickets.history(id, all)).items.toReversed();
const runsOf = async (functionId: string) => (await opened.stores.functionRuns.list({ ...all, functionId })).items;
const note = 'zoho.sdp.associate("notes", ticket, {"description": text});';
const texts = [{ name: "ticket" }, { name: "text" }];

describe("a rule runs a callback function", () => {
  test("on a new ticket, with arguments rendered from what the rule left, and the ticket tells it", async () => {
    const parameters = [...texts, { name: "count", type: "int" }, { name: "more", type: "map" }];
    const { id: functionId, name } = await make(`info count + 1; info more.get("a"); ${note}`, parameters);
    const given = {
      ...{ ticket: "{{ticket.id}}", text: "Urgency {{ticket.urgency}}: {{ticket.title}}", count: "{{ticket.urgency}}" },
      more: '{"a": "{{ticket.title}}"}',
    };
    const trigger = await rule(
      "Tell",
      [{ type: "set_field", field: "ticket.urgency", value: "7" }, run(functionId, given)],
      { executeWhen: "first" },
    );
    const { id } = await newTicket();
    await settle();
    const [ran, ...others] = await runsOf(functionId);
    expect(others).toEqual([]);
    expect(ran).toMatchObject({
      ...{ origin: "rule", actorName: "Tell", outcome: "succeeded", info: ["8", "Printer on fire"], ticketIds: [id] },
    });
    const [message] = await opened.stores.tickets.messages(id);
    expect(message).toMatchObject({ body: "Urgency 7: Printer on fire", visibility: "private" });
    const history = await historyOf(id);
    expect(history.map(({ kind, origin }) => `${kind} ${origin}`)).toEqual([
      "ticket.created system",
      "ticket.updated rule",
      "message.added callback",
      "function.ran rule",
    ]);
    const steps = [{ kind: "rule", id: trigger.id, name: "Tell" }];
    expect(history[2]?.cause?.chain).toEqual([...steps, { kind: "function", id: functionId, name }]);
    expect(history[3]).toMatchObject({
      ...{ summary: `Rule “Tell” ran “${name}”`, actorId: trigger.id },
      cause: { chain: steps, functionId, runId: ran?.id },
    });
    expect(await opened.stores.functionCalls.nextDueAt()).toBeNull();
  });

  test("a ticket change of a function that leads to the function again is cut, and told", async () => {
    const { id: functionId, name } = await make(note, texts);
    const given = { ticket: "{{ticket.id}}", text: "Again and again" };
    const ping = await rule("Ping", [run(functionId, given)]);
    const pong = await rule("Pong", [run(functionId, given)]);
    const { id } = await newTicket();
    await edit(id);
    await settle();
    // Each rule ran it once for the edit; neither for what the function did.
    expect(await runsOf(functionId)).toHaveLength(2);
    expect(await opened.stores.tickets.messages(id)).toHaveLength(2);
    const stopped = (await historyOf(id)).filter(({ kind }) => kind === "chain.stopped");
    expect(stopped.length).toBeGreaterThan(0);
    const summaries = stopped.map(({ summary }) => summary);
    expect(summaries).toContain(
      `“${name}” was not run again: what led here began with it (Rule “Ping” → callback function “${name}” → rule “Pong” → callback function “${name}”).`,
    );
    const cut = stopped.find(({ cause }) => cause?.functionId === functionId && cause.chain?.[0]?.id === ping.id);
    expect(cut).toMatchObject({ actorId: pong.id, cause: { functionName: name } });
  });

  test("arguments that are not of their type are told, and not tried again", async () => {
    const { id: functionId, name } = await make("info n;", [{ name: "n", type: "int" }]);
    await rule("Wrong", [run(functionId, { n: "{{ticket.title}}" })]);
    const { id } = await newTicket();
    await edit(id);
    await settle();
    expect(await runsOf(functionId)).toMatchObject([{ outcome: "failed", origin: "rule" }]);
    expect((await historyOf(id)).at(-1)).toMatchObject({
      ...{ kind: "function.failed", summary: `Rule “Wrong” ran “${name}”, which failed` },
    });
  });

  test("saving refuses what can't run; the test of a rule says what would run", async () => {
    const { id: functionId, name } = await make("return;", texts);
    const wrong = [run("fun_none"), run(functionId, { nothing: "x", text: "{{ 'a }}" })];
    expect(await failure(rule("Wrong", wrong))).toMatchObject({
      code: "invalid",
      fields: {
        "actions.0.functionId": ["This callback function is gone: choose another"],
        "actions.1.arguments.nothing": [`“${name}” has no parameter “nothing”`],
        "actions.1.arguments.text": [expect.any(String)],
      },
    });
    const ticket = await newTicket();
    const actions = [run(functionId, { text: "{{ticket.title}}" })];
    const input = triggerInput.parse({ name: "Try", ticketTypeId: typeId, conditions: anyTicket, actions });
    expect(await testTrigger(opened.stores, { input, ticketId: ticket.id }, new Date())).toMatchObject({
      wouldRun: true,
      calls: [{ functionId, functionName: name, arguments: { text: "Printer on fire" }, reason: null }],
    });
    const removed = { ...input, actions: [{ ...run("fun_none") }] };
    expect((await testTrigger(opened.stores, { input: removed, ticketId: ticket.id }, new Date())).calls).toEqual([
      {
        ...{ functionId: "fun_none", functionName: null, arguments: {} },
        reason: "A callback function was not run: it no longer exists.",
      },
    ]);
    await settle();
    expect(await runsOf(functionId)).toEqual([]);
  });
});
