"use server";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { failureOf } from "@/app/_server/failure";
import { may } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import { neutralFailure } from "@/lib/core/transport";
import { checkFirings } from "@/lib/runtime/check-firings";
import { fireWebhook } from "@/lib/runtime/fire";
import { parseTicketList, ticketQuery } from "../query";
import { checkedAtOnce, firedAtOnce, followedAtOnce, mostTickets } from "./limits";
import type { Fired, Followed } from "./state";

const ticketId = z.number().int().positive();
const firing = z.object({
  webhookId: z.string().max(100),
  values: z.record(z.string(), z.string()),
});
const deliveryIds = z.array(z.string().max(100));

/** The tickets that a search of the list finds, up to the limit of one round. */
export const findMatching = action(
  { input: z.record(z.string(), z.string()), permission: "tickets.read" },
  async (search, { actor, stores }) => {
    const query = { ...ticketQuery(parseTicketList(search), actor), page: 1, pageSize: mostTickets };
    const { items, total } = await stores.tickets.list(query);
    return { tickets: items.map(({ id, displayId, typeId }) => ({ id, displayId, typeId })), total };
  },
);

/** The webhooks this person's role may fire on tickets of these types; which tickets they fit is for `check`. */
export const openFireMany = action(
  { input: z.object({ typeIds: z.array(z.number().int().positive()).max(1000) }), permission: "webhooks.fire" },
  async ({ typeIds }, { actor, stores }) => {
    const { items } = await stores.webhooks.list({ ...everything, sort: { key: "name", direction: "asc" } });
    return items
      .filter(
        ({ isEnabled, roleIds, ticketTypeId }) =>
          isEnabled && roleIds.includes(actor.roleId) && typeIds.includes(ticketTypeId),
      )
      .map(({ id, name, ticketTypeId, config }) => ({
        id,
        name,
        ticketTypeId,
        parameters: config.parameters.map(({ name: label, isReadOnly, displayType, defaultText }) => ({
          name: label,
          isReadOnly,
          isMultiline: displayType === "multiline",
          defaultText,
        })),
      }));
  },
);

/** Whether the webhook would go out on each of these tickets, and why not; fires nothing. */
export const check = action(
  { input: firing.extend({ ticketIds: z.array(ticketId).max(checkedAtOnce) }), permission: "webhooks.fire" },
  ({ webhookId, ticketIds, values }, { actor, stores, runtime }) =>
    checkFirings(stores, actor, { webhookId, ticketIds, parameters: values }, runtime.clock.now()),
);

/** Fires on a few tickets, one after the other: what one refuses does not stop the others. */
export const fireSome = action(
  { input: firing.extend({ ticketIds: z.array(ticketId).max(firedAtOnce) }), permission: "webhooks.fire" },
  async ({ webhookId, ticketIds, values }, { actor, stores, runtime }) => {
    const results: Fired[] = [];
    for (const id of ticketIds) {
      try {
        const asked = { webhookId, ticketId: id, parameters: values };
        results.push({ ticketId: id, ...(await fireWebhook(stores, actor, asked, runtime.clock.now())) });
      } catch (error) {
        results.push({ ticketId: id, reason: failureOf(error).message });
      }
    }
    return results;
  },
);

/** How deliveries stand; why one failed in the words this person may read. */
export const followSome = action(
  { input: z.object({ deliveryIds: deliveryIds.max(followedAtOnce) }), permission: "webhooks.fire" },
  async ({ deliveryIds: ids }, { actor, stores, runtime }) => {
    const found = await Promise.all(ids.map((id) => stores.deliveries.get(id)));
    const maySee = may(actor, "deliveries.read");
    const soon = runtime.clock.now().getTime() + 1_500;
    return found.flatMap((one): Followed[] => {
      if (!one) return [];
      const { id, status, nextAttemptAt, lastStatus, lastError } = one.delivery;
      const isDue = nextAttemptAt !== null && nextAttemptAt.getTime() <= soon;
      const neutral = lastStatus === null ? neutralFailure : `The partner answered ${lastStatus}.`;
      const reason = lastError === null ? undefined : maySee ? lastError : neutral;
      return [{ deliveryId: id, status, isDue, ...(status !== "succeeded" && reason !== undefined && { reason }) }];
    });
  },
);

/** One more attempt for each, with the same bytes. Returns those that could not be asked for. */
export const retrySome = action(
  { input: z.object({ deliveryIds: deliveryIds.max(firedAtOnce) }), permission: "deliveries.write" },
  async ({ deliveryIds: ids }, { actor, stores, runtime }) => {
    const refused: { deliveryId: string; reason: string }[] = [];
    for (const id of ids) {
      try {
        await stores.deliveries.redeliver(actor, id, runtime.clock.now());
      } catch (error) {
        refused.push({ deliveryId: id, reason: failureOf(error).message });
      }
    }
    return refused;
  },
);
