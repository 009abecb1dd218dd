"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { connectionInput } from "@/lib/delivery/connection";

const list = "/admin/integration/connections";

export const saveConnection = action(
  { input: connectionInput.extend({ id: z.string().optional() }), permission: "connections.write" },
  async ({ id, ...input }, { actor, stores }) => {
    const saved = id
      ? await stores.connections.update(actor, id, input)
      : await stores.connections.create(actor, input);
    revalidatePath(list, "layout");
    return { id: saved.id };
  },
);

export const removeConnection = action(
  { input: z.object({ id: z.string() }), permission: "connections.write" },
  async ({ id }, { actor, stores }) => {
    await stores.connections.remove(actor, id);
    revalidatePath(list);
  },
);
