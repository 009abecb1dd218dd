import { expect, test } from "vitest";
import { triggerInput } from "@/lib/automation/trigger";
import { exampleForms, exampleLists } from "@/lib/desk/testing/graphs";
import type { Action } from "@/lib/rules/actions/action";
import type { ConditionGroup } from "@/lib/rules/condition";
import { conditionFields } from "@/lib/rules/fields";
import { mistakesIn, newValues, testable } from "./form-values";
import type { RuleDesk } from "./rule-desk";

const desk: RuleDesk = {
  forms: exampleForms,
  lists: exampleLists,
  fields: conditionFields({ forms: exampleForms, lists: exampleLists, agents: [], withEvent: true }),
  agents: [],
  webhooks: [{ id: "whk_1", name: "Send", parameters: [] }],
  functions: [{ id: "fun_1", name: "Sync", parameters: [{ name: "id", type: "int" }] }],
};
const note: Action = { type: "add_note", body: "{{ticket.title}} {{event.source}}", visibility: "private" };
const fire = (parameters = {}): Action => ({ type: "execute_webhook", webhookId: "whk_1", parameters });
const values = { ...newValues(1), name: "Rule", actions: [note, fire()] };

test("a new rule wants a name and an action", () => {
  expect(Object.keys(mistakesIn(newValues(1), desk))).toEqual(["name", "actions"]);
  expect(mistakesIn(values, desk)).toEqual({});
  expect(triggerInput.safeParse(values).success).toBe(true);
});

test("a callback function has to be there, and to take what it is given", () => {
  const call = (functionId: string, name: string): Action => ({
    ...{ type: "run_function", functionId, arguments: { [name]: "{{ticket.id}}" } },
  });
  expect(mistakesIn({ ...values, actions: [call("fun_1", "id")] }, desk)).toEqual({});
  const actions = [call("fun_2", "id"), call("fun_1", "name"), call("", "id")];
  expect(mistakesIn({ ...values, actions }, desk)).toEqual({
    "actions.0.functionId": ["This callback function is gone: choose another"],
    "actions.1.arguments.name": ["“Sync” has no parameter “name”"],
    "actions.2.functionId": ["Choose a callback function"],
  });
});

test("what is gone or unknown is named at its place", () => {
  const mistakes = mistakesIn(
    {
      ...values,
      conditions: {
        type: "group",
        mode: "all",
        conditions: [{ type: "test", field: "ticket.nothing", operator: "equals", value: 1 }],
      },
      actions: [fire({ Gone: "x" }), { type: "set_field", field: "form.9.9", value: "" }],
    },
    desk,
  );
  expect(Object.keys(mistakes).sort()).toEqual([
    "actions.0.parameters.Gone",
    "actions.1.field",
    "conditions.conditions.0.field",
  ]);
});

test("a rule being written is tried without the actions that are not complete", () => {
  const blank: Action = { type: "execute_webhook", webhookId: "", parameters: {} };
  expect(testable({ ...values, name: "", actions: [blank, note] }, desk)).toMatchObject({
    isComplete: true,
    input: { actions: [note] },
    leftOut: 1,
  });
  expect(testable({ ...values, actions: [] }, desk)).toMatchObject({ isComplete: true, leftOut: 0 });
  const unfinished: ConditionGroup = {
    type: "group",
    mode: "all",
    conditions: [{ type: "group", mode: "any", conditions: [] }],
  };
  expect(testable({ ...values, conditions: unfinished }, desk).isComplete).toBe(false);
});
