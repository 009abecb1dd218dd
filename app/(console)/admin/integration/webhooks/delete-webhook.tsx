"use client";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { countWaiting, removeWebhook } from "./actions";

type DeleteWebhookProps = {
  /** The one to delete; undefined closes the dialog. */
  webhook: { id: string; name: string } | undefined;
  onClose: () => void;
  onDeleted?: () => void;
};

/** Asks by name and says how many deliveries still wait. */
export function DeleteWebhook({ webhook, onClose, onDeleted }: DeleteWebhookProps) {
  const [counted, setCounted] = useState<{ id: string; waiting: number | undefined }>();
  const id = webhook?.id;
  useEffect(() => {
    if (id === undefined) return;
    let isCurrent = true;
    countWaiting({ id })
      .then((result) => isCurrent && setCounted({ id, waiting: result.ok ? result.value : undefined }))
      .catch(() => isCurrent && setCounted({ id, waiting: undefined }));
    return () => {
      isCurrent = false;
    };
  }, [id]);
  return (
    <ConfirmDialog
      open={webhook !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete webhook “${webhook?.name ?? ""}”?`}
      description={counted?.id === id ? waitingText(counted?.waiting) : "Counting the deliveries that still wait…"}
      confirmLabel="Delete webhook"
      danger
      onConfirm={async () => {
        if (!webhook) return undefined;
        const result = await removeWebhook({ id: webhook.id });
        if (!result.ok) return { error: result.error.message };
        toast.success(`Webhook “${webhook.name}” deleted.`);
        onDeleted?.();
        return undefined;
      }}
    />
  );
}

function waitingText(count: number | undefined): string {
  const kept = "Its past deliveries stay in the log.";
  if (count === undefined) return `Deliveries that still wait will be cancelled. ${kept}`;
  if (count === 0) return `No delivery is waiting. ${kept}`;
  return `${count} ${count === 1 ? "delivery still waits" : "deliveries still wait"} and will be cancelled. ${kept}`;
}
