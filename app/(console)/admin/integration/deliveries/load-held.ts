import type { Stores } from "@/lib/runtime/stores";

export type HeldOnTicket = { webhookId: string; webhookName: string; isEnabled: boolean; count: number };

const looked = 100;

/** The held deliveries of a ticket, counted by webhook. */
export async function heldOnTicket({ deliveries, webhooks }: Stores, ticketId: number): Promise<HeldOnTicket[]> {
  const { items } = await deliveries.list({ page: 1, pageSize: looked, ticketId, status: "held" });
  const names = new Map(items.map(({ webhookId, webhookName }) => [webhookId, webhookName]));
  return Promise.all(
    [...names].map(async ([webhookId, webhookName]) => {
      const [webhook, { held }] = await Promise.all([
        webhooks.get(webhookId),
        deliveries.countHeld({ webhookId, ticketId }),
      ]);
      return { webhookId, webhookName, isEnabled: webhook?.isEnabled ?? false, count: held };
    }),
  );
}
