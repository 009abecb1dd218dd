import { z } from "zod";
import { everything } from "@/lib/core/page";
import { whyNotFireable } from "@/lib/delivery/fireable";
import { methods, webhookParameter } from "@/lib/delivery/webhook";
import { fireWebhook, previewWebhook } from "@/lib/runtime/fire";
import { awaitDelivery } from "./await-delivery";
import { firedReply, showFired } from "./delivery-shape";
import { type Endpoint, endpoint, withStatus } from "./endpoint";
import { flagFilter, listQuery, pageOf } from "./list-query";
import { inBody, inPages, inReply } from "./schemas";
import { findTicket, ticketKey } from "./tickets";

const waitMs = 30_000;

const firing = inBody(
  "Firing",
  z.object({
    ticketId: z.union([z.number().int().positive(), z.string().min(1).max(100)]).meta({
      description: "Ticket id or display id",
    }),
    parameters: z
      .record(z.string(), z.string())
      .default({})
      .meta({ description: "Values by parameter name; the rest take their default text" }),
  }),
);
const example = { fire: { summary: "On ticket IN164", value: { ticketId: "IN164", parameters: { Note: "Urgent" } } } };

const offered = inReply(
  "OfferedWebhook",
  z.object({
    id: z.string(),
    name: z.string(),
    showAsButton: z.boolean(),
    parameters: z.array(webhookParameter),
    canFire: z.boolean(),
    reason: z.string().nullable().meta({ description: "Why it can't be fired here" }),
  }),
);

const preview = inReply(
  "RequestPreview",
  z.object({
    method: z.enum(methods),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
    warnings: z.array(
      z.object({
        field: z.string().meta({ description: "The webhook's setting it is about" }),
        message: z.string(),
        line: z.number().int().optional(),
        column: z.number().int().optional(),
      }),
    ),
  }),
);

export const firingEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/tickets/{id}/webhooks",
    permission: "webhooks.fire",
    operationId: "listOfferedWebhooks",
    summary: "What this key may fire on the ticket, and why not the rest",
    query: listQuery(["name"]),
    reply: inPages(offered),
    run: async ({ stores, principal, now, params, query }) => {
      const graph = await findTicket(stores, params.id);
      const all = (await stores.webhooks.list(everything)).items.map((webhook) => {
        const reason = whyNotFireable(webhook, graph, principal.roleId, now) ?? null;
        const { showAsButton, parameters } = webhook.config;
        return { id: webhook.id, name: webhook.name, showAsButton, parameters, canFire: reason === null, reason };
      });
      return pageOf(all, query, (webhook) => webhook.name, { name: (webhook) => webhook.name });
    },
  }),
  endpoint({
    method: "post",
    path: "/webhooks/{id}/preview",
    permission: "webhooks.fire",
    operationId: "previewWebhook",
    summary: "The exact request that firing would send, secrets masked; nothing is sent",
    body: firing,
    examples: example,
    reply: preview,
    run: async ({ stores, principal, now, params, body }) => {
      const asked = { ...body, ticketId: ticketKey(body.ticketId), webhookId: params.id ?? "" };
      const shown = await previewWebhook(stores, principal, asked, now);
      return {
        method: shown.method,
        url: shown.url,
        headers: shown.headers,
        body: shown.body,
        warnings: shown.warnings,
      };
    },
  }),
  endpoint({
    method: "post",
    path: "/webhooks/{id}/fire",
    permission: "webhooks.fire",
    operationId: "fireWebhook",
    summary: "Fire a webhook on a ticket",
    description: `Answers 202 with the delivery's id at once. With \`?wait=1\` it answers when the delivery is finished: 200, or 202 when it is not after ${waitMs / 1000} seconds.`,
    query: z.object({ wait: flagFilter }),
    body: firing,
    examples: example,
    reply: firedReply,
    status: 202,
    run: async ({ stores, principal, now, params, query, body, signal, stopping }) => {
      const asked = { ...body, ticketId: ticketKey(body.ticketId), webhookId: params.id ?? "" };
      const { deliveryId } = await fireWebhook(stores, principal, asked, now);
      if (!query.wait) return { deliveryId };
      const delivery = await awaitDelivery(stores, deliveryId, waitMs, [signal, stopping.signal]);
      if (!delivery) return { deliveryId };
      return withStatus(delivery.finishedAt ? 200 : 202, showFired(delivery, principal));
    },
  }),
];
