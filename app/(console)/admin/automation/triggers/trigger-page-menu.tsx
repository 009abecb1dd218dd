"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageMenu } from "@/components/shell/page-menu";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { DeleteTrigger } from "./delete-trigger";
import { useTriggerCommands } from "./use-trigger-commands";

/** What else can be done with the rule on this page. */
export function TriggerPageMenu({ trigger }: { trigger: { id: string; name: string; isEnabled: boolean } }) {
  const router = useRouter();
  const commands = useTriggerCommands();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageMenu>
        <MenuItem onClick={() => commands.setEnabled(trigger, !trigger.isEnabled)}>
          {trigger.isEnabled ? "Disable" : "Enable"}
        </MenuItem>
        <MenuItem onClick={() => commands.duplicate(trigger)}>Duplicate</MenuItem>
        <MenuSeparator />
        <MenuItem danger onClick={() => setDeleting(true)}>
          Delete
        </MenuItem>
      </PageMenu>
      <DeleteTrigger
        trigger={deleting ? trigger : undefined}
        onClose={() => setDeleting(false)}
        onDeleted={() => router.push("/admin/automation/triggers")}
      />
    </>
  );
}
