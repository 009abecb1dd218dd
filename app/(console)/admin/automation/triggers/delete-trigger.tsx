"use client";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { removeTrigger } from "./actions";

type DeleteTriggerProps = {
  /** The one to delete; undefined closes the dialog. */
  trigger: { id: string; name: string } | undefined;
  onClose: () => void;
  onDeleted: () => void;
};

/** Asks by name. */
export const DeleteTrigger = ({ trigger, onClose, onDeleted }: DeleteTriggerProps) => (
  <ConfirmDialog
    open={trigger !== undefined}
    onOpenChange={(open) => !open && onClose()}
    title={`Delete trigger “${trigger?.name ?? ""}”?`}
    description="It no longer runs, and which tickets it ran on is forgotten. What it did stays in the tickets’ history."
    confirmLabel="Delete trigger"
    danger
    onConfirm={async () => {
      if (!trigger) return undefined;
      const result = await removeTrigger({ id: trigger.id });
      if (!result.ok) return { error: result.error.message };
      toast.success(`Trigger “${trigger.name}” deleted.`);
      onDeleted();
      return undefined;
    }}
  />
);
