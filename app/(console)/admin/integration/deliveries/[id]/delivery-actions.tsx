"use client";
import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { type Delivery, nextStatus } from "@/lib/delivery/delivery";
import { redeliverRendered } from "../actions";
import { CancelDialog } from "../cancel-dialog";
import { redeliver, release } from "../redeliver";

/** Redeliver (the same bytes, or rendered again) and, while it waits, Cancel. */
export function DeliveryActions({ delivery }: { delivery: Delivery }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [isCancelling, setCancelling] = useState(false);
  const isWaiting = delivery.status === "pending";
  const again = () =>
    startTransition(async () => {
      const result = await redeliverRendered({ id: delivery.id });
      if (!result.ok) return void toast.error(result.error.message);
      toast.success("Rendered again: this is the new delivery.");
      router.push(`/admin/integration/deliveries/${result.value.deliveryId}`);
    });
  return (
    <>
      {nextStatus(delivery.status, { type: "cancel" }) && (
        <Button onClick={() => setCancelling(true)}>Cancel delivery</Button>
      )}
      {nextStatus(delivery.status, { type: "release" }) && (
        <Button pending={pending} onClick={() => startTransition(() => release(delivery))}>
          Release
        </Button>
      )}
      <Menu modal={false}>
        <MenuTrigger render={<Button variant="primary" pending={pending} />}>
          Redeliver
          <ChevronDown aria-hidden className="-mr-1" />
        </MenuTrigger>
        <MenuContent className="max-w-80">
          <MenuItem
            disabled={!nextStatus(delivery.status, { type: "redeliver" })}
            onClick={() => startTransition(() => redeliver(delivery))}
          >
            <Choice name={isWaiting ? "Send now" : "Send the same bytes"}>
              One more attempt of this delivery, exactly the request below.
            </Choice>
          </MenuItem>
          <MenuItem onClick={again}>
            <Choice name="Render again and send">
              A new delivery from the ticket and the webhook as they are now, with the same parameters.
            </Choice>
          </MenuItem>
        </MenuContent>
      </Menu>
      <CancelDialog delivery={isCancelling ? delivery : undefined} onClose={() => setCancelling(false)} />
    </>
  );
}

function Choice({ name, children }: { name: string; children: string }) {
  return (
    <span className="py-1">
      <span className="block font-medium">{name}</span>
      <span className="block text-muted text-xs">{children}</span>
    </span>
  );
}
