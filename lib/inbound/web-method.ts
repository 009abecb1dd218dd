import { z } from "zod";
import { plainText } from "@/lib/core/text";

/** Media types a web method can take apart (spec §4.11, contracts). */
export const acceptedTypes = ["application/json", "application/xml", "application/x-www-form-urlencoded"] as const;
export type AcceptedType = (typeof acceptedTypes)[number];

/** What the value at the match path is compared with, the ticket id first: it is the quickest and can't be mistaken. */
export const matchKinds = {
  id: "Ticket ID",
  displayId: "Display ID",
  thirdPartyId: "Third party ID",
  thirdPartyRef: "Third party reference",
  field: "Custom form field",
} as const;
export type MatchKind = keyof typeof matchKinds;

const path = plainText.trim().max(500);

/** Where a value of the call lands: a ticket field, a field of a custom form, or a message. */
export const inboundMapping = z.object({
  path: path.min(1, "Enter the path of the value, such as incident.number"),
  /** A FieldRef (lib/desk/field-ref), `message.public`, `message.private` or `caller.email`. */
  target: plainText.min(1, "Choose where the value goes"),
});
export type InboundMapping = z.output<typeof inboundMapping>;

/** Everything a call needs: the web method form without its key (spec §4.11). */
export const webMethodInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name")
    .max(100)
    .regex(
      /^[A-Za-z][A-Za-z0-9]*$/,
      "Use letters and digits only, beginning with a letter, such as TwilioIncidentCreate",
    ),
  description: plainText.max(2000).default(""),
  ticketTypeId: z.number().int().positive("Choose the ticket type"),
  isEnabled: z.boolean().default(true),
  runBusinessRules: z.boolean().default(false),
  contentTypes: z.array(z.enum(acceptedTypes)).min(1, "Accept at least one content type").default(["application/json"]),
  /** Finds the ticket to update; without a path every call creates one. */
  match: z
    .object({
      path: path.default(""),
      by: z.enum(Object.keys(matchKinds) as [MatchKind, ...MatchKind[]]).default("id"),
      /** For `by: "field"`: a `form.<formId>.<fieldId>` reference. */
      field: plainText.default(""),
    })
    .default({ path: "", by: "id", field: "" }),
  whenFound: z.enum(["update", "reject"]).default("update"),
  whenNotFound: z.enum(["create", "reject"]).default("create"),
  mappings: z.array(inboundMapping).max(200, "At most 200 mappings").default([]),
  /** The answer to a call that worked; the template sees ticket.*, request.* and outcome. */
  response: z
    .object({
      contentType: z.enum(["application/json", "application/xml", "text/plain"]).default("application/json"),
      body: plainText.max(100_000).default('{"displayId": "{{ticket.displayid}}"}'),
    })
    .default({ contentType: "application/json", body: '{"displayId": "{{ticket.displayid}}"}' }),
  /** Calls a minute; above it callers are asked to wait. */
  ratePerMinute: z.number().int().min(1, "At least 1").max(6000, "At most 6,000").default(60),
  /** Where in the call its idempotency key is, besides the `Idempotency-Key` header; blank for none. */
  idempotencyPath: path.default(""),
});
export type WebMethodInput = z.output<typeof webMethodInput>;
export type WebMethod = WebMethodInput & {
  id: string;
  version: number;
  /** The last four characters of the access key, so that people can tell which one a partner has. */
  keyEnd: string;
  keyCreatedAt: Date;
  createdAt: Date;
  updatedAt: Date;
  lastCallAt: Date | null;
};

export const callOutcomes = ["created", "updated", "repeated", "rejected", "failed"] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** One call as the log keeps it: secrets masked, bodies cut at 64 KB. */
export type WebMethodCall = {
  id: string;
  webMethodId: string;
  at: Date;
  durationMs: number;
  remoteAddress: string;
  outcome: CallOutcome;
  ticketId: number | null;
  ticketDisplayId: string | null;
  request: { headers: Record<string, string>; query: string; body: string; isTruncated: boolean };
  response: { status: number; body: string };
  /** What was done and what could not be, one sentence each. */
  notes: string[];
  idempotencyKey: string | null;
};
