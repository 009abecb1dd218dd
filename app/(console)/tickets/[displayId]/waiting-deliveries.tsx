"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { FireDialog, type Firing } from "./fire-dialog";

export type WaitingDelivery = {
  deliveryId: string;
  webhookId: string;
  webhookName: string;
  nextAttemptAt: Date | null;
};

/** Deliveries of this ticket whose partner has not taken them yet. */
export function WaitingDeliveries({ waiting, mayRetry }: { waiting: WaitingDelivery[]; mayRetry: boolean }) {
  const [firing, setFiring] = useState<Firing>();
  return (
    <>
      {waiting.map((one) => (
        <Notice
          key={one.deliveryId}
          tone="warning"
          className="mb-4"
          action={
            <Button size="sm" onClick={() => setFiring(one)}>
              Show
            </Button>
          }
        >
          “{one.webhookName}” has not arrived yet.{" "}
          {one.nextAttemptAt && (
            <>
              It will be tried again <Time value={one.nextAttemptAt} />.
            </>
          )}
        </Notice>
      ))}
      <FireDialog firing={firing} onClose={() => setFiring(undefined)} mayRetry={mayRetry} />
    </>
  );
}
