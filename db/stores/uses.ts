import type { TriggerInput } from "@/lib/automation/trigger";
import type { WebhookConfig } from "@/lib/delivery/webhook";
import { parseFormRef } from "@/lib/desk/field-ref";
import type { WebMethodInput } from "@/lib/inbound/web-method";
import type { Action } from "@/lib/rules/actions/action";
import type { Condition } from "@/lib/rules/condition";

/** One record that a configuration names, and where in its form; for a custom form also the field. */
export type Use = {
  kind: "webhook" | "function" | "status" | "item" | "person" | "form";
  id: string | number;
  fieldId?: number;
  path: string;
};

export const usesOfRule = ({ conditions, actions }: Pick<TriggerInput, "conditions" | "actions">): Use[] => [
  ...usesOfConditions(conditions, "conditions"),
  ...usesOfActions(actions, "actions"),
];

export const usesOfWebhook = (
  config: Pick<WebhookConfig, "conditions" | "responseActions" | "responseFields">,
): Use[] => [
  ...config.responseFields.map(({ formId, fieldId }, index): Use => {
    const path = `responseFields.${index}`;
    return { kind: "form", id: formId, fieldId, path };
  }),
  ...usesOfConditions(config.conditions, "conditions"),
  ...usesOfActions(config.responseActions.success, "responseActions.success"),
  ...usesOfActions(config.responseActions.failure, "responseActions.failure"),
];

export const usesOfWebMethod = ({ mappings, match }: Pick<WebMethodInput, "mappings" | "match">): Use[] => [
  ...mappings.flatMap(({ target }, index) => usesOfField(target, `mappings.${index}.target`)),
  ...(match.by === "field" ? usesOfField(match.field, "match.field") : []),
];

const usesOfActions = (actions: readonly Action[], path: string): Use[] =>
  actions.flatMap((action, index) => usesOfAction(action, `${path}.${index}`));

function usesOfAction(action: Action, path: string): Use[] {
  switch (action.type) {
    case "set_field":
      return usesOfField(action.field, `${path}.field`);
    case "set_status":
      return [{ kind: "status", id: action.statusId, path: `${path}.statusId` }];
    case "set_priority":
    case "set_category":
    case "set_workflow":
    case "assign_group":
      return action.itemId === null ? [] : [{ kind: "item", id: action.itemId, path: `${path}.itemId` }];
    case "assign_person":
      return action.personId === null ? [] : [{ kind: "person", id: action.personId, path: `${path}.personId` }];
    case "execute_webhook":
      return [{ kind: "webhook", id: action.webhookId, path: `${path}.webhookId` }];
    case "run_function":
      return [{ kind: "function", id: action.functionId, path: `${path}.functionId` }];
    case "add_note":
    case "close":
    case "reopen":
      return [];
  }
}

function usesOfConditions(condition: Condition, path: string): Use[] {
  if (condition.type === "test") return usesOfField(condition.field, `${path}.field`);
  return condition.conditions.flatMap((inner, index) => usesOfConditions(inner, `${path}.conditions.${index}`));
}

function usesOfField(ref: string, path: string): Use[] {
  const parsed = parseFormRef(ref);
  return parsed ? [{ kind: "form", id: parsed.formId, fieldId: parsed.fieldId, path }] : [];
}
