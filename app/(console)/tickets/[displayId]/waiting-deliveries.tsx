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
  failedAt: Date | null;
};

/** The latest deliveries of this ticket that their partner has not taken: those to be tried again, and those given up. */
export function WaitingDeliveries({ waiting, mayRetry }: { waiting: WaitingDelivery[]; mayRetry: boolean }) {
  const [firing, setFiring] = useState<Firing>();
  return (
    <>
      {waiting.map((one) => (
        <Notice
          key={one.deliveryId}
          tone={one.failedAt ? "danger" : "warning"}
          className="mb-4"
          action={
            <Button size="sm" onClick={() => setFiring(one)}>
              Show
            </Button>
          }
        >
          {one.failedAt ? (
            <>
              “{one.webhookName}” failed <Time value={one.failedAt} />.
            </>
          ) : one.nextAttemptAt ? (
            <>
              “{one.webhookName}” has not arrived yet. It will be tried again <Time value={one.nextAttemptAt} />.
            </>
          ) : (
            <>“{one.webhookName}” has not arrived yet. It is tried again after an earlier one.</>
          )}
        </Notice>
      ))}
      <FireDialog firing={firing} onClose={() => setFiring(undefined)} mayRetry={mayRetry} />
    </>
  );
}
