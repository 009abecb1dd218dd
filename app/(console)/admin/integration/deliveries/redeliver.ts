import { toast } from "sonner";
import type { Delivery } from "@/lib/delivery/delivery";
import { redeliverSame, releaseDelivery } from "./actions";

/** Queues one more attempt with the same bytes and says how that went. */
export async function redeliver({ id, webhookName, ticketDisplayId }: Delivery): Promise<void> {
  const result = await redeliverSame({ id });
  if (result.ok) toast.success(`“${webhookName}” on ${ticketDisplayId} is on its way again.`);
  else toast.error(result.error.message);
}

/** Sends a held delivery and says how that went. */
export async function release({ id, webhookName, ticketDisplayId }: Delivery): Promise<void> {
  const result = await releaseDelivery({ id });
  if (result.ok) toast.success(`“${webhookName}” on ${ticketDisplayId} is released.`);
  else toast.error(result.error.message);
}
