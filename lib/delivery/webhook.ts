import { z } from "zod";
import { isForbiddenHeader, isHeaderName } from "@/lib/core/http-names";
import { plainText } from "@/lib/core/text";
import { nameKey } from "@/lib/desk/custom-forms";
import { responseAction } from "@/lib/rules/actions/action";
import { anyTicket, conditionGroup } from "@/lib/rules/condition";
import { authInput, type ShownAuth } from "@/lib/wire/auth/input";
import { responseContentTypes } from "@/lib/wire/codec/content-types";
import { type Ordering, orderings } from "./delivery";
import { retryPolicy, standardRetry } from "./retry-policy";

export const methods = ["POST", "GET", "PUT", "DELETE", "PATCH"] as const;
export type Method = (typeof methods)[number];

/** A request offers the same four as a reply (spec §4.4), and plain text. */
export const contentTypes = [...responseContentTypes, "text/plain"] as const;
export type ContentType = (typeof contentTypes)[number];

/** What happens to a value of the reply when someone edited its field after the webhook was fired. */
export const writeBackPolicies = {
  keep: "Keep the edit",
  overwrite: "Overwrite it with the reply",
  ask: "Ask on the ticket",
} as const;
export type WriteBackPolicy = keyof typeof writeBackPolicies;

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

const authorizationNote = "Choose the authentication type instead: it keeps the credentials encrypted";

/** A header of the request; one whose value renders to nothing is left out (spec §2.4.6). */
export const customHeader = z.object({
  name: plainText
    .trim()
    .min(1, "Enter the name of the header")
    .max(200)
    .refine(isHeaderName, "Use letters, digits and hyphens, such as X-Request-Source")
    .refine((name) => !isForbiddenHeader(name), "Hookdesk sets this header itself")
    .refine((name) => name.toLowerCase() !== "authorization", authorizationNote),
  value: templateText(10_000, "The value").default(""),
});

/** Where a value of the reply lands: path → custom form field (spec §4.5). */
export const responseField = z.object({
  path: plainText.trim().min(1, "Enter the path of the value, such as result.number").max(500),
  formId: z.number().int().positive("Choose a custom form"),
  fieldId: z.number().int().positive("Choose a field"),
});
export type ResponseField = z.output<typeof responseField>;

export const bodyLimit = 1_000_000;

/** Everything the delivery engine needs; one immutable version of a webhook. */
export const webhookConfig = z
  .object({
    url: plainText.trim().min(1, "Enter the request URL the receiving system gave you").max(4000),
    hasEncodedUrlParameters: z.boolean().default(false),
    method: z.enum(methods).default("POST"),
    requestContentType: z.enum(contentTypes).default("application/json"),
    headers: z.array(customHeader).max(50, "At most 50 headers").default([]),
    body: templateText(bodyLimit, "The body").default(""),
    responseContentType: z.enum(responseContentTypes).default("application/json"),
    runRulesAfterResponse: z.boolean().default(false),
    actionDescription: templateText(10_000, "The action description").default(""),
    showAsButton: z.boolean().default(false),
    parameters: z.array(webhookParameter).max(50, "At most 50 parameters").default([]),
    responseFields: z.array(responseField).max(100, "At most 100 response fields").default([]),
    /** After a 2xx reply, and once the delivery has failed for good (spec §4.6). */
    responseActions: z
      .object({
        success: z.array(responseAction).max(50, "At most 50 actions").default([]),
        failure: z.array(responseAction).max(50, "At most 50 actions").default([]),
      })
      .default({ success: [], failure: [] }),
    writeBack: z.enum(Object.keys(writeBackPolicies) as [WriteBackPolicy, ...WriteBackPolicy[]]).default("keep"),
    /** Select tickets (spec §4.7); empty means every ticket of the type. */
    conditions: conditionGroup.default(anyTicket),
    /** When a failed delivery is tried again. */
    retry: retryPolicy.default(standardRetry),
    /** Within the lane of one ticket. */
    ordering: z.enum(Object.keys(orderings) as [Ordering, ...Ordering[]]).default("event"),
    /** What the partner can take, over all workers; null: only Hookdesk's own limits. */
    limits: z
      .object({
        concurrency: z
          .number("Enter a number, or leave it blank")
          .int("Enter a whole number")
          .min(1, "At least 1")
          .max(200, "At most 200")
          .nullable()
          .default(null),
        perSecond: z
          .number("Enter a number, or leave it blank")
          .min(0.1, "At least 0.1 a second")
          .max(1_000, "At most 1,000 a second")
          .nullable()
          .default(null),
      })
      .default({ concurrency: null, perSecond: null }),
    /** At most three, each judged like the first address; credentials are left behind on the way to another host. */
    followRedirects: z.boolean().default(false),
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
    const names = new Set<string>();
    for (const [index, header] of config.headers.entries()) {
      const name = header.name.toLowerCase();
      if (names.has(name))
        context.addIssue({ code: "custom", path: ["headers", index, "name"], message: "Another header has this name" });
      names.add(name);
    }
  });
export type WebhookConfig = z.output<typeof webhookConfig>;

const configDefaults: Partial<WebhookConfig> = webhookConfig.parse({ url: "-" });
/** A stored configuration of any age: settings it was saved without have their defaults. */
export const completeConfig = (stored: Partial<WebhookConfig>): WebhookConfig =>
  ({ ...configDefaults, ...stored }) as WebhookConfig;

/** The webhook form: spec §4.2–4.5. One webhook acts on one ticket type. */
export const webhookInput = z.intersection(
  z.object({
    name: plainText.trim().min(1, "Enter a name technicians will understand").max(200),
    ticketTypeId: z.number().int().positive("Choose the ticket type"),
    isEnabled: z.boolean().default(true),
    auth: authInput.default({ type: "none" }),
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
  /** The connection that holds the credentials, its own or a shared one; null without authentication. */
  connectionId: string | null;
  createdAt: Date;
  updatedAt: Date;
};
