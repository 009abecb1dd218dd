import { inputOf } from "@/lib/wire/auth/input";
import type { Webhook, WebhookInput } from "./webhook";

/** A stored webhook as the form edits it: secrets start blank, meaning "keep". */
export const webhookToInput = (webhook: Webhook): WebhookInput => ({
  ...webhook.config,
  name: webhook.name,
  ticketTypeId: webhook.ticketTypeId,
  isEnabled: webhook.isEnabled,
  roleIds: webhook.roleIds,
  auth: inputOf(webhook.auth),
});
