"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { binInput, binResponse } from "@/lib/inspector/bin";

const byId = z.object({ id: z.string() });
const permission = "inspector.use";
const refresh = () => revalidatePath("/admin/integration/inspector", "layout");

export const createBin = action({ input: binInput, permission }, async (input, { actor, stores }) => {
  const { id } = await stores.bins.create(actor, input);
  refresh();
  return { id };
});

export const renameBin = action(
  { input: byId.extend(binInput.shape), permission },
  async ({ id, ...input }, { actor, stores }) => {
    await stores.bins.rename(actor, id, input);
    refresh();
  },
);

export const setBinResponse = action(
  { input: binResponse.extend(byId.shape), permission },
  async ({ id, ...response }, { actor, stores }) => {
    await stores.bins.setResponse(actor, id, response);
    refresh();
  },
);

export const clearBin = action({ input: byId, permission }, async ({ id }, { actor, stores }) => {
  await stores.bins.clear(actor, id);
  refresh();
});

export const removeBin = action({ input: byId, permission }, async ({ id }, { actor, stores }) => {
  await stores.bins.remove(actor, id);
  refresh();
});
