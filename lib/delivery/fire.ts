import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Change } from "@/lib/desk/change";
import { type Cause, deepestChain, originOf } from "@/lib/desk/history";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { Scope } from "@/lib/template/scope";
import type { NewDelivery } from "./delivery";
import { whyNotFireable } from "./fireable";
import { resolveParameters } from "./parameters";
import { queueOf } from "./queue";
import { rendered } from "./rendered";
import { type BuiltRequest, buildRequest } from "./request";
import { ticketScope } from "./scope";
import type { Webhook, WebhookConfig } from "./webhook";

const longestSummary = 5_000;

export type Firing = {
  webhook: Webhook;
  graph: TicketGraph;
  /** Parameter values by name; the rest take their defaults. */
  given: Record<string, string>;
  /** Without a role it isn't fired by hand, so the webhook's roles don't matter. */
  actor: Actor & { roleId?: string };
  now: Date;
  /** Id of the delivery to be. */
  id: string;
  cause?: Cause;
};

/**
 * What firing a webhook means: one delivery with the exact request, due at once, and one history entry with the action
 * description (spec §4.10). AppError("forbidden") when this role can't fire it here, "invalid" for parameters or a request
 * that can't be, "limit" for a chain that is too long or leads back to this webhook.
 */
export function planFiring({ webhook, graph, given, actor, now, id, cause }: Firing): Change<NewDelivery> {
  const { ticket } = graph;
  const { roleId } = actor;
  const why = whyNotFireable(webhook, graph, roleId, now);
  if (why) throw new AppError("forbidden", `“${webhook.name}” can't be fired on ${ticket.displayId}. ${why}`);
  const depth = cause?.depth ?? 0;
  const loop = whyLoop(webhook, cause);
  if (loop) throw new AppError("limit", loop);
  const { config } = webhook;
  const parameters = resolveParameters(config, given, graph, now);
  const scope = ticketScope(graph, parameters, now);
  const { request } = buildRequest(config, webhook.connectionId, scope, { now });
  return {
    ticketId: ticket.id,
    at: now,
    // What is sent must be what the ticket says when the firing is committed, or a later edit would go unnoticed.
    expectedVersion: ticket.version,
    history: [
      {
        kind: "webhook.fired",
        origin: originOf(actor),
        actorId: actor.id,
        actorName: actor.name,
        summary: describeFiring(webhook, config, scope, now),
        changes: [],
        cause: { ...cause, deliveryId: id, webhookId: webhook.id, webhookName: webhook.name, depth },
      },
    ],
    deliveries: [
      {
        id,
        webhookId: webhook.id,
        webhookName: webhook.name,
        webhookVersion: webhook.version,
        ticketId: ticket.id,
        ticketDisplayId: ticket.displayId,
        ticketVersion: ticket.version,
        request,
        parameters,
        cause: cause ?? { depth },
        actorId: actor.id,
        actorName: actor.name,
        createdAt: now,
        nextAttemptAt: now,
        queue: queueOf(webhook.id, request.url),
        lane: { ordering: config.ordering, passesRetries: actor.kind === "person" },
      },
    ],
  };
}

const kindNames = { webhook: "webhook", rule: "rule", webMethod: "web method", function: "callback function" } as const;

/** Why firing would close a loop or make the chain too long (spec §4.9.3), in words for the ticket; undefined when it may go. */
export function whyLoop({ id, name }: Pick<Webhook, "id" | "name">, cause: Cause | undefined): string | undefined {
  const chain = cause?.chain ?? [];
  const led = [...chain.map((step) => `${kindNames[step.kind]} “${step.name}”`), `webhook “${name}”`].join(" → ");
  if (chain.some((step) => step.kind === "webhook" && step.id === id))
    return `“${name}” was not fired again: what led here began with it (${led}).`;
  if ((cause?.depth ?? 0) >= deepestChain)
    return `“${name}” was not fired: ${deepestChain} webhooks have already led to each other (${led}).`;
  return undefined;
}

function describeFiring({ name }: { name: string }, config: WebhookConfig, scope: Scope, now: Date): string {
  const text = rendered("actionDescription", "The action description", config.actionDescription, "text", scope, {
    now,
  });
  return text.replaceAll("\0", "").trim().slice(0, longestSummary) || `Fired “${name}”`;
}

/** The request that firing would send now, and what is worth a look in it; sends and stores nothing. */
export function previewFiring(
  config: WebhookConfig,
  connectionId: string | null,
  graph: TicketGraph,
  given: Record<string, string>,
  now: Date,
): BuiltRequest {
  const parameters = resolveParameters(config, given, graph, now);
  return buildRequest(config, connectionId, ticketScope(graph, parameters, now), { now });
}
