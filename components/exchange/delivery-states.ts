import type { Meaning } from "@/components/ui/status";
import type { DeliveryStatus } from "@/lib/delivery/delivery";

/** What each status is called, and what its colour means. */
export const deliveryStates: Record<DeliveryStatus, { label: string; meaning: Meaning }> = {
  pending: { label: "Waiting", meaning: "warning" },
  sending: { label: "Sending", meaning: "info" },
  succeeded: { label: "Succeeded", meaning: "success" },
  failed: { label: "Failed", meaning: "danger" },
  cancelled: { label: "Cancelled", meaning: "faint" },
  held: { label: "Held", meaning: "warning" },
  superseded: { label: "Replaced", meaning: "faint" },
};
