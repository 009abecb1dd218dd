import { expect, test } from "vitest";
import { sampleForms } from "@/lib/delivery/testing/samples";
import { type WebhookConfig, webhookConfig } from "@/lib/delivery/webhook";
import { builtInStatuses, type Status } from "@/lib/desk/desk-lists";
import { conditionFields } from "@/lib/rules/fields";
import { diffConfigs } from "./config-diff";

const lists = { types: [], statuses: [{ ...builtInStatuses[4], id: 5 } as Status], items: [] };
const agents = [{ id: 3, name: "Ann" }];
const fields = conditionFields({ forms: sampleForms, lists, agents, withEvent: false });
const names = { forms: sampleForms, lists, agents, fields };
const first = webhookConfig.parse({ url: "https://x.example/" });

test("the same configuration differs in nothing", () => {
  expect(diffConfigs(first, structuredClone(first), names)).toEqual({ settings: [], texts: [] });
});

test("settings are words, lists are lines, ids have names", () => {
  const second: WebhookConfig = {
    ...first,
    method: "PUT",
    hasEncodedUrlParameters: true,
    ordering: "state",
    limits: { concurrency: 2, perSecond: 0.5 },
    followRedirects: true,
    body: "{}",
    headers: [{ name: "X-A", value: "" }],
    parameters: [
      { name: "Ref", isReadOnly: true, dataType: "alphanumeric", displayType: "multiline", defaultText: "" },
    ],
    responseActions: {
      success: [
        { type: "set_status", statusId: 5 },
        { type: "assign_person", personId: 3 },
        { type: "set_priority", itemId: null },
        { type: "set_field", field: "ticket.ownerid", value: "3" },
        { type: "close" },
      ],
      failure: [{ type: "add_note", body: "No answer", visibility: "private" }],
    },
    conditions: {
      type: "group",
      mode: "any",
      conditions: [
        { type: "test", field: "ticket.statusid", operator: "equals", value: 5 },
        {
          type: "group",
          mode: "none",
          conditions: [{ type: "test", field: "ticket.title", operator: "is_empty", value: null }],
        },
      ],
    },
  };
  const { settings, texts } = diffConfigs(first, second, names);
  expect(settings).toEqual([
    { label: "Encoded URL parameters", before: "No", after: "Yes" },
    { label: "HTTP Method", before: "POST", after: "PUT" },
    {
      label: "Ordering within a ticket",
      before: "Send every delivery, in order",
      after: "Send only the latest state",
    },
    { label: "Most at a time", before: "No limit", after: "2" },
    { label: "Most per second", before: "No limit", after: "0.5" },
    { label: "Follow redirects", before: "No", after: "Yes" },
  ]);
  expect(Object.fromEntries(texts.map(({ label, after }) => [label, after]))).toEqual({
    "Body Template": "{}",
    Headers: "X-A: (empty)",
    Parameters: "Ref · Freetext (Multiline) · read only · default: (empty)",
    "When the partner answers 2xx":
      "1. Set status: Resolved\n2. Assign to person: Ann\n3. Set priority: none\n4. Set field Owner: Ann\n5. Close ticket",
    "When the delivery has failed": "1. Add note (private): No answer",
    "Select tickets": "Match Any\n  Status equals Resolved\n  Match None\n    Title is empty",
  });
});

test("retries read as sentences", () => {
  const retry = {
    schedule: "custom" as const,
    delaysSeconds: [10, 300],
    stopOn: [{ on: "status" as const, from: 400, to: 499 }],
  };
  expect(diffConfigs(first, { ...first, retry }, names).texts).toEqual([
    {
      label: "Retries",
      before: "Up to 10 attempts within about 3 d 4 h.",
      after: "Waits: 10s, 5m\nNot tried again when the status is 400 to 499",
    },
  ]);
});
