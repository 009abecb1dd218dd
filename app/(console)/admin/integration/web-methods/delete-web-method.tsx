"use client";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { removeWebMethod } from "./actions";

type DeleteWebMethodProps = {
  /** The one to delete; undefined closes the dialog. */
  webMethod: { id: string; name: string } | undefined;
  onClose: () => void;
  onDeleted: () => void;
};

/** Asks for the name: partners lose their way in at once. */
export function DeleteWebMethod({ webMethod, onClose, onDeleted }: DeleteWebMethodProps) {
  return (
    <ConfirmDialog
      open={webMethod !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={`Delete web method “${webMethod?.name ?? ""}”?`}
      description="Calls to it are refused from now on, and the log of its calls is deleted. Its tickets stay."
      confirmLabel="Delete web method"
      typedName={webMethod?.name}
      danger
      onConfirm={async () => {
        if (!webMethod) return undefined;
        const result = await removeWebMethod({ id: webMethod.id });
        if (!result.ok) return { error: result.error.message };
        toast.success(`Web method “${webMethod.name}” deleted.`);
        onDeleted();
        return undefined;
      }}
    />
  );
}
