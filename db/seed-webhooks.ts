import { systemActor as actor } from "@/lib/core/actor";
import { type Webhook, webhookInput } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { findField } from "@/lib/desk/custom-forms";
import { itemsOf } from "@/lib/desk/desk-lists";
import { formFieldRef } from "@/lib/desk/field-ref";
import type { ConditionGroup, ConditionTest } from "@/lib/rules/condition";
import type { Stores } from "@/lib/runtime/stores";
import { createWebhook } from "@/lib/runtime/webhooks";
import { articleBody } from "./demo-data";

/** Three webhooks that call the built-in inspector, the first as in the webhook article (seed 004). Returns the one that sends SMS. */
export async function seedWebhooks(
  stores: Stores,
  { integration }: { integration: CustomForm },
  publicUrl: string,
): Promise<Webhook> {
  const bin = await stores.bins.create(actor, { name: "Customer X (demo partner)" });
  await stores.bins.setResponse(actor, bin.id, {
    status: 200,
    headers: [{ name: "content-type", value: "application/json" }],
    body: '{"result":{"number":"INC0012345"}}',
    delayMs: 0,
  });
  const lists = await stores.deskLists.load();
  const { types, statuses } = lists;
  const ticketTypeId = types.find((type) => type.name === "Incident")?.id;
  const roleIds = (await stores.roles.list()).filter((role) => role.builtIn !== null).map((role) => role.id);
  const number = findField(integration, "VivantiotestID");
  const url = `${publicUrl}/inspect/${bin.id}`;
  const common = { ticketTypeId, roleIds };
  const headers = [
    { name: "X-Request-Source", value: "Hookdesk" },
    { name: "X-Ticket", value: "{{ticket.displayid}}" },
  ];
  const closed = statuses.filter(({ name }) => name === "Closed").map(({ id }) => id);
  const workflow = itemsOf(lists, "workflow").find(({ name }) => name === "Vendor escalation")?.id;
  const urgent = itemsOf(lists, "priority").filter(({ name }) => name === "High" || name === "Critical");

  await createWebhook(
    stores,
    actor,
    webhookInput.parse({
      ...common,
      headers,
      name: "Send to customer X",
      url: `${url}/incidents`,
      body: articleBody,
      actionDescription: "Sent {{ticket.displayid}} to customer X with reference {{parameters.Customer reference}}",
      showAsButton: true,
      parameters: [
        { name: "Customer reference" },
        { name: "Priority Name", isReadOnly: true, defaultText: "{{ticket.priorityname}}" },
        { name: "Ticket ID", isReadOnly: true, defaultText: "{{ticket.id}}" },
      ],
      responseFields: number ? [{ path: "result.number", formId: integration.id, fieldId: number.id }] : [],
      responseActions: {
        success: workflow ? [{ type: "set_workflow", itemId: workflow }] : [],
        failure: [{ type: "add_note", body: "Customer X did not take {{ticket.displayid}}: {{response.error}}" }],
      },
      conditions: allOf({ field: "ticket.statusid", operator: "is_none_of", value: closed }),
    }),
  );
  await createWebhook(
    stores,
    actor,
    webhookInput.parse({
      ...common,
      headers,
      name: "Update customer X",
      method: "PUT",
      url: `${url}/incidents/{{ticket.integration.vivantiotestid}}?state={{ticket.statusname}}`,
      hasEncodedUrlParameters: true,
      body: '{\n  "title": "{{ticket.title}}",\n  "note": "{{parameters.Note}}",\n  "owner": "{{ticket.ownername}}"\n}',
      actionDescription: "Updated {{ticket.integration.vivantiotestid}} at customer X",
      auth: { type: "basic", username: "hookdesk", password: "demo partner" },
      parameters: [{ name: "Note", displayType: "multiline" }],
      // Only what customer X knows can be updated there.
      ...(number && {
        conditions: allOf({ field: formFieldRef(integration.id, number.id), operator: "is_not_empty", value: null }),
      }),
    }),
  );
  return createWebhook(
    stores,
    actor,
    webhookInput.parse({
      ...common,
      name: "Send SMS",
      url: `${url}/messages`,
      requestContentType: "application/x-www-form-urlencoded",
      body: "To={{parameters.Phone}}&Body={{ticket.displayid}}: {{ticket.title}} ({{ticket.priorityname}})",
      actionDescription: "Texted {{parameters.Phone}}",
      parameters: [{ name: "Phone", defaultText: "+44 20 7946 0958" }],
      responseActions: {
        success: [],
        failure: [{ type: "add_note", body: "No text message was sent: {{response.error}}" }],
      },
      conditions: allOf({ field: "ticket.priorityid", operator: "is_one_of", value: urgent.map(({ id }) => id) }),
    }),
  );
}

/** A group of these rows, all of which must hold. */
export const allOf = (...tests: Omit<ConditionTest, "type">[]): ConditionGroup => ({
  type: "group",
  mode: "all",
  conditions: tests.map((test) => ({ type: "test", ...test })),
});
