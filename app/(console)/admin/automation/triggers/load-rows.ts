import { type ExecuteWhen, executeWhen, type Trigger } from "@/lib/automation/trigger";
import { everything } from "@/lib/core/page";
import type { TicketType } from "@/lib/desk/desk-lists";
import { ruleFields } from "@/lib/runtime/check-trigger";
import type { Stores } from "@/lib/runtime/stores";
import { actionSummary, conditionSummary } from "./summary";

export type TriggerRow = {
  id: string;
  name: string;
  ticketTypeId: number;
  typeName: string;
  position: number;
  /** How many rules the ticket type has. */
  count: number;
  executeWhen: (typeof executeWhen)[ExecuteWhen];
  conditions: string;
  actions: string;
  isEnabled: boolean;
  runs: number;
  lastRunAt: Date | null;
};

/** Rules as the list shows them: conditions and actions in one line each. */
export async function loadRows(stores: Stores, rules: Trigger[], types: TicketType[]): Promise<TriggerRow[]> {
  const typeIds = [...new Set(rules.map(({ ticketTypeId }) => ticketTypeId))];
  const [agents, webhooks, functions, loaded] = await Promise.all([
    stores.people.list({ ...everything, isAgent: true }),
    stores.webhooks.list(everything),
    stores.functions.list(everything),
    Promise.all(
      typeIds.map(async (ticketTypeId) => {
        const [{ fields, lists }, { total }] = await Promise.all([
          ruleFields(stores, ticketTypeId),
          stores.triggers.list({ page: 1, pageSize: 1, ticketTypeId }),
        ]);
        return [ticketTypeId, { fields, lists, total }] as const;
      }),
    ),
  ]);
  const known = new Map(loaded);
  const callable = functions.items.map(({ id, name, parameters }) => ({ id, name, parameters }));
  const named = webhooks.items.map(({ id, name, config }) => ({ id, name, parameters: config.parameters }));
  return rules.flatMap((rule) => {
    const own = known.get(rule.ticketTypeId);
    if (!own) return [];
    const { id, name, ticketTypeId, position, isEnabled, runs, lastRunAt } = rule;
    const { fields, lists, total } = own;
    return {
      ...{ id, name, ticketTypeId, position, isEnabled, runs, lastRunAt },
      typeName: types.find((type) => type.id === ticketTypeId)?.name ?? "",
      count: total,
      executeWhen: executeWhen[rule.executeWhen],
      conditions: conditionSummary(rule.conditions, fields),
      actions: actionSummary(rule.actions, {
        ...{ lists, agents: agents.items, webhooks: named, functions: callable, fields },
      }),
    };
  });
}
