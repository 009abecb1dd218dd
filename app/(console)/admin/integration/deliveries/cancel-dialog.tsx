"use client";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { Delivery } from "@/lib/delivery/delivery";
import { cancelDelivery } from "./actions";

/** Asks before a waiting delivery is called off; open while `delivery` is given. */
export function CancelDialog({ delivery, onClose }: { delivery: Delivery | undefined; onClose: () => void }) {
  const { id = "", webhookName, ticketDisplayId } = delivery ?? {};
  return (
    <ConfirmDialog
      open={delivery !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={`Cancel “${webhookName}” on ${ticketDisplayId}?`}
      description="No further attempt is made. You can redeliver it later."
      confirmLabel="Cancel delivery"
      cancelLabel="Keep waiting"
      danger
      onConfirm={async () => {
        const result = await cancelDelivery({ id });
        if (!result.ok) return { error: result.error.message };
        toast.success("Delivery cancelled.");
        return undefined;
      }}
    />
  );
}
