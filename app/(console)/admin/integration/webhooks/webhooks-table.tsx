"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { typeFilters } from "@/components/tickets/type-filters";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { MethodBadge } from "@/components/ui/method-badge";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Method } from "@/lib/delivery/webhook";
import type { TicketType } from "@/lib/desk/desk-lists";
import { AddWebhook } from "./add-webhook";
import { DeleteWebhook } from "./delete-webhook";
import { useWebhookCommands } from "./use-webhook-commands";
import type { WebhookHealth } from "./webhook-health";

export type WebhookRow = {
  id: string;
  name: string;
  typeName: string;
  method: Method;
  url: string;
  isEnabled: boolean;
  /** Nothing while it has sent nothing, or for those who may not see deliveries. */
  health: WebhookHealth | undefined;
  roles: string[];
  updatedAt: Date;
};

type WebhooksTableProps = {
  rows: WebhookRow[];
  total: number;
  params: ListParams;
  types: TicketType[];
  canWrite: boolean;
};

const hrefOf = ({ id }: { id: string }) => `/admin/integration/webhooks/${id}`;

const columns: Column<WebhookRow>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: ({ name }) => name },
  { id: "type", header: "Ticket type", cell: ({ typeName }) => typeName },
  {
    id: "url",
    header: "Method and URL",
    grow: true,
    cell: ({ method, url, name }) => (
      <span className="flex min-w-0 items-center gap-2">
        <MethodBadge method={method} className="w-12 shrink-0" />
        <code className="min-w-0 truncate font-mono text-muted text-xs" title={url}>
          {url}
        </code>
        <CopyButton text={url} label={`Copy URL of ${name}`} className="-my-1 max-sm:hidden" />
      </span>
    ),
  },
  {
    id: "enabled",
    header: "Enabled",
    cell: ({ isEnabled }) => (
      <Status meaning={isEnabled ? "success" : "faint"}>{isEnabled ? "Enabled" : "Disabled"}</Status>
    ),
  },
  {
    id: "health",
    header: "Success, 24 h",
    align: "right",
    cell: ({ health }) =>
      health ? (
        <span title={`${health.attempts}${health.p95 ? `, p95 ${health.p95}` : ""}`}>{health.rate}</span>
      ) : (
        <span className="text-faint">–</span>
      ),
  },
  {
    id: "roles",
    header: "Roles",
    align: "right",
    cell: ({ roles, ...webhook }) => (
      <span className="inline-flex items-center gap-2" title={roles.join(", ") || "No role may fire it by hand"}>
        {roles.length}
        <ButtonLink
          href={`${hrefOf(webhook)}/roles`}
          variant="ghost"
          size="sm"
          className="-my-1 -mr-2 h-6 px-2"
          aria-label={`Roles of ${webhook.name}`}
        >
          Roles
        </ButtonLink>
      </span>
    ),
  },
  { id: "updated", header: "Updated", sortKey: "updatedAt", cell: ({ updatedAt }) => <Time value={updatedAt} /> },
];

export function WebhooksTable({ rows, total, params, types, canWrite }: WebhooksTableProps) {
  const router = useRouter();
  const [deleting, setDeleting] = useState<WebhookRow>();
  const commands = useWebhookCommands();
  const filters = useMemo(() => typeFilters(types), [types]);
  return (
    <>
      <DataTable
        caption="Webhooks"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={({ name }) => name}
        rowHref={hrefOf}
        rowMenu={(webhook) => (
          <RowMenu name={webhook.name}>
            <MenuLink href={hrefOf(webhook)}>{canWrite ? "Edit" : "View"}</MenuLink>
            <MenuLink href={`${hrefOf(webhook)}/roles`}>Roles</MenuLink>
            <MenuLink href={`/admin/integration/deliveries?webhookId=${webhook.id}`}>Deliveries</MenuLink>
            {canWrite && (
              <>
                <MenuSeparator />
                <MenuItem onClick={() => commands.duplicate(webhook)}>Duplicate</MenuItem>
                <MenuItem onClick={() => commands.setEnabled(webhook, !webhook.isEnabled)}>
                  {webhook.isEnabled ? "Disable" : "Enable"}
                </MenuItem>
                <MenuSeparator />
                <MenuItem danger onClick={() => setDeleting(webhook)}>
                  Delete
                </MenuItem>
              </>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search webhooks"
        filters={filters}
        empty={
          <EmptyState
            title="A webhook sends ticket data to another system, by hand or by a rule"
            action={canWrite && <AddWebhook types={types} />}
          >
            Choose the ticket type it acts on, paste the URL the receiving system gave you, and see the exact request
            before anything is sent.
          </EmptyState>
        }
      />
      <DeleteWebhook webhook={deleting} onClose={() => setDeleting(undefined)} onDeleted={() => router.refresh()} />
    </>
  );
}

const rowId = ({ id }: WebhookRow) => id;
