"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";

const input = z.object({ id: z.string().max(100) });
const list = "/admin/integration/outbox";

export const cancelMail = action(
  { input, permission: "deliveries.write" },
  async ({ id }, { actor, stores, runtime }) => {
    await stores.mails.cancel(actor, id, runtime.clock.now());
    revalidatePath(list, "layout");
  },
);

/** From the first attempt again, now. */
export const sendMailAgain = action(
  { input, permission: "deliveries.write" },
  async ({ id }, { actor, stores, runtime }) => {
    await stores.mails.sendAgain(actor, id, runtime.clock.now());
    revalidatePath(list, "layout");
  },
);
