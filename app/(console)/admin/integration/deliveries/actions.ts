"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { redeliverCurrent } from "@/lib/runtime/fire";

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
