"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/_server/action";
import { retention, retentionKey } from "@/lib/delivery/retention";

/** Takes effect with the next sweep, within the hour. */
export const saveRetention = action(
  { input: retention, permission: "deliveries.write" },
  async (input, { actor, stores }) => {
    await stores.settings.write(actor, retentionKey, input);
    revalidatePath("/admin/settings");
  },
);
