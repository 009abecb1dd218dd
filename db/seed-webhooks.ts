import { systemActor as actor } from "@/lib/core/actor";
import { webhookInput } from "@/lib/delivery/webhook";
import type { CustomForm } from "@/lib/desk/custom-forms";
import { findField } from "@/lib/desk/custom-forms";
import type { Stores } from "@/lib/runtime/stores";
import { articleBody } from "./demo-data";

/** Three webhooks that call the built-in inspector, the first as in the webhook article (seed 004). */
export async function seedWebhooks(
  stores: Stores,
  { integration }: { integration: CustomForm },
  publicUrl: string,
): Promise<void> {
  const bin = await stores.bins.create(actor, { name: "Customer X (demo partner)" });
  await stores.bins.setResponse(actor, bin.id, {
    status: 200,
    headers: [{ name: "content-type", value: "application/json" }],
    body: '{"result":{"number":"INC0012345"}}',
    delayMs: 0,
  });
  const { types } = await stores.deskLists.load();
  const ticketTypeId = types.find((type) => type.name === "Incident")?.id;
  const roleIds = (await stores.roles.list()).filter((role) => role.builtIn !== null).map((role) => role.id);
  const number = findField(integration, "VivantiotestID");
  const url = `${publicUrl}/inspect/${bin.id}`;
  const common = { ticketTypeId, roleIds };

  await stores.webhooks.create(
    actor,
    webhookInput.parse({
      ...common,
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
    }),
  );
  await stores.webhooks.create(
    actor,
    webhookInput.parse({
      ...common,
      name: "Update customer X",
      method: "PUT",
      url: `${url}/incidents/{{ticket.integration.vivantiotestid}}?state={{ticket.statusname}}`,
      hasEncodedUrlParameters: true,
      body: '{\n  "title": "{{ticket.title}}",\n  "note": "{{parameters.Note}}",\n  "owner": "{{ticket.ownername}}"\n}',
      actionDescription: "Updated {{ticket.integration.vivantiotestid}} at customer X",
      auth: { type: "basic", username: "hookdesk", password: "demo partner" },
      parameters: [{ name: "Note", displayType: "multiline" }],
    }),
  );
  await stores.webhooks.create(
    actor,
    webhookInput.parse({
      ...common,
      name: "Text the engineer on call",
      url: `${url}/messages`,
      requestContentType: "application/x-www-form-urlencoded",
      body: "to={{parameters.Phone}}&text={{ticket.displayid}}: {{ticket.title}} ({{ticket.priorityname}})",
      actionDescription: "Texted {{parameters.Phone}}",
      parameters: [{ name: "Phone", defaultText: "+44 20 7946 0958" }],
    }),
  );
}
