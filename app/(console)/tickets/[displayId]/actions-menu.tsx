"use client";
import { ChevronDown, Send } from "lucide-react";
import { useState } from "react";
import { deliveryStates } from "@/components/exchange/delivery-states";
import { resultWord } from "@/components/tickets/delivery-progress";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { DeliveryStatus } from "@/lib/delivery/delivery";
import { FireDialog, type Firing } from "./fire-dialog";
import { NotListedDialog } from "./not-listed";

export type LastResult = { deliveryId: string; status: DeliveryStatus; attempts: number; at: Date };
export type Fireable = { id: string; name: string; showAsButton: boolean; last: LastResult | undefined };
type ActionsMenuProps = { fireable: Fireable[]; mayRetry: boolean };

/** What this person may fire on this ticket, each with how it went last time, and why the rest is absent. */
export function ActionsMenu({ fireable, mayRetry }: ActionsMenuProps) {
  const [firing, setFiring] = useState<Firing>();
  const [asksWhy, setAsksWhy] = useState(false);
  const begin = ({ id, name }: Fireable) => setFiring({ webhookId: id, webhookName: name });
  return (
    <>
      {fireable
        .filter(({ showAsButton }) => showAsButton)
        .map((webhook) => (
          <Button key={webhook.id} onClick={() => begin(webhook)} className="max-w-60">
            <Send aria-hidden />
            <span className="truncate">{webhook.name}</span>
          </Button>
        ))}
      <Menu modal={false}>
        <MenuTrigger render={<Button variant="primary" />}>
          Actions
          <ChevronDown aria-hidden />
        </MenuTrigger>
        <MenuContent className="w-72 max-w-[90vw]">
          {fireable.length === 0 && (
            <p className="px-2 py-1.5 text-muted">There is no webhook you can fire on this ticket.</p>
          )}
          {fireable.map((webhook) => (
            <MenuItem key={webhook.id} className="flex-col items-start gap-0 py-1.5" onClick={() => begin(webhook)}>
              <span className="max-w-full truncate">{webhook.name}</span>
              {webhook.last && <LastResultText last={webhook.last} />}
            </MenuItem>
          ))}
          <MenuSeparator />
          <MenuItem onClick={() => setAsksWhy(true)}>Not listed?</MenuItem>
        </MenuContent>
      </Menu>
      <FireDialog firing={firing} onClose={() => setFiring(undefined)} mayRetry={mayRetry} />
      <NotListedDialog open={asksWhy} onOpenChange={setAsksWhy} />
    </>
  );
}

export function LastResultText({ last }: { last: LastResult }) {
  return (
    <Status meaning={deliveryStates[last.status].meaning} className="gap-1.5 text-muted text-xs">
      <span>
        {resultWord(last)} <Time value={last.at} />
      </span>
    </Status>
  );
}
