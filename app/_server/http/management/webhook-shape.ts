import { z } from "zod";
import { type Webhook, webhookConfig, webhookInput } from "@/lib/delivery/webhook";
import { withoutDefaults } from "@/lib/runtime/patch";
import { inBody, inPages, inReply, moment, seenVersion } from "./schemas";

export const webhookReply = inReply(
  "Webhook",
  z.object({
    id: z.string(),
    name: z.string(),
    ticketTypeId: z.number().int(),
    isEnabled: z.boolean(),
    roleIds: z.array(z.string()),
    auth: z.discriminatedUnion("type", [
      z.object({ type: z.literal("none") }),
      z.object({ type: z.literal("basic"), username: z.string(), hasPassword: z.boolean() }),
    ]),
    ...webhookConfig.shape,
    version: z.number().int(),
    createdAt: moment,
    updatedAt: moment,
  }),
);
export const webhookPage = inPages(webhookReply);

/** A webhook as it was sent in, plus what the store keeps; the password only as `hasPassword`. */
export function showWebhook({ config, connectionId: _, ...webhook }: Webhook): z.input<typeof webhookReply> {
  return { ...webhook, ...config };
}

export const webhookBody = inBody("WebhookInput", z.intersection(webhookInput, z.object({ version: seenVersion })));

export const webhookPatch = inBody(
  "WebhookPatch",
  withoutDefaults(z.object({ ...webhookInput.def.left.shape, ...webhookConfig.shape })).extend({
    version: seenVersion,
  }),
);

export const webhookExample = {
  summary: "Send incidents to a partner as JSON and keep the number it answers with",
  value: {
    name: "Send to customer X",
    ticketTypeId: 1,
    url: "https://customer-x.example/api/incidents",
    method: "POST",
    requestContentType: "application/json",
    body: '{"reference": "{{ticket.displayid}}", "title": "{{ticket.title}}", "note": "{{parameters.Note}}"}',
    auth: { type: "basic", username: "hookdesk", password: "write-only" },
    parameters: [{ name: "Note", displayType: "multiline", defaultText: "Please have a look" }],
    responseFields: [{ path: "result.number", formId: 1, fieldId: 1 }],
    actionDescription: "Sent to customer X",
    roleIds: ["rol_0193a1"],
  },
};
