import { type Action, actionTypes } from "@/lib/rules/actions/action";
import { fullLabel } from "@/lib/rules/fields";
import type { ActionContext } from "./action-context";

type Names = Pick<ActionContext, "lists" | "agents" | "webhooks" | "functions"> & {
  fields: readonly Parameters<typeof fullLabel>[0][];
};

/** An action in words, on one line or more where its text has several: "Set status: Resolved". */
export function actionText(action: Action, { lists, agents, webhooks = [], functions = [], fields }: Names): string {
  const { label } = actionTypes[action.type];
  const named = (entries: readonly { id: number; name: string }[], id: number | null, nothing: string) =>
    id === null ? nothing : (entries.find((entry) => entry.id === id)?.name ?? `number ${id} (gone)`);
  switch (action.type) {
    case "set_field": {
      const field = fields.find(({ ref }) => ref === action.field);
      const choice = field?.choices?.find(({ value }) => String(value) === action.value);
      return `${label} ${field ? fullLabel(field) : action.field}: ${choice?.label ?? (action.value || "(empty)")}`;
    }
    case "set_status":
      return `${label}: ${named(lists.statuses, action.statusId, "")}`;
    case "assign_person":
      return `${label}: ${named(agents, action.personId, "nobody")}`;
    case "set_priority":
    case "set_category":
    case "assign_group":
    case "set_workflow":
      return `${label}: ${named(lists.items, action.itemId, "none")}`;
    case "add_note":
      return `${label} (${action.visibility}): ${action.body}`;
    case "execute_webhook": {
      const webhook = webhooks.find(({ id }) => id === action.webhookId);
      const values = Object.entries(action.parameters).map(([name, value]) => `${name} = ${value}`);
      return [`${label}: ${webhook?.name ?? "one that is gone"}`, ...values].join(", ");
    }
    case "run_function": {
      const callable = functions.find(({ id }) => id === action.functionId);
      const values = Object.entries(action.arguments).map(([name, value]) => `${name} = ${value}`);
      return [`${label}: ${callable?.name ?? "one that is gone"}`, ...values].join(", ");
    }
    default:
      return label;
  }
}
