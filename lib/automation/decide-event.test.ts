import { describe, expect, test } from "vitest";
import type { TicketEvent } from "@/lib/desk/events";
import { bareGraph, exampleForms, exampleLists, fullGraph } from "@/lib/desk/testing/graphs";
import type { Action } from "@/lib/rules/actions/action";
import { anyTicket, type ConditionGroup } from "@/lib/rules/condition";
import { chainInWords } from "./chain";
import { decideEvent, type EventFacts } from "./decide-event";
import type { Trigger } from "./trigger";

const now = new Date("2025-04-23T12:00:00Z");
const urgency = (value: string): Action => ({ type: "set_field", field: "ticket.urgency", value });
const note = (body: string): Action => ({ type: "add_note", body, visibility: "private" });
const fire = (webhookId = "whk_1"): Action => ({ type: "execute_webhook", webhookId, parameters: {} });
const when = (field: string, operator: string, value: unknown): ConditionGroup =>
  ({ type: "group", mode: "all", conditions: [{ type: "test", field, operator, value }] }) as ConditionGroup;

const trigger = (id: string, changed: Partial<Trigger> = {}): Trigger => ({
  id,
  name: id.toUpperCase(),
  ticketTypeId: 1,
  isEnabled: true,
  executeWhen: "updated",
  conditions: anyTicket,
  actions: [urgency("5")],
  position: 1,
  version: 1,
  createdAt: now,
  updatedAt: now,
  lastRunAt: null,
  runs: 0,
  ...changed,
});
const event = (changed: Partial<TicketEvent> = {}): TicketEvent => ({
  id: "evt_1",
  ticketId: 164,
  at: now,
  type: "ticket.updated",
  source: "technician",
  actorId: "person:1",
  actorName: "Annie Agent",
  actorPersonId: 1,
  changes: [],
  cause: { depth: 0, chain: [] },
  ...changed,
});
const decide = (triggers: Trigger[], given: Partial<EventFacts> = {}) =>
  decideEvent({
    event: event(),
    graph: bareGraph(),
    triggers,
    ranBefore: new Set(),
    lists: exampleLists,
    people: [],
    scope: (graph) => ({ get: ([, field]) => (field === "urgency" ? graph.ticket.urgency : undefined) }),
    now,
    ...given,
  });
const ranOf = (...args: Parameters<typeof decide>) => decide(...args).runs.map((run) => run.trigger.id);

describe("when a rule runs", () => {
  const rules = [trigger("first", { executeWhen: "first" }), trigger("updated")];
  test.each([
    ["ticket.created", [], ["first"]],
    ["ticket.created", ["first"], []],
    ["ticket.updated", [], ["first", "updated"]],
    ["ticket.updated", ["first", "updated"], ["updated"]],
    ["message.added", [], ["first", "updated"]],
  ] as const)("%s, having run before: %j", (type, before, expected) => {
    expect(ranOf(rules, { event: event({ type }), ranBefore: new Set(before) })).toEqual(expected);
  });

  test("only while the ticket matches", () => {
    const urgent = trigger("urgent", { conditions: when("ticket.urgency", "greater_than", 5) });
    expect(ranOf([urgent])).toEqual([]);
    expect(ranOf([urgent], { graph: bareGraph({ urgency: 6 }) })).toEqual(["urgent"]);
  });

  test("who or what updated the ticket counts", () => {
    const mine = trigger("mine", { conditions: when("event.source", "does_not_equal", "webmethod:Partner") });
    expect(ranOf([mine])).toEqual(["mine"]);
    expect(ranOf([mine], { event: event({ source: "webmethod:Partner" }) })).toEqual([]);
  });
});

describe("in order, each on what the one before left", () => {
  const raise = trigger("raise", { actions: [urgency("9")] });
  const urgent = trigger("urgent", { conditions: when("ticket.urgency", "equals", 9), actions: [note("Hurry")] });
  test("a later rule sees the change, an earlier one does not", () => {
    expect(ranOf([raise, urgent])).toEqual(["raise", "urgent"]);
    expect(ranOf([urgent, raise])).toEqual(["raise"]);
  });

  test("templates see it too", () => {
    const plusTen = trigger("tell", { actions: [note("{{ticket.urgency}}")] });
    expect(decide([raise, plusTen]).runs[1]?.change?.messages?.[0]?.body).toBe("9");
  });

  test("a status, the names behind ids, and form fields", () => {
    const rules = [
      trigger("close", { actions: [{ type: "close" }] }),
      trigger("high", { actions: [{ type: "set_priority", itemId: 22 }] }),
      trigger("number", { actions: [{ type: "set_field", field: "form.1.1", value: "INC2" }] }),
      trigger("seen", {
        conditions: {
          type: "group",
          mode: "all",
          conditions: [
            ...when("ticket.statustype", "equals", 4).conditions,
            ...when("ticket.priorityname", "equals", "High").conditions,
            ...when("form.1.1", "equals", "INC2").conditions,
          ],
        },
        actions: [fire()],
      }),
    ];
    expect(ranOf(rules, { graph: { ...fullGraph(), forms: exampleForms } })).toEqual([
      "close",
      "high",
      "number",
      "seen",
    ]);
  });

  test("what changes nothing is no change, yet the rule ran", () => {
    const { runs } = decide([trigger("same", { actions: [urgency("1")] })]);
    expect(runs).toMatchObject([{ change: undefined, firings: [], notes: [] }]);
  });

  test("what can't be done is noted, the rest is done", () => {
    const { runs } = decide([trigger("a", { actions: [urgency("much"), fire()] })]);
    expect(runs[0]?.notes).toEqual([expect.stringContaining("Urgency")]);
    expect(runs[0]?.firings).toHaveLength(1);
  });
});

describe("what led here", () => {
  const ruleA = { kind: "rule", id: "a", name: "A" } as const;
  const webhook = { kind: "webhook", id: "whk_1", name: "Send" } as const;
  const led = (chain: TicketEvent["cause"]["chain"], seenBy?: string[]) =>
    event({ source: "webhook", cause: { depth: 1, chain, ...(seenBy && { seenBy }) } });

  test("everything a rule does is caused by what led to it and by the rule", () => {
    const [run] = decide([trigger("b")], { event: led([ruleA, webhook]) }).runs;
    expect(run?.cause).toEqual({ depth: 1, chain: [ruleA, webhook, { kind: "rule", id: "b", name: "B" }] });
    expect(run?.change?.history).toMatchObject([{ origin: "rule", actorId: "b", actorName: "B", cause: run?.cause }]);
  });

  test("a rule in its own chain is stopped, and the chain is told", () => {
    const { runs, stopped } = decide([trigger("a", { actions: [fire()] })], { event: led([ruleA, webhook]) });
    expect(runs).toEqual([]);
    expect(stopped).toMatchObject([
      {
        kind: "chain.stopped",
        actorName: "A",
        summary: "Rule “A” did not run again: what led here began with it (Rule “A” → webhook “Send” → rule “A”).",
      },
    ]);
  });

  test("nothing is told where nothing would have been done", () => {
    const idle = trigger("a", { actions: [urgency("1")] });
    expect(decide([idle], { event: led([ruleA, webhook]) })).toEqual({ runs: [], stopped: [] });
    const elsewhere = trigger("a", { conditions: when("ticket.urgency", "equals", 7) });
    expect(decide([elsewhere], { event: led([ruleA, webhook]) })).toEqual({ runs: [], stopped: [] });
  });

  test("a rule that made the change, or acted on it, is not asked about it", () => {
    expect(decide([trigger("a")], { event: led([ruleA], ["a"]) })).toEqual({ runs: [], stopped: [] });
  });

  test("a long chain is told in part", () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({
      kind: "rule" as const,
      id: `${index}`,
      name: `${index}`,
    }));
    expect(chainInWords(steps)).toMatch(/^Rule “0” → .* → 8 more → .* → rule “19”$/);
  });
});
