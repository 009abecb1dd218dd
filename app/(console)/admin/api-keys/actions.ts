"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { hashToken, hintOf, newToken } from "@/app/_server/tokens";
import { apiKeyInput } from "@/lib/access/role";

/** Returns the key: the only time anyone sees it. */
export const createApiKey = action(
  { input: apiKeyInput, permission: "access.write" },
  async (input, { actor, stores }) => {
    const token = newToken("hdk");
    await stores.apiKeys.create(actor, { ...input, tokenHash: hashToken(token), hint: hintOf(token) });
    revalidatePath("/admin/api-keys");
    return token;
  },
);

export const revokeApiKey = action(
  { input: z.object({ id: z.string() }), permission: "access.write" },
  async ({ id }, { actor, stores }) => {
    await stores.apiKeys.revoke(actor, id);
    revalidatePath("/admin/api-keys");
  },
);
