import { AppError } from "@/lib/core/errors";
import { webhookToInput } from "@/lib/delivery/form";
import { webhookSortKeys } from "@/lib/delivery/store";
import { type Webhook, webhookInput } from "@/lib/delivery/webhook";
import type { Stores } from "@/lib/runtime/stores";
import { createWebhook, updateWebhook } from "@/lib/runtime/webhooks";
import { type Endpoint, endpoint } from "./endpoint";
import { flagFilter, idFilter, listQuery } from "./list-query";
import { merged, retryConflicts } from "./merge";
import { checked } from "./parse";
import { showWebhook, webhookBody, webhookExample, webhookPage, webhookPatch, webhookReply } from "./webhook-shape";

export async function findWebhook({ webhooks }: Stores, id = ""): Promise<Webhook> {
  const webhook = await webhooks.get(id);
  if (!webhook) throw new AppError("not_found", `There is no webhook ${id}.`);
  return webhook;
}

export const webhookEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/webhooks",
    permission: "webhooks.read",
    operationId: "listWebhooks",
    summary: "List webhooks",
    query: listQuery(webhookSortKeys, { ticketTypeId: idFilter, isEnabled: flagFilter }),
    reply: webhookPage,
    run: async ({ stores, query }) => {
      const { items, total } = await stores.webhooks.list(query);
      return { items: items.map(showWebhook), total };
    },
  }),
  endpoint({
    method: "post",
    path: "/webhooks",
    permission: "webhooks.write",
    operationId: "createWebhook",
    summary: "Create a webhook",
    body: webhookBody,
    examples: { partner: webhookExample },
    reply: webhookReply,
    status: 201,
    run: async ({ stores, principal, body: { version: _, ...input } }) =>
      showWebhook(await createWebhook(stores, principal, input)),
  }),
  endpoint({
    method: "get",
    path: "/webhooks/{id}",
    permission: "webhooks.read",
    operationId: "getWebhook",
    summary: "Read a webhook",
    reply: webhookReply,
    run: async ({ stores, params }) => showWebhook(await findWebhook(stores, params.id)),
  }),
  endpoint({
    method: "put",
    path: "/webhooks/{id}",
    permission: "webhooks.write",
    operationId: "updateWebhook",
    summary: "Replace a webhook's settings; a blank password keeps the stored one",
    body: webhookBody,
    reply: webhookReply,
    run: async ({ stores, principal, params, body: { version, ...input } }) =>
      showWebhook(await updateWebhook(stores, principal, params.id ?? "", input, version)),
  }),
  endpoint({
    method: "patch",
    path: "/webhooks/{id}",
    permission: "webhooks.write",
    operationId: "patchWebhook",
    summary: "Change only the settings named",
    body: webhookPatch,
    reply: webhookReply,
    run: ({ stores, principal, params, body: { version, ...patch } }) =>
      retryConflicts(version === undefined, async () => {
        const current = await findWebhook(stores, params.id);
        const input = checked(webhookInput, merged(webhookToInput(current), patch));
        return showWebhook(await updateWebhook(stores, principal, current.id, input, version ?? current.version));
      }),
  }),
  endpoint({
    method: "delete",
    path: "/webhooks/{id}",
    permission: "webhooks.write",
    operationId: "deleteWebhook",
    summary: "Delete a webhook; its deliveries stay in the log",
    reply: null,
    run: ({ stores, principal, params }) => stores.webhooks.remove(principal, params.id ?? ""),
  }),
  endpoint({
    method: "post",
    path: "/webhooks/{id}/duplicate",
    permission: "webhooks.write",
    operationId: "duplicateWebhook",
    summary: "Make a disabled copy, stored credentials included",
    reply: webhookReply,
    status: 201,
    run: async ({ stores, principal, params }) =>
      showWebhook(await stores.webhooks.duplicate(principal, params.id ?? "")),
  }),
];
