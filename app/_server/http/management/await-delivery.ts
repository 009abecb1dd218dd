import { type Delivery, isFinal } from "@/lib/delivery/delivery";
import type { Stores } from "@/lib/runtime/stores";
import { waitForChange } from "./wait-for-change";

/** The delivery once it is final, or as it is when the time is up, the caller left or the server stops. Undefined when it is gone. */
export async function awaitDelivery(
  stores: Stores,
  id: string,
  waitMs: number,
  signals: AbortSignal[],
): Promise<Delivery | undefined> {
  const look = async () => (await stores.deliveries.get(id))?.delivery;
  return waitForChange(stores, look, (delivery) => !delivery || isFinal(delivery.status), waitMs, signals);
}
