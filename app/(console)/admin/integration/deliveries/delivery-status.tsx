import { deliveryStates } from "@/components/exchange/delivery-states";
import { Status } from "@/components/ui/status";
import type { DeliveryStatus as Value } from "@/lib/delivery/delivery";

/** Dot and word of a delivery's status. */
export function DeliveryStatus({ status }: { status: Value }) {
  const { label, meaning } = deliveryStates[status];
  return <Status meaning={meaning}>{label}</Status>;
}
