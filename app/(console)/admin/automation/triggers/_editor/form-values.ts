import { toNestErrors } from "@hookform/resolvers";
import type { FieldError, Resolver } from "react-hook-form";
import { type Trigger, type TriggerInput, triggerInput } from "@/lib/automation/trigger";
import { fieldErrors } from "@/lib/core/field-errors";
import type { Action } from "@/lib/rules/actions/action";
import { checkActions } from "@/lib/rules/actions/check";
import { checkConditions } from "@/lib/rules/check";
import { anyTicket } from "@/lib/rules/condition";
import { type RuleDesk, ruleSource } from "./rule-desk";

export const valuesOf = (trigger: Trigger): TriggerInput => {
  const { name, ticketTypeId, isEnabled, executeWhen, conditions, actions } = trigger;
  return { name, ticketTypeId, isEnabled, executeWhen, conditions, actions };
};

/** A new rule: on, once per ticket, for every ticket, doing nothing yet. */
export const newValues = (ticketTypeId: number): TriggerInput => ({
  name: "",
  ticketTypeId,
  isEnabled: true,
  executeWhen: "first",
  conditions: anyTicket,
  actions: [],
});

type Mistakes = Record<string, string[]>;

/** Every mistake by dotted path: what the schema says, then what conditions, actions and templates refer to. */
export function mistakesIn(values: TriggerInput, desk: RuleDesk): Mistakes {
  const parsed = triggerInput.safeParse(values);
  return {
    ...checkConditions(values.conditions, desk.fields, "conditions"),
    ...mistakenActions(values.actions, values.ticketTypeId, desk),
    ...(parsed.success ? {} : fieldErrors(parsed.error)),
  };
}

function mistakenActions(actions: readonly Action[], ticketTypeId: number, desk: RuleDesk): Mistakes {
  const { knows, known } = ruleSource(desk.forms);
  const choices = {
    ...desk,
    ticketTypeId,
    people: desk.agents.map((agent) => ({ ...agent, isAgent: true })),
    webhooks: new Map(desk.webhooks.map((webhook) => [webhook.id, { ...webhook, ticketTypeId }])),
    functions: new Map(desk.functions.map((callable) => [callable.id, callable])),
    knows,
    known: known.map(({ path }) => path),
  };
  return checkActions(actions, choices, "actions").errors;
}

/** What of a rule being written can be tried: its conditions once complete, and those of its actions that are. */
export function testable(values: TriggerInput, desk: RuleDesk) {
  const paths = Object.keys(mistakesIn({ ...values, name: values.name.trim() || "New rule" }, desk));
  const isComplete = !paths.some((path) => path.startsWith("conditions"));
  const actions = values.actions.filter(
    (_, index) => !paths.some((path) => `${path}.`.startsWith(`actions.${index}.`)),
  );
  return { isComplete, input: { ...values, actions }, leftOut: values.actions.length - actions.length };
}

/** The same rules as the server's, as react-hook-form wants them. */
export const triggerResolver =
  (desk: RuleDesk): Resolver<TriggerInput, unknown, TriggerInput> =>
  (values, _context, options) => {
    const mistakes = mistakesIn(values, desk);
    const parsed = triggerInput.safeParse(values);
    if (parsed.success && Object.keys(mistakes).length === 0) return { values: parsed.data, errors: {} };
    const flat = Object.entries(mistakes).map(([path, [message]]): [string, FieldError] => [
      path,
      { type: "check", message },
    ]);
    return { values: {}, errors: toNestErrors(Object.fromEntries(flat), options) };
  };
