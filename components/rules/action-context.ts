import { createContext, use } from "react";
import type { TemplateSource } from "@/components/editor/template-source";
import type { WebhookParameter } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { formFieldOf, ticketPathOf } from "@/lib/desk/field-ref";
import type { FunctionParameter } from "@/lib/functions/function";
import { type ActionType, actionTypes } from "@/lib/rules/actions/action";
import type { ConditionField } from "@/lib/rules/fields";

/** A property of a ticket that “Set field” offers. */
export type ActionField = ConditionField & { isLong: boolean };

/** What the actions of a list choose from and what their templates may name. */
export type ActionContext = {
  fields: readonly ActionField[];
  lists: DeskLists;
  agents: readonly { id: number; name: string }[];
  /** For Execute Webhook; those of the ticket type. */
  webhooks?: readonly { id: string; name: string; parameters: readonly WebhookParameter[] }[];
  /** For Run callback function. */
  functions?: readonly { id: string; name: string; parameters: readonly FunctionParameter[] }[];
  templateSource: TemplateSource;
};

const Context = createContext<(ActionContext & { readOnly: boolean }) | undefined>(undefined);
export const ActionProvider = Context;

export function useActions() {
  const found = use(Context);
  if (!found) throw new Error("useActions needs an ActionProvider above it");
  return found;
}

const longPaths = new Set(["ticket.description", "ticket.solution"]);

/** Those of the fields conditions can ask about that actions can set. */
export const actionFields = (fields: readonly ConditionField[], forms: readonly CustomForm[]): ActionField[] =>
  fields
    .filter(({ ref }) => formFieldOf(forms, ref) ?? ticketPathOf(ref)?.sets)
    .map((field) => ({
      ...field,
      isLong: longPaths.has(field.ref) || formFieldOf(forms, field.ref)?.field.kind === "multiline",
    }));

const allTypes = Object.keys(actionTypes) as ActionType[];
/** For the replies of webhooks. */
export const replyActionTypes = allTypes.filter((type) => !actionTypes[type].rulesOnly);
/** For trigger rules. */
export const ruleActionTypes = allTypes;
