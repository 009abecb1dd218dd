import { type TemplateSource, templateSource } from "@/components/editor/template-source";
import type { ActionContext } from "@/components/rules/action-context";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { eventPaths, knowsEventPath } from "@/lib/rules/event-scope";
import type { ConditionField } from "@/lib/rules/fields";

/** What a rule of one ticket type chooses from. */
export type RuleDesk = {
  /** Of the ticket type. */
  forms: CustomForm[];
  lists: DeskLists;
  fields: ConditionField[];
  agents: { id: number; name: string }[];
  /** Of the ticket type. */
  webhooks: NonNullable<ActionContext["webhooks"]>;
  functions: NonNullable<ActionContext["functions"]>;
};

/** What the templates of a rule may name: the ticket, its forms, and the update that led to the rule. */
export function ruleSource(forms: readonly CustomForm[]): TemplateSource {
  const ticket = templateSource(forms, []);
  return {
    known: [...ticket.known, ...eventPaths],
    knows: (path) => ticket.knows(path) || knowsEventPath(path),
  };
}
