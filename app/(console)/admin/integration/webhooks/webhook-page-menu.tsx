"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageMenu } from "@/components/shell/page-menu";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { DeleteWebhook } from "./delete-webhook";
import { useWebhookCommands } from "./use-webhook-commands";

type WebhookPageMenuProps = {
  webhook: { id: string; name: string; isEnabled: boolean };
  canWrite: boolean;
  canSeeDeliveries: boolean;
};

/** What else can be done with the webhook on this page. */
export function WebhookPageMenu({ webhook, canWrite, canSeeDeliveries }: WebhookPageMenuProps) {
  const router = useRouter();
  const commands = useWebhookCommands();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageMenu>
        <MenuLink href={`/admin/integration/webhooks/${webhook.id}/roles`}>Roles</MenuLink>
        <MenuLink href={`/admin/integration/webhooks/${webhook.id}/versions`}>Version history</MenuLink>
        {canSeeDeliveries && (
          <MenuLink href={`/admin/integration/deliveries?webhookId=${webhook.id}`}>Deliveries of this webhook</MenuLink>
        )}
        {canWrite && (
          <>
            <MenuSeparator />
            <MenuItem onClick={() => commands.setEnabled(webhook, !webhook.isEnabled)}>
              {webhook.isEnabled ? "Disable" : "Enable"}
            </MenuItem>
            <MenuItem onClick={() => commands.duplicate(webhook)}>Duplicate</MenuItem>
            <MenuSeparator />
            <MenuItem danger onClick={() => setDeleting(true)}>
              Delete
            </MenuItem>
          </>
        )}
      </PageMenu>
      <DeleteWebhook
        webhook={deleting ? webhook : undefined}
        onClose={() => setDeleting(false)}
        onDeleted={() => router.push("/admin/integration/webhooks")}
      />
    </>
  );
}
