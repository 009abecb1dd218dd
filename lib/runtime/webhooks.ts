import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { checkWebhook } from "@/lib/delivery/check-webhook";
import type { Webhook, WebhookInput } from "@/lib/delivery/webhook";
import type { Stores } from "./stores";

/** Creates a webhook. AppError("invalid") names the fields whose templates or URL can't work (checkWebhook). */
export async function createWebhook(stores: Stores, actor: Actor, input: WebhookInput): Promise<Webhook> {
  await check(stores, input);
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
  await check(stores, input);
  return stores.webhooks.update(actor, id, input, expectedVersion);
}

async function check({ customForms }: Stores, input: WebhookInput): Promise<void> {
  const { errors } = checkWebhook(input, await customForms.list());
  if (Object.keys(errors).length > 0) throw new AppError("invalid", "Check the highlighted fields.", errors);
}
