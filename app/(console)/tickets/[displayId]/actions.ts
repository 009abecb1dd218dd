"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { progressOf } from "@/components/tickets/delivery-progress";
import { previewProposal } from "@/components/tickets/undo-preview";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { whyNotFireable } from "@/lib/delivery/fireable";
import { resolveParameters } from "@/lib/delivery/parameters";
import { fireWebhook, previewWebhook } from "@/lib/runtime/fire";
import { readWaitFacts } from "@/lib/runtime/wait-facts";
import { applyProposal, dismissProposal, undoChange } from "@/lib/runtime/write-back";
import { notListedOf } from "./read-ticket";

const firing = z.object({ ticketId: z.number().int().positive(), webhookId: z.string().max(100) });
const values = z.record(z.string(), z.string());

/** Why webhooks are absent from the Actions menu. */
export const explainNotListed = action(
  { input: firing.pick({ ticketId: true }), permission: "webhooks.fire" },
  async ({ ticketId }, { actor, stores, runtime }) => {
    const graph = await stores.tickets.graph(ticketId);
    if (!graph) throw new AppError("not_found", "This ticket no longer exists.");
    return notListedOf(stores, actor, graph, runtime.clock.now());
  },
);

/** What the parameter dialog asks: every parameter with its default as rendered for this ticket. */
export const openFiring = action(
  { input: firing, permission: "webhooks.fire" },
  async ({ ticketId, webhookId }, { actor, stores, runtime }) => {
    const [webhook, graph] = await Promise.all([stores.webhooks.get(webhookId), stores.tickets.graph(ticketId)]);
    if (!webhook) throw new AppError("not_found", "This webhook no longer exists.");
    if (!graph) throw new AppError("not_found", "This ticket no longer exists.");
    const now = runtime.clock.now();
    const why = whyNotFireable(webhook, graph, actor.roleId, now);
    if (why) throw new AppError("forbidden", `“${webhook.name}” can't be fired on ${graph.ticket.displayId}. ${why}`);
    const defaults = resolveParameters(webhook.config, {}, graph, now);
    return webhook.config.parameters.map(({ name, isReadOnly, displayType }) => ({
      name,
      isReadOnly,
      isMultiline: displayType === "multiline",
      value: defaults[name] ?? "",
    }));
  },
);

/** The exact request firing would send now, credentials masked. Sends nothing. */
export const previewFiring = action(
  { input: firing.extend({ values }), permission: "webhooks.fire" },
  async ({ values: parameters, ...asked }, { actor, stores, runtime }) => {
    const preview = await previewWebhook(stores, actor, { ...asked, parameters }, runtime.clock.now());
    const { method, url, headers, body, warnings } = preview;
    return {
      request: { method, url, headers, body, connectionId: null },
      warnings: warnings.map((one) => one.message),
    };
  },
);

export const fire = action(
  { input: firing.extend({ values }), permission: "webhooks.fire" },
  ({ values: parameters, ...asked }, { actor, stores, runtime }) =>
    fireWebhook(stores, actor, { ...asked, parameters }, runtime.clock.now()),
);

const deliveryId = z.object({ deliveryId: z.string().max(100) });

/** Where a delivery stands; requests and replies only for those who may see deliveries. */
export const followDelivery = action(
  { input: deliveryId, permission: "webhooks.fire" },
  async ({ deliveryId: id }, { actor, stores, runtime }) => {
    const found = await stores.deliveries.get(id);
    if (!found) throw new AppError("not_found", "This delivery no longer exists.");
    const { delivery, attempts } = found;
    const maySee = may(actor, "deliveries.read");
    const [graph, history] = await Promise.all([
      stores.tickets.graph(delivery.ticketId),
      stores.tickets.history(delivery.ticketId, { page: 1, pageSize: 100 }),
    ]);
    const facts = await readWaitFacts(stores, delivery, runtime.clock.now());
    const progress = progressOf(delivery, attempts, history.items, maySee, facts);
    const waiting = history.items.filter(({ id: entryId }) => progress.proposals.includes(entryId));
    return {
      progress,
      proposals: graph ? waiting.map((entry) => ({ entry, values: previewProposal(graph, entry) })) : [],
      exchange: maySee ? { request: delivery.request, attempt: attempts.at(-1) } : undefined,
    };
  },
);

/** One more attempt with the same bytes. */
export const retryDelivery = action(
  { input: deliveryId, permission: "deliveries.write" },
  async ({ deliveryId: id }, { actor, stores, runtime }) => {
    await stores.deliveries.redeliver(actor, id, runtime.clock.now());
  },
);

const entry = z.object({ ticketId: z.number().int().positive(), entryId: z.number().int().positive() });

/** Takes back what a reply, a rule or a caller set. */
export const undo = action(
  { input: entry, permission: "tickets.write" },
  async ({ ticketId, entryId }, { actor, stores, runtime }) => {
    const result = await undoChange(stores, actor, ticketId, entryId, runtime.clock.now());
    revalidatePath("/tickets", "layout");
    return result;
  },
);

/** Lets the value of a reply land, or keeps what someone typed meanwhile. */
export const decideProposal = action(
  { input: entry.extend({ isApplied: z.boolean() }), permission: "tickets.write" },
  async ({ ticketId, entryId, isApplied }, { actor, stores, runtime }) => {
    const decide = isApplied ? applyProposal : dismissProposal;
    const result = await decide(stores, actor, ticketId, entryId, runtime.clock.now());
    revalidatePath("/tickets", "layout");
    return result;
  },
);
