import type { TicketGraph } from "@/lib/desk/ticket";
import { matches } from "@/lib/rules/evaluate";
import type { Webhook } from "./webhook";

export type FireableWebhook = Pick<Webhook, "isEnabled" | "ticketTypeId" | "roleIds"> & {
  config: Pick<Webhook["config"], "conditions">;
};

/**
 * Visible iff enabled ∧ right type ∧ role in current roles ∧ the ticket matches Select tickets (spec §4.8); says why not, for
 * whoever expects it. Without a role it isn't fired by hand, so the webhook's roles don't matter (spec §4.9.2).
 */
export function whyNotFireable(
  { isEnabled, ticketTypeId, roleIds, config }: FireableWebhook,
  graph: TicketGraph,
  roleId: string | undefined,
  now: Date,
): string | undefined {
  if (!isEnabled) return "It is disabled.";
  if (ticketTypeId !== graph.ticket.typeId) return "It acts on another ticket type.";
  if (roleId !== undefined && !roleIds.includes(roleId)) return "Your role is not among its current roles.";
  return matches(config.conditions, { graph, now }) ? undefined : notSelected;
}

export const notSelected = "This ticket does not match its Select tickets conditions.";
