import { systemActor } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import type { NewDelivery } from "@/lib/delivery/delivery";
import { queueOf } from "@/lib/delivery/queue";
import { type Webhook, webhookInput } from "@/lib/delivery/webhook";
import type { Stores } from "@/lib/runtime/stores";
import { createTicket } from "@/lib/runtime/tickets";

type Ticket = { id: number; displayId: string; version: number };
export type Fired = { webhook: Webhook; ticket: Ticket };

const headers = { "content-type": "application/json", accept: "application/json", "user-agent": "Hookdesk/bench" };
const body = JSON.stringify({ ticketid: "IN164", title: "Printer jams", description: "x".repeat(800) });

/** Tickets of the first type. */
export async function newTickets(stores: Stores, count: number): Promise<Ticket[]> {
  const typeId = (await stores.deskLists.load()).types[0]?.id ?? 1;
  const one = () => createTicket(stores, systemActor, { title: "Benchmark", typeId }, new Date());
  return Promise.all(Array.from({ length: count }, one));
}

export async function newWebhook(stores: Stores, url: string): Promise<Webhook> {
  const typeId = (await stores.deskLists.load()).types[0]?.id ?? 1;
  return stores.webhooks.create(
    systemActor,
    webhookInput.parse({ name: "Benchmark", ticketTypeId: typeId, url, body: "{}" }),
  );
}

/** Commits deliveries that are due, in changes of up to 500, each about one ticket. */
export async function fire(stores: Stores, firings: readonly Fired[]): Promise<void> {
  const at = new Date();
  const byTicket = new Map<number, Fired[]>();
  for (const one of firings) byTicket.set(one.ticket.id, [...(byTicket.get(one.ticket.id) ?? []), one]);
  const commits = [...byTicket].map(([ticketId, fired]) =>
    stores.changes.commit({ ticketId, at, history: [], deliveries: fired.map((one) => deliveryOf(one, at)) }),
  );
  await Promise.all(commits);
}

const deliveryOf = ({ webhook, ticket }: Fired, at: Date): NewDelivery => ({
  id: newId("dlv"),
  ...{ webhookId: webhook.id, webhookName: webhook.name, webhookVersion: webhook.version },
  ...{ ticketId: ticket.id, ticketDisplayId: ticket.displayId, ticketVersion: ticket.version },
  request: { method: "POST", url: webhook.config.url, headers, body, connectionId: null },
  ...{ parameters: {}, cause: { depth: 0 }, actorId: systemActor.id, actorName: systemActor.name },
  ...{ createdAt: at, nextAttemptAt: at, queue: queueOf(webhook.id, webhook.config.url) },
  lane: { ordering: "event", passesRetries: false },
});
