import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import type { Webhook, WebhookInput } from "@/lib/delivery/webhook";
import { checkWebhookInput } from "./check-webhook-input";
import type { Stores } from "./stores";

/** Creates a webhook. AppError("invalid") names the fields that can't work (checkWebhookInput). */
export async function createWebhook(stores: Stores, actor: Actor, input: WebhookInput): Promise<Webhook> {
  await refuseMistakes(stores, input);
  return stores.webhooks.create(actor, input);
}

/** Writes the next version; checks as createWebhook does, and refuses to overwrite a version other than `expectedVersion`. */
export async function updateWebhook(
  stores: Stores,
  actor: Actor,
  id: string,
  input: WebhookInput,
  expectedVersion?: number,
): Promise<Webhook> {
  await refuseMistakes(stores, input);
  return stores.webhooks.update(actor, id, input, expectedVersion);
}

async function refuseMistakes(stores: Stores, input: WebhookInput): Promise<void> {
  const { errors } = await checkWebhookInput(stores, input);
  if (Object.keys(errors).length > 0) throw new AppError("invalid", "Check the highlighted fields.", errors);
}
