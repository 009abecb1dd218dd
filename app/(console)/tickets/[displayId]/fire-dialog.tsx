"use client";
import { useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { Failure } from "@/lib/core/result";
import { fire, openFiring } from "./actions";
import { type Asked, FiringFields, WhatWillBeSent } from "./firing-form";
import { FiringProgress } from "./firing-progress";
import { useTicket } from "./ticket-context";

/** A webhook to fire, or a delivery to look at. */
export type Firing = { webhookId: string; webhookName: string; deliveryId?: string };

type FireDialogProps = { firing: Firing | undefined; onClose: () => void; mayRetry: boolean };

/** Asks for the parameters, shows what will be sent, fires, and then shows how it goes. */
export function FireDialog({ firing, onClose, mayRetry }: FireDialogProps) {
  return (
    <Dialog open={firing !== undefined} onOpenChange={(open) => !open && onClose()}>
      {firing && <Content key={`${firing.webhookId}${firing.deliveryId}`} firing={firing} mayRetry={mayRetry} />}
    </Dialog>
  );
}

function Content({ firing, mayRetry }: { firing: Firing; mayRetry: boolean }) {
  const { id: ticketId, displayId } = useTicket();
  const { webhookId, webhookName } = firing;
  const [deliveryId, setDeliveryId] = useState(firing.deliveryId);
  const [parameters, setParameters] = useState<Asked[]>();
  const [failure, setFailure] = useState<Failure>();
  const [pending, startTransition] = useTransition();
  const isFollowing = deliveryId !== undefined;

  useEffect(() => {
    if (isFollowing) return;
    let isCurrent = true;
    openFiring({ ticketId, webhookId })
      .catch(() => unreachable)
      .then((result) => {
        if (!isCurrent) return;
        if (result.ok) setParameters(result.value);
        else setFailure(result.error);
      });
    return () => {
      isCurrent = false;
    };
  }, [ticketId, webhookId, isFollowing]);

  const values = Object.fromEntries(
    (parameters ?? []).filter(({ isReadOnly }) => !isReadOnly).map(({ name, value }) => [name, value]),
  );
  const send = () =>
    startTransition(async () => {
      if (pending) return;
      const result = await fire({ ticketId, webhookId, values }).catch(() => unreachable);
      startTransition(() => {
        setFailure(result.ok ? undefined : result.error);
        if (result.ok) setDeliveryId(result.value.deliveryId);
      });
    });

  if (isFollowing)
    return (
      <DialogContent
        title={webhookName}
        description={`On ${displayId}. You can close this; the delivery goes on.`}
        size="lg"
        footer={<DialogClose render={<Button variant="primary">Close</Button>} />}
      >
        <FiringProgress deliveryId={deliveryId} mayRetry={mayRetry} />
      </DialogContent>
    );
  return (
    <DialogContent
      title={webhookName}
      description={`Fire this webhook on ${displayId}.`}
      size="lg"
      footer={
        <>
          <DialogClose render={<Button>Cancel</Button>} />
          <Button type="submit" form="firing" variant="primary" pending={pending} disabled={!parameters}>
            Fire
          </Button>
        </>
      }
    >
      <form
        id="firing"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {failure && <Notice tone="danger">{failure.message}</Notice>}
        {parameters ? (
          <>
            {parameters.length > 0 && (
              <FiringFields
                parameters={parameters}
                failure={failure}
                onChange={(name, value) =>
                  setParameters(parameters.map((one) => (one.name === name ? { ...one, value } : one)))
                }
              />
            )}
            <WhatWillBeSent
              ticketId={ticketId}
              webhookId={webhookId}
              values={values}
              isOpen={parameters.length === 0}
            />
          </>
        ) : (
          !failure && <Skeleton className="h-24" />
        )}
      </form>
    </DialogContent>
  );
}

const unreachable = {
  ok: false as const,
  error: { code: "unexpected" as const, message: "The server did not answer. Check your connection and try again." },
};
