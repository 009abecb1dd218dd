import { expect, test } from "vitest";
import { exampleLists } from "@/lib/desk/testing/graphs";
import type { ConditionGroup } from "@/lib/rules/condition";
import { conditionFields } from "@/lib/rules/fields";
import { actionSummary, conditionSummary } from "./summary";

const fields = conditionFields({ forms: [], lists: exampleLists, agents: [], withEvent: true });
const urgency = { type: "test", field: "ticket.urgency", operator: "greater_than", value: 5 } as const;
const group = (mode: ConditionGroup["mode"], conditions: ConditionGroup["conditions"]): ConditionGroup => ({
  type: "group",
  mode,
  conditions,
});

test("conditions in one line", () => {
  expect(conditionSummary(group("all", []), fields)).toBe("Every ticket");
  expect(conditionSummary(group("all", [group("any", [])]), fields)).toBe("Every ticket");
  const one = conditionSummary(group("all", [urgency]), fields);
  expect(one).toMatch(/^Urgency .* 5$/);
  expect(conditionSummary(group("all", [urgency, group("any", [urgency, urgency])]), fields)).toBe(`${one} and 2 more`);
  expect(conditionSummary(group("any", [group("all", [urgency]), urgency]), fields)).toBe(`${one} or 1 more`);
  expect(conditionSummary(group("none", [urgency]), fields)).toBe(`Not: ${one}`);
});

test("actions in one line", () => {
  const names = { lists: exampleLists, agents: [], fields, webhooks: [{ id: "whk_1", name: "Send", parameters: [] }] };
  const fire = { type: "execute_webhook", webhookId: "whk_1", parameters: { Reference: "x" } } as const;
  expect(actionSummary([fire], names)).toBe("Execute Webhook: Send");
  expect(actionSummary([fire, { type: "close" }], names)).toBe("Execute Webhook: Send and 1 more");
  const call = { type: "run_function", functionId: "fun_1", arguments: { id: "x" } } as const;
  const functions = [{ id: "fun_1", name: "Sync", parameters: [] }];
  expect(actionSummary([call], { ...names, functions })).toBe("Run callback function: Sync");
  expect(actionSummary([call], names)).toBe("Run callback function: one that is gone");
});
