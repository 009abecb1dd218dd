import { toNestErrors } from "@hookform/resolvers";
import type { FieldError, Resolver } from "react-hook-form";
import { templateSource } from "@/components/editor/template-source";
import { type AuthValues, authValues } from "@/components/form/auth-values";
import { fieldErrors } from "@/lib/core/field-errors";
import { checkWebhook } from "@/lib/delivery/check-webhook";
import { webhookToInput } from "@/lib/delivery/form";
import { type Webhook, type WebhookInput, webhookConfig, webhookInput } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { checkActions } from "@/lib/rules/actions/check";
import { checkConditions } from "@/lib/rules/check";
import { conditionFields } from "@/lib/rules/fields";
import type { EditorDesk } from "./editor-context";
import { replySource } from "./reply-source";

/** What the form holds: like the input, but with the fields of every authentication type. */
export type WebhookValues = Omit<WebhookInput, "auth"> & { auth: AuthValues };

export const valuesOf = (webhook: Webhook): WebhookValues => ({
  ...webhookToInput(webhook),
  auth: authValues(webhook.auth),
});

/** A new webhook: the vendor's defaults (spec §4.2) and the roles that may fire it from the start. */
export const newValues = (ticketTypeId: number, roleIds: string[]): WebhookValues => ({
  ...webhookConfig.parse({ url: "-" }),
  url: "",
  name: "",
  ticketTypeId,
  isEnabled: true,
  roleIds,
  auth: authValues(),
});

type ChosenFrom = Pick<EditorDesk, "lists" | "agents">;

/** Every mistake by dotted path: what the schema says, then what the templates, paths and references say. */
export function mistakesIn(
  values: WebhookValues,
  forms: readonly CustomForm[],
  desk: ChosenFrom,
): Record<string, string[]> {
  const parsed = webhookInput.safeParse(values);
  const fromSchema = parsed.success ? {} : fieldErrors(parsed.error);
  return { ...checkWebhook(values, forms).errors, ...wrongReferences(values, forms, desk), ...fromSchema };
}

/** Conditions and actions that name what is gone, as the server finds them when saving. */
function wrongReferences(values: WebhookValues, allForms: readonly CustomForm[], { lists, agents }: ChosenFrom) {
  const { ticketTypeId, conditions, responseActions } = values;
  const forms = allForms.filter((form) => form.ticketTypeIds.includes(ticketTypeId));
  const { known, knows } = replySource(templateSource(forms, []));
  const choices = {
    ticketTypeId,
    forms,
    lists,
    people: agents.map((agent) => ({ ...agent, isAgent: true })),
    webhooks: new Map(),
    functions: new Map(),
    knows,
    known: known.map(({ path }) => path),
  };
  return {
    ...checkConditions(conditions, conditionFields({ forms, lists, agents, withEvent: false }), "conditions"),
    ...checkActions(responseActions.success, choices, "responseActions.success").errors,
    ...checkActions(responseActions.failure, choices, "responseActions.failure").errors,
  };
}

/** The same rules as the server's, as react-hook-form wants them. */
export const webhookResolver =
  (forms: readonly CustomForm[], desk: ChosenFrom): Resolver<WebhookValues, unknown, WebhookInput> =>
  (values, _context, options) => {
    const mistakes = mistakesIn(values, forms, desk);
    const parsed = webhookInput.safeParse(values);
    if (parsed.success && Object.keys(mistakes).length === 0) return { values: parsed.data, errors: {} };
    const flat = Object.entries(mistakes).map(([path, [message]]): [string, FieldError] => [
      path,
      { type: "check", message },
    ]);
    return { values: {}, errors: toNestErrors(Object.fromEntries(flat), options) };
  };
