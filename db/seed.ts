import { systemActor as actor } from "@/lib/core/actor";
import { itemsOf, type ListKind } from "@/lib/desk/desk-lists";
import type { Person } from "@/lib/desk/person";
import { personInput } from "@/lib/desk/person";
import { functionInput } from "@/lib/functions/function";
import { sampleFunctions } from "@/lib/functions/samples";
import type { Stores } from "@/lib/runtime/stores";
import { addMessage, createTicket } from "@/lib/runtime/tickets";
import { articleTicket, demoAgents, demoLists, demoRequesters, demoTickets } from "./demo-data";
import { seedAutomation } from "./seed-automation";
import { seedWebhooks } from "./seed-webhooks";

const hour = 3_600_000;

/** Demo data, once: does nothing where the demo's people already are. `publicUrl` is where the inspector answers. Returns whether it made any. */
export async function seedDemo(
  stores: Stores,
  { publicUrl }: { publicUrl: string },
  now = new Date(),
): Promise<boolean> {
  const [first] = demoAgents;
  if (first && (await stores.people.findByEmail(first.email))) return false;
  await seedLists(stores);
  const people = await seedPeople(stores);
  const forms = await seedForms(stores);
  await seedTickets(stores, people, now);
  await seedAutomation(stores, await seedWebhooks(stores, forms, publicUrl));
  for (const sample of sampleFunctions) await stores.functions.create(actor, functionInput.parse(sample));
  return true;
}

async function seedLists({ deskLists }: Stores) {
  const known = await deskLists.load();
  for (const [kind, names] of Object.entries(demoLists) as [ListKind, string[]][]) {
    for (const [position, name] of names.entries()) {
      if (!itemsOf(known, kind).some((item) => item.name === name))
        await deskLists.saveItem(actor, { kind, name, position });
    }
  }
}

async function seedPeople({ people, deskLists }: Stores) {
  const lists = await deskLists.load();
  const idOf = (kind: ListKind, name: string) => itemsOf(lists, kind).find((item) => item.name === name)?.id;
  const agents: Person[] = [];
  for (const { team, email, ...person } of demoAgents) {
    const teamIds = [idOf("team", team)].filter((id) => id !== undefined);
    agents.push(
      await people.create(
        actor,
        personInput.parse({ ...person, emails: [email], teamIds, isAgent: true, timezone: "Europe/London" }),
      ),
    );
  }
  const requesters: Person[] = [];
  for (const { organization, email, ...person } of demoRequesters) {
    const organizationId = idOf("organization", organization) ?? null;
    requesters.push(await people.create(actor, personInput.parse({ ...person, emails: [email], organizationId })));
  }
  return { agents, requesters };
}

async function seedForms({ customForms, deskLists }: Stores) {
  const ticketTypeIds = (await deskLists.load()).types.map((type) => type.id);
  const field = { id: 0, options: [], isReadOnly: false };
  const integration = await customForms.create(actor, {
    name: "Integration",
    ticketTypeIds,
    isMultiLine: false,
    fields: [
      { ...field, name: "VivantiotestID", kind: "text" },
      { ...field, name: "e-bonding active", kind: "checkbox", isReadOnly: true },
    ],
  });
  await customForms.create(actor, {
    name: "Linked assets",
    ticketTypeIds,
    isMultiLine: true,
    fields: [
      { ...field, name: "Asset", kind: "text" },
      { ...field, name: "Asset request date", kind: "date" },
    ],
  });
  return { integration };
}

async function seedTickets(
  stores: Stores,
  { agents, requesters }: { agents: Person[]; requesters: Person[] },
  now: Date,
) {
  const incidents = demoTickets.filter(([, type]) => type === "Incident").length;
  const before = await stores.deskLists.load();
  const incident = before.types.find((type) => type.name === "Incident");
  if (incident)
    await stores.deskLists.saveType(
      actor,
      { ...incident, nextNumber: articleTicket.number - incidents + 1 },
      incident.id,
    );
  const lists = await stores.deskLists.load();
  const item = (kind: ListKind, name: string | undefined) =>
    itemsOf(lists, kind).find((entry) => entry.name === name)?.id ?? null;
  const type = (name: string) => lists.types.find((entry) => entry.name === name)?.id ?? 0;
  const status = (name: string) => lists.statuses.find((entry) => entry.name === name)?.id;

  for (const [index, [title, typeName, category, priority, statusName, description]] of demoTickets.entries()) {
    const requester = requesters[index % requesters.length];
    const agent = agents[index % agents.length];
    const isArticle = index === demoTickets.length - 1;
    const openedAt = new Date(now.getTime() - (demoTickets.length - index) * 11 * hour);
    const ticket = await createTicket(
      stores,
      actor,
      {
        typeId: type(typeName),
        title,
        description: description ?? `${requester?.name} reports: ${title.toLowerCase()}.`,
        statusId: status(statusName),
        priorityId: item("priority", priority),
        categoryId: item("category", category),
        departmentId: item("department", "Support"),
        languageId: item("language", "English"),
        requesterId: requester?.id,
        organizationId: requester?.organizationId,
        ownerId: statusName === "Open" && index % 3 === 0 ? null : agent?.id,
        teamId: agent?.teamIds[0] ?? null,
        forms: isArticle ? { "Linked assets": articleTicket.assets } : {},
      },
      openedAt,
    );
    if (index % 2 === 0 && agent)
      await addMessage(
        stores,
        { ...actor, id: `person:${agent.id}`, name: agent.name, personId: agent.id },
        ticket.id,
        {
          body: `Thank you for reporting this. I am looking into “${title}” now.`,
          visibility: "public",
          from: "agent",
        },
        new Date(openedAt.getTime() + hour),
      );
  }
}
