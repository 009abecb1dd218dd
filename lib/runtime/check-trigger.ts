import type { TriggerInput } from "@/lib/automation/trigger";
import { everything } from "@/lib/core/page";
import { knownPaths, knowsPath } from "@/lib/delivery/scope";
import { findPeople } from "@/lib/desk/choices";
import type { CustomForm } from "@/lib/desk/custom-forms";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { type ActionProblems, checkActions, type NamedFunction, type NamedWebhook } from "@/lib/rules/actions/check";
import { checkConditions } from "@/lib/rules/check";
import { eventPaths, knowsEventPath } from "@/lib/rules/event-scope";
import { type ConditionField, conditionFields } from "@/lib/rules/fields";
import type { Stores } from "./stores";

/** The lists and forms of a ticket type, and every field a trigger rule's conditions can ask about there. */
export async function ruleFields(
  stores: Pick<Stores, "customForms" | "deskLists" | "people" | "webMethods">,
  ticketTypeId: number,
): Promise<{ forms: CustomForm[]; lists: DeskLists; fields: ConditionField[] }> {
  const [allForms, lists, agents, webMethods] = await Promise.all([
    stores.customForms.list(),
    stores.deskLists.load(),
    stores.people.list({ ...everything, isAgent: true }),
    stores.webMethods.list(everything),
  ]);
  const forms = allForms.filter((form) => form.ticketTypeIds.includes(ticketTypeId));
  const names = webMethods.items.map(({ name }) => name);
  return {
    forms,
    lists,
    fields: conditionFields({ forms, lists, agents: agents.items, withEvent: true, webMethods: names }),
  };
}

/**
 * What saving a rule should refuse (`errors`, by form field) and what a person should look at (`warnings`): fields, webhooks
 * and choices that are gone or belong elsewhere, values that mean nothing, templates that can't be read.
 */
export async function checkTrigger(stores: Stores, input: TriggerInput): Promise<ActionProblems> {
  const { ticketTypeId, actions, conditions } = input;
  const { forms, lists, fields } = await ruleFields(stores, ticketTypeId);
  if (!lists.types.some(({ id }) => id === ticketTypeId))
    return { errors: { ticketTypeId: ["This ticket type is gone: choose another"] }, warnings: [] };
  const personIds = actions.flatMap((action) => (action.type === "assign_person" ? (action.personId ?? []) : []));
  const problems = checkActions(
    actions,
    {
      ticketTypeId,
      forms,
      lists,
      people: await findPeople(stores.people, personIds),
      webhooks: await namedWebhooks(stores, actions),
      functions: await namedFunctions(stores, actions),
      ...ruleTemplates(forms),
    },
    "actions",
  );
  return { ...problems, errors: { ...checkConditions(conditions, fields, "conditions"), ...problems.errors } };
}

/** What the templates of a rule can name: the ticket, its forms, and the update that led to the rule. */
export function ruleTemplates(forms: readonly CustomForm[]) {
  const knowsTicket = knowsPath(forms, []);
  return {
    knows: (path: readonly string[]) => knowsTicket(path) || knowsEventPath(path),
    known: [...knownPaths(forms, []), ...eventPaths].map(({ path }) => path),
  };
}

async function namedWebhooks(
  { webhooks }: Stores,
  actions: TriggerInput["actions"],
): Promise<Map<string, NamedWebhook>> {
  const ids = new Set(actions.flatMap((action) => (action.type === "execute_webhook" ? action.webhookId : [])));
  const found = await Promise.all([...ids].map((id) => webhooks.get(id)));
  return new Map(
    found.flatMap((webhook) => {
      if (!webhook) return [];
      const { id, name, ticketTypeId, config } = webhook;
      return [[id, { name, ticketTypeId, parameters: config.parameters }] as const];
    }),
  );
}

async function namedFunctions(
  { functions }: Stores,
  actions: TriggerInput["actions"],
): Promise<Map<string, NamedFunction>> {
  const ids = new Set(actions.flatMap((action) => (action.type === "run_function" ? action.functionId : [])));
  const found = await Promise.all([...ids].map((id) => functions.get(id)));
  return new Map(found.flatMap((callable) => (callable ? [[callable.id, callable] as const] : [])));
}
