"use client";
import { ChevronDown } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { type Delivery, nextStatus } from "@/lib/delivery/delivery";
import { CancelDialog } from "../cancel-dialog";
import { redeliver, release } from "../redeliver";
import { RedeliverDialog } from "../redeliver-dialog";

/** Redeliver (the same bytes, or rendered again) and, while it waits, Cancel. */
export function DeliveryActions({ delivery }: { delivery: Delivery }) {
  const [pending, startTransition] = useTransition();
  const [isCancelling, setCancelling] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const isWaiting = delivery.status === "pending";
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
          <MenuItem onClick={() => setComparing(true)}>
            <Choice name="Render again…">
              A new delivery from the ticket and the webhook as they are now; first see what differs.
            </Choice>
          </MenuItem>
        </MenuContent>
      </Menu>
      {isComparing && <RedeliverDialog delivery={delivery} onClose={() => setComparing(false)} />}
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
