import { describe, expect, test } from "vitest";
import { deepestChain } from "@/lib/desk/history";
import { planFiring } from "./fire";
import { resolveParameters } from "./parameters";
import { sampleActor, sampleGraph, sampleWebhook } from "./testing/samples";
import { webhookConfig } from "./webhook";

const now = new Date("2025-05-01T08:00:00Z");
const parameters = webhookConfig.parse({
  url: "https://x",
  parameters: [
    { name: "Customer reference" },
    { name: "Ticket ID", isReadOnly: true, defaultText: "{{ticket.id}}" },
    { name: "Notes", displayType: "multiline", defaultText: "{{ticket.title}}" },
  ],
}).parameters;
const graph = sampleGraph();
const plan = (changed: Partial<Parameters<typeof planFiring>[0]> = {}) =>
  planFiring({
    webhook: sampleWebhook({ parameters }),
    graph,
    given: {},
    actor: sampleActor,
    now,
    id: "dlv_9",
    ...changed,
  });

describe("parameters", () => {
  const resolve = (given: Record<string, string>) => resolveParameters({ parameters }, given, graph, now);
  test("defaults are rendered, names compare without case and blanks", () => {
    expect(resolve({ customerREFERENCE: "C-1", "Ticket ID": "7" })).toEqual({
      "Customer reference": "C-1",
      "Ticket ID": "7",
      Notes: "Printer “Canon” jams",
    });
    expect(resolve({ notes: "" }).Notes).toBe("");
  });
  test.each([
    [{ "Ticket ID": "8" }, "“Ticket ID” is read only"],
    [{ Other: "x" }, "no parameter “Other”"],
    [{ "Customer reference": "a\nb" }, "single line"],
    [{ Notes: "x".repeat(100_001) }, "longer than 100,000"],
  ])("%j is refused", (given, message) => {
    expect(() => resolve(given as Record<string, string>)).toThrow(message);
  });
  test("a default that spans lines fits into a single line", () => {
    const [first] = parameters;
    const config = { parameters: first ? [{ ...first, defaultText: "{{ticket.description}}" }] : [] };
    const values = resolveParameters(config, {}, sampleGraph({ description: "a\r\nb" }), now);
    expect(values).toEqual({ "Customer reference": "a b" });
  });
});

test("one delivery, due now, and one history entry that points at it, on the version it was rendered from", () => {
  const change = plan({
    given: { Notes: "n" },
    webhook: sampleWebhook({ parameters, actionDescription: "Sent {{ticket.displayid}}: {{notes}}" }),
  });
  expect(change.expectedVersion).toBe(3);
  expect(change.history).toMatchObject([
    {
      kind: "webhook.fired",
      origin: "person",
      actorId: "person:12",
      summary: "Sent IN164: n",
      cause: { deliveryId: "dlv_9", webhookId: "whk_1", depth: 0 },
    },
  ]);
  expect(change.deliveries).toMatchObject([
    {
      id: "dlv_9",
      webhookVersion: 4,
      ticketId: 7,
      ticketVersion: 3,
      nextAttemptAt: now,
      cause: { depth: 0 },
      parameters: { "Ticket ID": "7" },
    },
  ]);
  expect(plan().history[0]?.summary).toBe("Fired “Send to partner”");
});

test.each<[NonNullable<Parameters<typeof plan>[0]>, string]>([
  [{ webhook: sampleWebhook({}, { isEnabled: false }) }, "disabled"],
  [{ webhook: sampleWebhook({}, { ticketTypeId: 2 }) }, "another ticket type"],
  [{ actor: { ...sampleActor, roleId: "rol_2" } }, "Your role"],
  [{ cause: { depth: deepestChain } }, "led to each other"],
  [
    { cause: { depth: 1, chain: [{ kind: "webhook", id: "whk_1", name: "Send to partner" }] } },
    "began with it (webhook “Send to partner” → webhook “Send to partner”)",
  ],
  [
    {
      webhook: sampleWebhook({
        conditions: {
          type: "group",
          mode: "all",
          conditions: [{ type: "test", field: "ticket.title", operator: "equals", value: "Other" }],
        },
      }),
    },
    "Select tickets",
  ],
])("not fireable: %#", (changed, message) => {
  expect(() => plan(changed)).toThrow(message);
});
