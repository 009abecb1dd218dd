import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { deliveryStatuses } from "@/lib/delivery/delivery";
import { deliverySortKeys } from "@/lib/delivery/store";
import { redeliverCurrent } from "@/lib/runtime/redeliver-current";
import type { Stores } from "@/lib/runtime/stores";
import { deliveryPage, deliveryReply, showDelivery, showSummary } from "./delivery-shape";
import { type Endpoint, endpoint } from "./endpoint";
import { listQuery, number, textFilter } from "./list-query";
import { inBody } from "./schemas";
import { findTicket } from "./tickets";

async function find({ deliveries }: Stores, id = "") {
  const found = await deliveries.get(id);
  if (!found) throw new AppError("not_found", `There is no delivery ${id}.`);
  return showDelivery(found.delivery, found.attempts);
}

const redelivery = inBody(
  "Redelivery",
  z.object({
    render: z.enum(["same", "current"]).default("same").meta({
      description:
        "same: the same bytes once more; current: a new delivery rendered from the ticket and webhook as they are now",
    }),
  }),
);

const filterFields = {
  status: z.enum(deliveryStatuses).optional(),
  webhookId: textFilter,
  ticketId: textFilter.meta({ description: "Ticket id or display id" }),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: "Created from this moment on" }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: "Created before this moment" }),
  code: number(100, 999).optional().meta({ description: "Status of the last reply" }),
};

/** The integer id of a ticket named by id or display id. */
const ticketIdOf = async (stores: Stores, name: string | undefined) =>
  name === undefined ? undefined : (await findTicket(stores, name)).ticket.id;

export const deliveryEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/deliveries",
    permission: "deliveries.read",
    operationId: "listDeliveries",
    summary: "List deliveries, newest first",
    query: listQuery(deliverySortKeys, filterFields),
    reply: deliveryPage,
    run: async ({ stores, query: { ticketId, ...query } }) => {
      const { items, total } = await stores.deliveries.list({
        ...query,
        ticketId: await ticketIdOf(stores, ticketId),
      });
      return { items: items.map(showSummary), total };
    },
  }),
  endpoint({
    method: "get",
    path: "/deliveries/{id}",
    permission: "deliveries.read",
    operationId: "getDelivery",
    summary: "Read a delivery with its attempts",
    reply: deliveryReply,
    run: ({ stores, params }) => find(stores, params.id),
  }),
  endpoint({
    method: "post",
    path: "/deliveries/{id}/redeliver",
    permission: "deliveries.write",
    operationId: "redeliver",
    summary: "Try a delivery once more, now",
    body: redelivery,
    reply: deliveryReply,
    run: async ({ stores, principal, now, params, body }) => {
      const { id } = await find(stores, params.id);
      if (body.render === "current") {
        const { deliveryId } = await redeliverCurrent(stores, principal, id, now);
        return find(stores, deliveryId);
      }
      await stores.deliveries.redeliver(principal, id, now);
      return find(stores, id);
    },
  }),
  endpoint({
    method: "post",
    path: "/deliveries/{id}/cancel",
    permission: "deliveries.write",
    operationId: "cancelDelivery",
    summary: "Cancel a delivery that still waits",
    reply: deliveryReply,
    run: async ({ stores, principal, now, params }) => {
      const { id } = await find(stores, params.id);
      await stores.deliveries.cancel(principal, id, now);
      return find(stores, id);
    },
  }),
  endpoint({
    method: "post",
    path: "/deliveries/{id}/release",
    permission: "deliveries.write",
    operationId: "releaseDelivery",
    summary: "Send a held delivery now",
    reply: deliveryReply,
    run: async ({ stores, principal, now, params }) => {
      const { id } = await find(stores, params.id);
      await stores.deliveries.release(principal, id, now);
      return find(stores, id);
    },
  }),
];
