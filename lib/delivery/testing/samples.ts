import type { Actor } from "@/lib/core/actor";
import type { CustomForm, FormValues } from "@/lib/desk/custom-forms";
import { customFieldInput } from "@/lib/desk/custom-forms";
import type { Ticket, TicketGraph } from "@/lib/desk/ticket";
import { ticketFields } from "@/lib/desk/ticket";
import type { ClaimedDelivery } from "../store";
import type { Webhook, WebhookConfig } from "../webhook";
import { webhookConfig } from "../webhook";

const at = new Date("2025-04-23T10:00:00Z");

const field = (id: number, name: string, kind = "text", options: string[] = []) =>
  customFieldInput.parse({ id, name, kind, options });

/** The forms of the vendor's example (seed 004), with one field of each kind besides. */
export const sampleForms: CustomForm[] = [
  {
    id: 1,
    name: "Linked assets",
    key: "linkedassets",
    ticketTypeIds: [1],
    isMultiLine: true,
    fields: [field(1, "Asset"), field(2, "Asset request date", "date")],
  },
  {
    id: 2,
    name: "Integration",
    key: "integration",
    ticketTypeIds: [1],
    isMultiLine: false,
    fields: [
      field(1, "VivantioTestID"),
      field(2, "Synced", "checkbox"),
      field(3, "Synced at", "datetime"),
      field(4, "Region", "select", ["North", "South"]),
      field(5, "Cost", "number"),
    ],
  },
];

export const sampleRows: FormValues = {
  1: [
    { 1: "P2425", 2: "2025-04-23" },
    { 1: "FH6354", 2: "2025-04-30" },
  ],
};

export function sampleGraph(changed: Partial<Ticket> = {}): TicketGraph {
  const nothing = { resolvedAt: null, closedAt: null, firstAgentAssignedAt: null, firstAgentReplyAt: null };
  const never = { lastAgentReplyAt: null, lastUserReplyAt: null, agentWaitingSince: null, userWaitingSince: null };
  const ticket: Ticket = {
    ...ticketFields.parse({ title: "Printer “Canon” jams", statusId: 1 }),
    ...{ ...nothing, ...never, lockedAt: null, feedbackRatedAt: null, thirdPartyLoggedAt: null },
    ...{ createdAt: at, updatedAt: at, statusChangedAt: at },
    ...{ id: 7, displayId: "IN164", typeId: 1, creationSystem: "web", accessCode: "ABC", totalUserWaitingSeconds: 0 },
    ...{ lastModifiedById: null, forms: sampleRows, version: 3 },
    ...changed,
  };
  return {
    ticket,
    type: { id: 1, name: "Incident", prefix: "IN" },
    status: { id: 1, name: "Open", deskproName: "awaiting_agent", duploName: "Open", vivantioType: 1, position: 1 },
    items: new Map(),
    people: new Map(),
    forms: sampleForms,
  };
}

export const sampleConfig = (changed: Partial<WebhookConfig> = {}): WebhookConfig => ({
  ...webhookConfig.parse({ url: "https://partner.example/tickets" }),
  ...changed,
});

export const sampleWebhook = (config: Partial<WebhookConfig> = {}, changed: Partial<Webhook> = {}): Webhook => ({
  id: "whk_1",
  name: "Send to partner",
  ticketTypeId: 1,
  isEnabled: true,
  roleIds: ["rol_1"],
  version: 4,
  config: sampleConfig(config),
  auth: { type: "none" },
  connectionId: null,
  createdAt: at,
  updatedAt: at,
  ...changed,
});

export const sampleActor: Actor & { roleId: string } = {
  kind: "person",
  id: "person:12",
  name: "Annie Agent",
  personId: 12,
  roleId: "rol_1",
};

export const sampleClaim = (changed: Partial<ClaimedDelivery> = {}): ClaimedDelivery => ({
  id: "dlv_1",
  webhookId: "whk_1",
  webhookName: "Send to partner",
  webhookVersion: 4,
  ticketId: 7,
  ticketVersion: 3,
  request: {
    method: "POST",
    url: "https://partner.example/",
    headers: { accept: "text/html" },
    body: "{}",
    connectionId: null,
  },
  cause: { depth: 0 },
  attemptNumber: 1,
  freeAttempts: 0,
  queue: "whk_1 partner.example",
  isProbe: false,
  kind: "scheduled",
  lease: "lease",
  ...changed,
});
