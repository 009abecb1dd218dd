"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { restoreVersion } from "./version-actions";

type RestoreVersionProps = {
  functionId: string;
  /** Undefined closes the dialog. */
  version: number | undefined;
  currentVersion: number;
  onClose: () => void;
  onRestored: () => void;
};

/** Asks before an earlier version goes live; once test cases have failed, its button saves in spite of them. */
export function RestoreVersion({ functionId, version, currentVersion, onClose, onRestored }: RestoreVersionProps) {
  const router = useRouter();
  const [anyway, setAnyway] = useState(false);
  const close = () => {
    setAnyway(false);
    onClose();
  };
  return (
    <ConfirmDialog
      open={version !== undefined}
      onOpenChange={(open) => !open && close()}
      title={`Restore version ${version ?? ""}?`}
      description="It is saved as a new version; what is there now stays in the list. A published function goes live with it."
      confirmLabel={anyway ? "Save anyway" : "Restore"}
      onConfirm={async () => {
        if (version === undefined) return undefined;
        const result = await restoreVersion({ functionId, version, expectedVersion: currentVersion, anyway });
        if (!result.ok) {
          setAnyway(result.error.fields?.tests !== undefined);
          return { error: result.error.message };
        }
        toast.success(`Version ${version} was restored.`);
        onRestored();
        router.refresh();
        return undefined;
      }}
    />
  );
}
