import type { Principal } from "@/lib/access/permissions";
import { AppError, isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { planFiring } from "@/lib/delivery/fire";
import { whyNotFireable } from "@/lib/delivery/fireable";
import type { Stores } from "./stores";

export type FiringsAsked = { webhookId: string; ticketIds: readonly number[]; parameters: Record<string, string> };
/** `reason` says why nothing would go out; absent when it would. */
export type FiringCheck = { ticketId: number; reason?: string };

/** Whether a webhook would be fired by hand on each of these tickets, in the order given; fires nothing. "not_found" without the webhook. */
export async function checkFirings(
  stores: Pick<Stores, "webhooks" | "tickets">,
  principal: Principal,
  { webhookId, ticketIds, parameters }: FiringsAsked,
  now: Date,
): Promise<FiringCheck[]> {
  const webhook = await stores.webhooks.get(webhookId);
  if (!webhook) throw new AppError("not_found", "This webhook no longer exists.");
  return Promise.all(
    ticketIds.map(async (ticketId): Promise<FiringCheck> => {
      const graph = await stores.tickets.graph(ticketId);
      if (!graph) return { ticketId, reason: "This ticket no longer exists." };
      const why = whyNotFireable(webhook, graph, principal.roleId, now);
      if (why) return { ticketId, reason: why };
      try {
        planFiring({ webhook, graph, given: parameters, actor: principal, now, id: newId("dlv") });
        return { ticketId };
      } catch (error) {
        if (!isAppError(error)) throw error;
        return { ticketId, reason: error.message };
      }
    }),
  );
}
