"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { typeFilters } from "@/components/tickets/type-filters";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import type { TicketType } from "@/lib/desk/desk-lists";
import type { CallOutcome } from "@/lib/inbound/web-method";
import { AddWebMethod } from "./add-web-method";
import { CallOutcomeStatus } from "./call-outcome";
import { DeleteWebMethod } from "./delete-web-method";
import { useWebMethodCommands } from "./use-web-method-commands";

type WebMethodRow = {
  id: string;
  name: string;
  url: string;
  typeName: string;
  isEnabled: boolean;
  runBusinessRules: boolean;
  lastCallAt: Date | null;
  lastOutcome: CallOutcome | undefined;
  calls: number;
  updatedAt: Date;
};

type WebMethodsTableProps = {
  rows: WebMethodRow[];
  total: number;
  params: ListParams;
  types: TicketType[];
  canWrite: boolean;
};

const hrefOf = ({ id }: { id: string }) => `/admin/integration/web-methods/${id}`;
const rowId = ({ id }: WebMethodRow) => id;

export function WebMethodsTable({ rows, total, params, types, canWrite }: WebMethodsTableProps) {
  const router = useRouter();
  const [deleting, setDeleting] = useState<WebMethodRow>();
  const { pending, setEnabled, copyUrl } = useWebMethodCommands();
  const columns: Column<WebMethodRow>[] = [
    { id: "name", header: "Name", sortKey: "name", cell: ({ name }) => name },
    { id: "type", header: "Ticket type", cell: ({ typeName }) => typeName },
    {
      id: "url",
      header: "Request URL",
      grow: true,
      cell: ({ url, name }) => (
        <span className="flex min-w-0 items-center gap-2">
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
      cell: (webMethod) => (
        <Switch
          aria-label={`${webMethod.name} enabled`}
          checked={webMethod.isEnabled}
          disabled={!canWrite || pending}
          onCheckedChange={(isEnabled) => setEnabled(webMethod, isEnabled)}
        />
      ),
    },
    {
      id: "last",
      header: "Last call",
      sortKey: "lastCallAt",
      cell: ({ lastCallAt, lastOutcome }) =>
        lastCallAt || lastOutcome ? (
          <span className="inline-flex items-center gap-3">
            {lastOutcome && <CallOutcomeStatus outcome={lastOutcome} />}
            {lastCallAt && <Time value={lastCallAt} />}
          </span>
        ) : (
          <span className="text-muted">Never called</span>
        ),
    },
    { id: "calls", header: "Calls", align: "right", cell: ({ calls }) => calls.toLocaleString("en") },
    { id: "updated", header: "Updated", sortKey: "updatedAt", cell: ({ updatedAt }) => <Time value={updatedAt} /> },
  ];
  const filters = useMemo(() => typeFilters(types), [types]);
  return (
    <>
      <DataTable
        caption="Web methods"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={({ name }) => name}
        rowHref={hrefOf}
        rowMenu={(webMethod) => (
          <RowMenu name={webMethod.name}>
            <MenuLink href={hrefOf(webMethod)}>Open</MenuLink>
            <MenuLink href={`${hrefOf(webMethod)}?tab=calls`}>Calls</MenuLink>
            <MenuItem onClick={() => void copyUrl(webMethod.url)}>Copy URL</MenuItem>
            {canWrite && (
              <>
                <MenuSeparator />
                <MenuItem onClick={() => setEnabled(webMethod, !webMethod.isEnabled)}>
                  {webMethod.isEnabled ? "Disable" : "Enable"}
                </MenuItem>
                <MenuSeparator />
                <MenuItem danger onClick={() => setDeleting(webMethod)}>
                  Delete
                </MenuItem>
              </>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search web methods"
        filters={filters}
        empty={
          <EmptyState
            title="A web method is an address with a key that another system calls to create or update tickets"
            action={canWrite && <AddWebMethod types={types} />}
          >
            Choose the ticket type, paste a call as the partner will send it, and click its values to say where they go.
          </EmptyState>
        }
      />
      <DeleteWebMethod webMethod={deleting} onClose={() => setDeleting(undefined)} onDeleted={() => router.refresh()} />
    </>
  );
}
