import { may, type Principal } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import { ruleFields } from "@/lib/runtime/check-trigger";
import type { Stores } from "@/lib/runtime/stores";
import type { RuleDesk } from "./_editor/rule-desk";

/** What the conditions and actions of a rule choose from, for one ticket type. */
export async function ruleDesk(stores: Stores, ticketTypeId: number): Promise<RuleDesk> {
  const [{ forms, lists, fields }, agents, webhooks, functions] = await Promise.all([
    ruleFields(stores, ticketTypeId),
    stores.people.list({ ...everything, isAgent: true }),
    stores.webhooks.list({ ...everything, ticketTypeId }),
    stores.functions.list(everything),
  ]);
  return {
    forms,
    lists,
    fields,
    agents: agents.items.map(({ id, name }) => ({ id, name })),
    webhooks: webhooks.items.map(({ id, name, config }) => ({ id, name, parameters: config.parameters })),
    functions: functions.items.map(({ id, name, parameters }) => ({ id, name, parameters })),
  };
}

/** The ticket of a type that changed last, for people who may see tickets. */
export async function newestTicket({ tickets }: Stores, principal: Principal, typeId: number) {
  if (!may(principal, "tickets.read")) return undefined;
  const [newest] = (await tickets.list({ page: 1, pageSize: 1, typeId })).items;
  return newest && { id: newest.id, displayId: newest.displayId, title: newest.title };
}
