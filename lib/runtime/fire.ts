import { may, type Principal } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/id";
import { planFiring, previewFiring } from "@/lib/delivery/fire";
import { whyNotFireable } from "@/lib/delivery/fireable";
import type { BuiltRequest } from "@/lib/delivery/request";
import type { Webhook, WebhookInput } from "@/lib/delivery/webhook";
import type { TicketGraph } from "@/lib/desk/ticket";
import { shownHeadersOf } from "@/lib/wire/auth/input";
import { commitDecided } from "./commit-decided";
import type { Stores } from "./stores";

export type FiringRequest = {
  webhookId: string;
  /** Integer id or display id. */
  ticketId: number | string;
  /** By parameter name; the rest take their defaults. */
  parameters: Record<string, string>;
};

/** Fires a webhook on a ticket by hand: stores the delivery, which a worker sends. Errors as in planFiring, or "not_found". */
export async function fireWebhook(
  stores: Stores,
  principal: Principal,
  { webhookId, ticketId, parameters }: FiringRequest,
  now: Date,
): Promise<{ deliveryId: string }> {
  const id = newId("dlv");
  return commitDecided(stores, async () => {
    const [webhook, graph] = await Promise.all([findWebhook(stores, webhookId), findTicket(stores, ticketId)]);
    const change = planFiring({ webhook, graph, given: parameters, actor: principal, now, id });
    return { change, result: { deliveryId: id } };
  });
}

/** One webhook as stored, or as the form holds it before it is saved. */
export type PreviewRequest = Pick<FiringRequest, "ticketId" | "parameters"> &
  ({ webhookId: string } | { draft: WebhookInput });

export type Preview = Pick<BuiltRequest, "urlSegments" | "bodySegments" | "headerSegments" | "warnings"> &
  Pick<BuiltRequest["request"], "method" | "url" | "headers" | "body">;

/**
 * The exact request that firing would send now, credentials masked; sends and stores nothing. A draft may be previewed by
 * whoever may change webhooks, a stored webhook by whoever may see it or fire it on this ticket.
 */
export async function previewWebhook(
  stores: Stores,
  principal: Principal,
  asked: PreviewRequest,
  now: Date,
): Promise<Preview> {
  const graph = await findTicket(stores, asked.ticketId);
  const webhook =
    "draft" in asked ? draftOf(principal, asked.draft) : await visible(stores, principal, asked.webhookId, graph, now);
  if (webhook.ticketTypeId !== graph.ticket.typeId)
    throw new AppError("invalid", `This webhook acts on another ticket type than ${graph.ticket.displayId}.`, {
      ticketId: ["Choose a ticket of the webhook's type"],
    });
  const { config, auth } = webhook;
  const { request, ...rest } = previewFiring(config, null, graph, asked.parameters, now);
  const { method, url, headers, body } = request;
  return { method, url, headers: { ...headers, ...shownHeadersOf(auth) }, body, ...rest };
}

/** AppError("not_found") when it is gone. */
export async function findWebhook({ webhooks }: Stores, id: string): Promise<Webhook> {
  const webhook = await webhooks.get(id);
  if (!webhook) throw new AppError("not_found", "This webhook no longer exists.");
  return webhook;
}

/** AppError("not_found") when there is none. */
export async function findTicket({ tickets }: Stores, id: number | string): Promise<TicketGraph> {
  const graph = await tickets.graph(id);
  if (!graph) throw new AppError("not_found", `There is no ticket ${id}.`, { ticketId: ["There is no such ticket"] });
  return graph;
}

function draftOf(principal: Principal, { auth, ticketTypeId, ...config }: WebhookInput) {
  if (!may(principal, "webhooks.write")) throw new AppError("forbidden", "Your role does not allow this.");
  return { config, auth, ticketTypeId };
}

/** Who may not see webhooks sees those they may fire. */
async function visible(
  stores: Stores,
  principal: Principal,
  id: string,
  graph: TicketGraph,
  now: Date,
): Promise<Webhook> {
  const webhook = await findWebhook(stores, id);
  const why = may(principal, "webhooks.read") ? undefined : whyNotFireable(webhook, graph, principal.roleId, now);
  if (why) throw new AppError("forbidden", `“${webhook.name}” can't be fired on ${graph.ticket.displayId}. ${why}`);
  return webhook;
}
