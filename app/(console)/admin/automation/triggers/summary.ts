import { actionText } from "@/components/rules/action-text";
import type { Action } from "@/lib/rules/actions/action";
import { type Condition, type ConditionGroup, countTests, type GroupMode } from "@/lib/rules/condition";
import { describeTest } from "@/lib/rules/explain";
import type { ConditionField } from "@/lib/rules/fields";

const joins: Record<GroupMode, string> = { all: "and", any: "or", none: "or" };

/** "Priority equals High and 2 more"; what is nested counts row by row. */
export function conditionSummary(group: ConditionGroup, fields: readonly ConditionField[]): string {
  const first = firstTest(group);
  if (!first) return "Every ticket";
  const more = countTests(group) - 1;
  const text = describeTest(first, fields);
  const start = group.mode === "none" ? `Not: ${text}` : text;
  return more === 0 ? start : `${start} ${joins[group.mode]} ${more} more`;
}

function firstTest(part: Condition): Extract<Condition, { type: "test" }> | undefined {
  if (part.type === "test") return part;
  for (const inner of part.conditions) {
    const found = firstTest(inner);
    if (found) return found;
  }
  return undefined;
}

/** "Execute Webhook: Send to partner and 1 more". */
export function actionSummary(actions: readonly Action[], names: Parameters<typeof actionText>[1]): string {
  const [first, ...others] = actions;
  if (!first) return "Nothing";
  // Its values would push everything else out of the cell.
  const text = actionText(withoutValues(first), names);
  return others.length === 0 ? text : `${text} and ${others.length} more`;
}

function withoutValues(action: Action): Action {
  if (action.type === "execute_webhook") return { ...action, parameters: {} };
  return action.type === "run_function" ? { ...action, arguments: {} } : action;
}
