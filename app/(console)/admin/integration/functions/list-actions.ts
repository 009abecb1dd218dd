"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { AppError, isAppError } from "@/lib/core/errors";
import { functionInput } from "@/lib/functions/function";
import { functionUrl } from "@/lib/functions/incoming";
import { sampleFunctions } from "@/lib/functions/samples";
import { createFunction } from "@/lib/runtime/manage-functions";

const list = "/admin/integration/functions";
const subject = z.object({ id: z.string() });
const write = { permission: "functions.write" } as const;

/** The address that runs a published function, its token in it. */
export const urlOfFunction = action({ ...write, input: subject }, async ({ id }, { stores, runtime }) => {
  const [found, token] = await Promise.all([stores.functions.get(id), stores.functions.token(id)]);
  if (!found || token === undefined)
    throw new AppError("not_found", "This function is no longer published, so it has no URL.");
  const { publicUrl, portalId } = runtime.config;
  return functionUrl(publicUrl, { apiName: found.apiName, token, portalId: String(portalId) });
});

/** A copy that is not published, without an API name: that one is taken. Returns its id. */
export const duplicateFunction = action({ ...write, input: subject }, async ({ id }, { actor, stores, runtime }) => {
  const found = await stores.functions.get(id);
  if (!found) throw new AppError("not_found", "This function no longer exists. Someone has deleted it.");
  const ports = { stores, functions: runtime.functions };
  for (let number = 1; ; number++) {
    const name = `${found.name.slice(0, 180)} (copy${number === 1 ? "" : ` ${number}`})`;
    try {
      const made = await createFunction(ports, actor, functionInput.parse({ ...found, name, apiName: "" }));
      revalidatePath(list);
      return { id: made.id, name: made.name };
    } catch (error) {
      if (!isAppError(error) || error.code !== "conflict" || number >= 100) throw error;
    }
  }
});

/** Those that are gone already are passed over. Returns how many went. */
export const removeFunctions = action(
  { ...write, input: z.object({ ids: z.array(z.string()).min(1).max(1_000) }) },
  async ({ ids }, { actor, stores }) => {
    const count = await stores.functions.remove(actor, ids);
    revalidatePath(list);
    return count;
  },
);

/** Adds the samples that are not there yet, by name. Returns how many. */
export const importSamples = action({ ...write, input: z.object({}) }, async (_, { actor, stores, runtime }) => {
  let added = 0;
  for (const sample of sampleFunctions) {
    try {
      await createFunction({ stores, functions: runtime.functions }, actor, functionInput.parse(sample));
      added += 1;
    } catch (error) {
      if (!isAppError(error) || error.code !== "conflict") throw error;
    }
  }
  revalidatePath(list);
  return added;
});
