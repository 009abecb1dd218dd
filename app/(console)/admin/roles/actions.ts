"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { roleInput } from "@/lib/access/role";

export const saveRole = action(
  { input: roleInput.extend({ id: z.string().optional() }), permission: "access.write" },
  async ({ id, ...input }, { actor, stores }) => {
    const role = await stores.roles.save(actor, input, id);
    revalidatePath("/admin/roles");
    return role.id;
  },
);

export const removeRole = action(
  { input: z.object({ id: z.string() }), permission: "access.write" },
  async ({ id }, { actor, stores }) => {
    await stores.roles.remove(actor, id);
    revalidatePath("/admin/roles");
  },
);
