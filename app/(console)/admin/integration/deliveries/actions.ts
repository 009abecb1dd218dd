"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { releaseChoices } from "@/lib/delivery/bulk";
import { releaseHeld } from "@/lib/runtime/bulk-deliveries";
import { redeliverCurrent } from "@/lib/runtime/redeliver-current";

const input = z.object({ id: z.string() });
const list = "/admin/integration/deliveries";

/** One more attempt with the very same bytes, now. */
export const redeliverSame = action(
  { input, permission: "deliveries.write" },
  async ({ id }, { actor, stores, runtime }) => {
    await stores.deliveries.redeliver(actor, id, runtime.clock.now());
    revalidatePath(list, "layout");
  },
);

/** A new delivery, rendered from the ticket and the webhook as they are now. */
export const redeliverRendered = action(
  { input, permission: "deliveries.write" },
  async ({ id }, { actor, stores, runtime }) => {
    const made = await redeliverCurrent(stores, actor, id, runtime.clock.now());
    revalidatePath(list, "layout");
    return made;
  },
);

export const cancelDelivery = action(
  { input, permission: "deliveries.write" },
  async ({ id }, { actor, stores, runtime }) => {
    await stores.deliveries.cancel(actor, id, runtime.clock.now());
    revalidatePath(list, "layout");
  },
);

export const releaseDelivery = action(
  { input, permission: "deliveries.write" },
  async ({ id }, { actor, stores, runtime }) => {
    await stores.deliveries.release(actor, id, runtime.clock.now());
    revalidatePath(list, "layout");
  },
);

const scope = z.object({ webhookId: z.string().max(100), ticketId: z.number().int().positive().optional() });

/** What each choice of the release dialog would do; changes nothing. */
export const previewRelease = action({ input: scope, permission: "deliveries.write" }, async (held, { stores }) => {
  const [counts, webhook] = await Promise.all([stores.deliveries.countHeld(held), stores.webhooks.get(held.webhookId)]);
  return { ...counts, isEnabled: webhook?.isEnabled ?? false };
});

/** Decides about the held deliveries of a webhook: send all, only the latest of each ticket, or none. */
export const releaseMany = action(
  { input: scope.extend({ which: z.enum(releaseChoices) }), permission: "deliveries.write" },
  async ({ which, ...held }, { actor, stores, runtime }) => {
    const result = await releaseHeld(stores, actor, held, which, runtime.clock.now());
    revalidatePath(list, "layout");
    return result;
  },
);
