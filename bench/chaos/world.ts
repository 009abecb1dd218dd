import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { webhookInput } from "@/lib/delivery/webhook";
import { customFormInput } from "@/lib/desk/custom-forms";
import { createCipher } from "@/lib/runtime/cipher";
import { createTicket } from "@/lib/runtime/tickets";

/** A partner that is slow now and then, fails now and then, and remembers every key it was sent. */
export async function openPartner(random: () => number) {
  const received = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { key } = JSON.parse(body) as { key: string };
      received.set(key, (received.get(key) ?? 0) + 1);
      const chance = random();
      if (chance < 0.03) response.writeHead(500).end("out of order");
      else if (chance < 0.05) request.socket.destroy();
      else setTimeout(() => response.end(JSON.stringify({ number: `INC-${key}` })), chance * 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tickets`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, received, close };
}

/** A few tickets, a form and a webhook whose reply goes into it. */
export async function furnish(database: string, url: string) {
  const stores = await openStores(database, createCipher(["a secret for chaos"]));
  const [type] = (await stores.deskLists.load()).types;
  const [role] = await stores.roles.list();
  if (!type || !role) throw new Error("The built-in records are missing");
  const form = await stores.customForms.create(
    systemActor,
    customFormInput.parse({
      name: "Integration",
      ticketTypeIds: [type.id],
      fields: [{ name: "Number", kind: "text" }],
    }),
  );
  const webhook = await stores.webhooks.create(
    systemActor,
    webhookInput.parse({
      name: "Chaos",
      ticketTypeId: type.id,
      roleIds: [role.id],
      url,
      body: '{"key": "{{parameters.key}}", "number": "{{ticket.displayid}}"}',
      parameters: [{ name: "Key" }],
      responseFields: [{ path: "number", formId: form.id, fieldId: form.fields[0]?.id }],
    }),
  );
  const ticketIds: number[] = [];
  for (let index = 0; index < 4; index++)
    ticketIds.push(
      (await createTicket(stores, systemActor, { title: `Chaos ${index}`, typeId: type.id }, new Date())).id,
    );
  await stores.close();
  return { webhookId: webhook.id, roleId: role.id, ticketIds };
}
