import type { Webhook, WebhookInput } from "./webhook";

/** A stored webhook as the form edits it: the password field starts blank, meaning "keep". */
export const webhookToInput = (webhook: Webhook): WebhookInput => ({
  ...webhook.config,
  name: webhook.name,
  ticketTypeId: webhook.ticketTypeId,
  isEnabled: webhook.isEnabled,
  roleIds: webhook.roleIds,
  auth: webhook.auth.type === "basic" ? { type: "basic", username: webhook.auth.username, password: "" } : webhook.auth,
});
