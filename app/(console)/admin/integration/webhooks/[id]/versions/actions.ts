"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { AppError, isAppError } from "@/lib/core/errors";
import { webhookToInput } from "@/lib/delivery/form";
import { completeConfig } from "@/lib/delivery/webhook";
import { updateWebhook } from "@/lib/runtime/webhooks";

const list = "/admin/integration/webhooks";
const mostNamed = 5;

/**
 * Saves the configuration of an old version as a new one, checked like any other. Name, enabled, roles, Select tickets and
 * credentials stay as they are now.
 */
export const restoreVersion = action(
  { input: z.object({ id: z.string(), version: z.number().int().positive() }), permission: "webhooks.write" },
  async ({ id, version }, { actor, stores }) => {
    const [current, config] = await Promise.all([stores.webhooks.get(id), stores.webhooks.configAt(id, version)]);
    if (!current) throw new AppError("not_found", "This webhook no longer exists. Someone has deleted it.");
    if (!config) throw new AppError("not_found", `There is no version ${version} of this webhook.`);
    const input = { ...webhookToInput(current), ...completeConfig(config), conditions: current.config.conditions };
    try {
      const saved = await updateWebhook(stores, actor, id, input, current.version);
      revalidatePath(list);
      revalidatePath(`${list}/${id}`, "layout");
      return { version: saved.version };
    } catch (error) {
      if (!isAppError(error) || error.code !== "invalid" || !error.fields) throw error;
      // There is no form here to show messages beside their fields.
      const problems = Object.values(error.fields).flat().slice(0, mostNamed);
      throw new AppError("invalid", `Version ${version} no longer passes the checks: ${problems.join(". ")}.`);
    }
  },
);
