import { z } from "zod";
import { type Webhook, webhookConfig, webhookInput } from "@/lib/delivery/webhook";
import { withoutDefaults } from "@/lib/runtime/patch";
import { type AuthType, authKinds } from "@/lib/wire/auth/kinds";
import { inBody, inPages, inReply, moment, seenVersion } from "./schemas";

const authTypes = Object.keys(authKinds) as [AuthType, ...AuthType[]];

/** Settings in clear; of each secret only whether there is one. */
export const shownAuth = z
  .object({ type: z.enum([...authTypes, "shared"]) })
  .catchall(z.union([z.string(), z.boolean()]))
  .meta({ description: "Settings of the authentication type; of each secret only whether there is one (hasPassword)" });

export const webhookReply = inReply(
  "Webhook",
  z.object({
    id: z.string(),
    name: z.string(),
    ticketTypeId: z.number().int(),
    isEnabled: z.boolean(),
    roleIds: z.array(z.string()),
    auth: shownAuth,
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
