"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { AppError } from "@/lib/core/errors";
import { updateFunction } from "@/lib/runtime/manage-functions";

const subject = z.object({ functionId: z.string(), version: z.number().int().positive() });

/** A version's script beside the one before it. */
export const loadVersion = action(
  { input: subject, permission: "functions.read" },
  async ({ functionId, version }, { stores }) => {
    const [found, before] = await Promise.all([
      stores.functions.version(functionId, version),
      stores.functions.version(functionId, version - 1),
    ]);
    if (!found) throw new AppError("not_found", "This version is no longer there.");
    return { values: found.values, before: before?.values ?? null };
  },
);

/** Saves an earlier version as the newest one; of a published function its test cases must pass, unless `anyway`. */
export const restoreVersion = action(
  {
    input: subject.extend({ expectedVersion: z.number().int(), anyway: z.boolean().default(false) }),
    permission: "functions.write",
  },
  async ({ functionId, version, expectedVersion, anyway }, { actor, stores, runtime }) => {
    const found = await stores.functions.version(functionId, version);
    if (!found) throw new AppError("not_found", "This version is no longer there.");
    const ports = { stores, functions: runtime.functions };
    await updateFunction(ports, actor, functionId, found.values, { expectedVersion, anyway });
    revalidatePath("/admin/integration/functions", "layout");
  },
);
