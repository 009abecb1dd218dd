"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { may, type Principal } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import type { DeliveryStatus } from "@/lib/delivery/delivery";
import { webhookInput } from "@/lib/delivery/webhook";
import { createWebhook, updateWebhook } from "@/lib/runtime/webhooks";

const list = "/admin/integration/webhooks";
const subject = z.object({ id: z.string() });

const gone = () => new AppError("not_found", "This webhook no longer exists. Someone has deleted it.");

/** Creates, or writes the next version. `expectedVersion` refuses to overwrite what someone else saved meanwhile. */
export const saveWebhook = action(
  {
    input: webhookInput.and(
      z.object({ id: z.string().optional(), expectedVersion: z.number().int().positive().optional() }),
    ),
    permission: "webhooks.write",
  },
  async ({ id, expectedVersion, ...input }, { actor, stores }) => {
    if (id === undefined) {
      const created = await createWebhook(stores, actor, input);
      revalidatePath(list);
      return created;
    }
    const current = await stores.webhooks.get(id);
    if (!current) throw gone();
    // Roles have a page of their own; a form opened before a change there must not undo it.
    const kept = { ...input, roleIds: current.roleIds };
    const saved = await updateWebhook(stores, actor, id, kept, expectedVersion);
    revalidatePath(list);
    revalidatePath(`${list}/${id}`);
    return saved;
  },
);

/** The webhook as it is now, for the form that was overtaken. */
export const loadWebhook = action({ input: subject, permission: "webhooks.read" }, async ({ id }, { stores }) => {
  const webhook = await stores.webhooks.get(id);
  if (!webhook) throw gone();
  return webhook;
});

export const setWebhookEnabled = action(
  { input: subject.extend({ isEnabled: z.boolean() }), permission: "webhooks.write" },
  async ({ id, isEnabled }, { actor, stores }) => {
    await stores.webhooks.setEnabled(actor, id, isEnabled);
    revalidatePath(list);
    revalidatePath(`${list}/${id}`);
  },
);

export const duplicateWebhook = action(
  { input: subject, permission: "webhooks.write" },
  async ({ id }, { actor, stores }) => {
    const copy = await stores.webhooks.duplicate(actor, id);
    revalidatePath(list);
    return { id: copy.id, name: copy.name };
  },
);

export const removeWebhook = action(
  { input: subject, permission: "webhooks.write" },
  async ({ id }, { actor, stores }) => {
    // Not revalidated: the page it is called from may be the webhook's own, and would be gone before it is left.
    await stores.webhooks.remove(actor, id);
  },
);

export const saveWebhookRoles = action(
  { input: subject.extend({ roleIds: z.array(z.string()).max(1000) }), permission: "webhooks.write" },
  async ({ id, roleIds }, { actor, stores }) => {
    await stores.webhooks.setRoles(actor, id, roleIds);
    revalidatePath(list);
    revalidatePath(`${list}/${id}`, "layout");
  },
);

const waiting: readonly DeliveryStatus[] = ["pending", "held", "sending"];

/** How many deliveries of a webhook are not final yet. */
export const countWaiting = action({ input: subject, permission: "webhooks.read" }, async ({ id }, { stores }) => {
  const pages = await Promise.all(
    waiting.map((status) => stores.deliveries.list({ page: 1, pageSize: 1, webhookId: id, status })),
  );
  return pages.reduce((sum, { total }) => sum + total, 0);
});

function mustSeeTickets(actor: Principal) {
  if (!may(actor, "tickets.read")) throw new AppError("forbidden", "Your role can’t see tickets.");
}

/** Tickets of one type by what they contain, last changed first. */
export const findTickets = action(
  { input: z.object({ typeId: z.number().int(), q: z.string().max(200) }), permission: "webhooks.read" },
  async ({ typeId, q }, { actor, stores }) => {
    mustSeeTickets(actor);
    const { items } = await stores.tickets.list({ page: 1, pageSize: 10, typeId, q: q.trim() });
    return items.map(({ id, displayId, title }) => ({ id, displayId, title }));
  },
);

/** A ticket with all that templates can read of it, for the preview in the browser. */
export const loadTicket = action(
  { input: z.object({ id: z.number().int() }), permission: "webhooks.read" },
  async ({ id }, { actor, stores }) => {
    mustSeeTickets(actor);
    const graph = await stores.tickets.graph(id);
    if (!graph) throw new AppError("not_found", "This ticket no longer exists. Choose another.");
    return graph;
  },
);

const lookedThrough = 20;

/** The text of the newest successful reply, cut at 64 KB as it was stored; null when there is none. */
export const lastReply = action({ input: subject, permission: "deliveries.read" }, async ({ id }, { stores }) => {
  const { items } = await stores.deliveries.list({
    page: 1,
    pageSize: lookedThrough,
    webhookId: id,
    status: "succeeded",
  });
  for (const { id: deliveryId } of items) {
    const found = await stores.deliveries.get(deliveryId);
    const reply = found?.attempts.findLast(({ outcome }) => outcome === "succeeded")?.response;
    if (reply?.body) return reply.body;
  }
  return null;
});
