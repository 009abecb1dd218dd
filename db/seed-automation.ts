import { triggerInput } from "@/lib/automation/trigger";
import { systemActor as actor } from "@/lib/core/actor";
import type { Webhook } from "@/lib/delivery/webhook";
import { itemsOf } from "@/lib/desk/desk-lists";
import { webMethodInput } from "@/lib/inbound/web-method";
import type { Stores } from "@/lib/runtime/stores";
import { createTrigger } from "@/lib/runtime/triggers";
import { createWebMethod } from "@/lib/runtime/web-methods";
import { allOf } from "./seed-webhooks";

/**
 * The vendor's example (spec §4.12): monitoring calls a web method, which creates a ticket; a rule sees it meet its condition
 * for the first time and fires the webhook that sends a text message. Whoever wants to call makes a new access key first.
 */
export async function seedAutomation(stores: Stores, sms: Webhook): Promise<void> {
  const { webMethod } = await createWebMethod(
    stores,
    actor,
    webMethodInput.parse({
      name: "CopperEggIncidentCreate",
      description: "Monitoring alerts become incidents; news about the same alert becomes a note on its ticket.",
      ticketTypeId: sms.ticketTypeId,
      runBusinessRules: true,
      match: { path: "alert.id", by: "thirdPartyRef" },
      mappings: [
        { path: "alert.name", target: "ticket.title" },
        { path: "alert.severity", target: "ticket.priorityid" },
        { path: "alert.message", target: "message.private" },
      ],
      response: {
        contentType: "application/json",
        body: '{"displayId": "{{ticket.displayid}}", "outcome": "{{outcome}}"}',
      },
      idempotencyPath: "event_id",
    }),
  );
  const lists = await stores.deskLists.load();
  const urgent = itemsOf(lists, "priority").filter(({ name }) => name === "High" || name === "Critical");
  const team = itemsOf(lists, "team").find(({ name }) => name === "2nd Level Support");
  const phone = sms.config.parameters.find(({ name }) => name === "Phone");
  await createTrigger(
    stores,
    actor,
    triggerInput.parse({
      name: "Text the engineer on call about urgent alerts",
      ticketTypeId: sms.ticketTypeId,
      conditions: allOf(
        { field: "event.source", operator: "equals", value: `webmethod:${webMethod.name}` },
        { field: "ticket.priorityid", operator: "is_one_of", value: urgent.map(({ id }) => id) },
      ),
      actions: [
        ...(team ? [{ type: "assign_group", itemId: team.id }] : []),
        { type: "execute_webhook", webhookId: sms.id, parameters: phone ? { Phone: phone.defaultText } : {} },
      ],
    }),
  );
}
