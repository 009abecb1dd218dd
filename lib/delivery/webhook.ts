import { z } from "zod";
import { plainText } from "@/lib/core/text";
import { nameKey } from "@/lib/desk/custom-forms";
import { responseContentTypes } from "@/lib/wire/codec";

export const methods = ["POST", "GET", "PUT", "DELETE", "PATCH"] as const;
export type Method = (typeof methods)[number];

/** A request offers the same four as a reply (spec §4.4). */
export const contentTypes = responseContentTypes;
export type ContentType = (typeof contentTypes)[number];

const templateText = (limit: number, what: string) =>
  plainText.max(limit, `${what} is longer than ${limit.toLocaleString("en")} characters`);

/** A value asked of the technician when the webhook fires, or given by a rule (spec §4.3). */
export const webhookParameter = z.object({
  name: plainText
    .trim()
    .min(1, "Enter a name")
    .max(100)
    .regex(/^[^.{}[\]|"'\\]+$/, "Leave out . { } [ ] | quotes and backslashes: templates use them"),
  isReadOnly: z.boolean().default(false),
  dataType: z.literal("alphanumeric").default("alphanumeric"),
  displayType: z.enum(["freetext", "multiline"]).default("freetext"),
  defaultText: templateText(10_000, "The default text").default(""),
});
export type WebhookParameter = z.output<typeof webhookParameter>;

/** Where a value of the reply lands: path → custom form field (spec §4.5). */
export const responseField = z.object({
  path: plainText.trim().min(1, "Enter the path of the value, such as result.number").max(500),
  formId: z.number().int().positive("Choose a custom form"),
  fieldId: z.number().int().positive("Choose a field"),
});
export type ResponseField = z.output<typeof responseField>;

/** Credentials as an administrator enters them; a blank password keeps the stored one (spec §4.2 #7). */
export const webhookAuth = z.discriminatedUnion("type", [
  z.object({ type: z.literal("none") }),
  z.object({
    type: z.literal("basic"),
    username: z
      .string()
      .min(1, "Enter the user name")
      .max(500)
      .refine((text) => !text.includes(":"), "A user name for Basic can't contain a colon"),
    password: z.string().max(500).default(""),
  }),
]);
export type WebhookAuth = z.output<typeof webhookAuth>;
/** Credentials as they are shown: secrets only as "there is one". */
export type ShownAuth = { type: "none" } | { type: "basic"; username: string; hasPassword: boolean };

export const bodyLimit = 1_000_000;

/** Everything the delivery engine needs; one immutable version of a webhook. */
export const webhookConfig = z
  .object({
    url: plainText.trim().min(1, "Enter the request URL the receiving system gave you").max(4000),
    hasEncodedUrlParameters: z.boolean().default(false),
    method: z.enum(methods).default("POST"),
    requestContentType: z.enum(contentTypes).default("application/json"),
    body: templateText(bodyLimit, "The body").default(""),
    responseContentType: z.enum(contentTypes).default("application/json"),
    runRulesAfterResponse: z.boolean().default(false),
    actionDescription: templateText(10_000, "The action description").default(""),
    showAsButton: z.boolean().default(false),
    parameters: z.array(webhookParameter).max(50, "At most 50 parameters").default([]),
    responseFields: z.array(responseField).max(100, "At most 100 response fields").default([]),
  })
  .superRefine((config, context) => {
    const seen = new Set<string>();
    for (const [index, parameter] of config.parameters.entries()) {
      const key = nameKey(parameter.name);
      if (seen.has(key))
        context.addIssue({
          code: "custom",
          path: ["parameters", index, "name"],
          message: "Another parameter has this name",
        });
      seen.add(key);
    }
  });
export type WebhookConfig = z.output<typeof webhookConfig>;

/** The webhook form: spec §4.2–4.5. One webhook acts on one ticket type. */
export const webhookInput = z.intersection(
  z.object({
    name: plainText.trim().min(1, "Enter a name technicians will understand").max(200),
    ticketTypeId: z.number().int().positive("Choose the ticket type"),
    isEnabled: z.boolean().default(true),
    auth: webhookAuth.default({ type: "none" }),
    /** Roles that may fire it by hand (spec §4.8). */
    roleIds: z.array(z.string()).default([]),
  }),
  webhookConfig,
);
export type WebhookInput = z.output<typeof webhookInput>;

export type Webhook = {
  id: string;
  name: string;
  ticketTypeId: number;
  isEnabled: boolean;
  roleIds: string[];
  version: number;
  config: WebhookConfig;
  auth: ShownAuth;
  /** The private connection that holds the credentials; null without authentication. */
  connectionId: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** Visible iff enabled ∧ right type ∧ role in current roles (spec §4.8); says why not, for the technician who expects it. */
export function whyNotFireable(
  webhook: Pick<Webhook, "isEnabled" | "ticketTypeId" | "roleIds">,
  ticketTypeId: number,
  roleId: string,
): string | undefined {
  if (!webhook.isEnabled) return "It is disabled.";
  if (webhook.ticketTypeId !== ticketTypeId) return "It acts on another ticket type.";
  if (!webhook.roleIds.includes(roleId)) return "Your role is not among its current roles.";
  return undefined;
}
