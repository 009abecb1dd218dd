"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { restoreVersion } from "./actions";

type RestoreButtonProps = { id: string; name: string; version: number; latest: number };

/** Asks, then makes an old version the newest again. */
export function RestoreButton({ id, name, version, latest }: RestoreButtonProps) {
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        Restore version {version}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Restore version ${version} of “${name}”?`}
        description={`Its configuration is checked and saved as version ${latest + 1}; no version is lost. Name, Enabled, Roles, Select tickets and credentials stay as they are.`}
        confirmLabel={`Restore version ${version}`}
        onConfirm={async () => {
          const result = await restoreVersion({ id, version }).catch(() => undefined);
          if (!result) return { error: "The server did not answer. Nothing was restored; try again." };
          if (!result.ok) return { error: result.error.message };
          toast.success(`Version ${version} restored as version ${result.value.version}.`);
          router.push(`/admin/integration/webhooks/${id}/versions?from=${latest}&to=${result.value.version}`);
          return undefined;
        }}
      />
    </>
  );
}
