import { openStores } from "@/db";
import { systemActor } from "@/lib/core/actor";
import { webhookInput } from "@/lib/delivery/webhook";
import { customFormInput } from "@/lib/desk/custom-forms";
import { createCipher } from "@/lib/runtime/cipher";
import { createTicket } from "@/lib/runtime/tickets";
import type { Partner } from "./partner";

export const chaosCipher = () => createCipher(["a secret for chaos"]);

/** What the programs of a run work on. */
export type World = { webhookIds: string[]; strandedId: string; ticketIds: number[]; roleId: string };

const schedule = (waits: number) => ({ schedule: "custom", delaysSeconds: Array.from({ length: waits }, () => 1) });

/** One webhook for each way things can go: in order, only the latest state, paced, behind a breaker, over bad DNS and bad TLS. */
function webhooksAt({ plain, secure }: Partner["ports"]) {
  const local = `http://127.0.0.1:${plain}`;
  return [
    { name: "event", url: `${local}/event` },
    { name: "state", url: `${local}/state`, ordering: "state" },
    { name: "paced", url: `${local}/paced`, limits: { concurrency: 2, perSecond: 20 } },
    { name: "away", url: `${local}/away` },
    { name: "rebinding", url: `http://rebind.test:${plain}/rebinding` },
    { name: "secure", url: `https://partner.test:${secure}/secure` },
    // The last one, which never arrives.
    { name: "wrong host", url: `https://stranger.test:${secure}/wrong`, retry: schedule(2) },
  ];
}

/** A few tickets, a form, and the webhooks; the reply of the first goes into the form. */
export async function furnish(database: string, ports: Partner["ports"]): Promise<World> {
  const stores = await openStores(database, chaosCipher());
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
  const responseFields = [{ path: "number", formId: form.id, fieldId: form.fields[0]?.id }];
  const webhookIds: string[] = [];
  for (const settings of webhooksAt(ports)) {
    const input = webhookInput.parse({
      ticketTypeId: type.id,
      roleIds: [role.id],
      body: '{"key": "{{parameters.key}}", "number": "{{ticket.displayid}}"}',
      parameters: [{ name: "Key" }],
      retry: schedule(15),
      followRedirects: true,
      responseFields: settings.name === "event" ? responseFields : [],
      ...settings,
    });
    webhookIds.push((await stores.webhooks.create(systemActor, input)).id);
  }
  const ticketIds: number[] = [];
  for (let index = 0; index < 4; index++)
    ticketIds.push(
      (await createTicket(stores, systemActor, { title: `Chaos ${index}`, typeId: type.id }, new Date())).id,
    );
  await stores.close();
  return { webhookIds, strandedId: webhookIds.at(-1) ?? "", ticketIds, roleId: role.id };
}
