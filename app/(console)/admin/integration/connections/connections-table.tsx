"use client";
import { useState } from "react";
import { toast } from "sonner";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import type { Connection } from "@/lib/delivery/connection";
import { authKindOf } from "@/lib/wire/auth/kinds";
import { removeConnection } from "./actions";

const hrefOf = ({ id }: Connection) => `/admin/integration/connections/${id}`;
const kindOf = ({ auth }: Connection) => (auth.type === "shared" ? "" : authKindOf(auth.type).label);

const columns: Column<Connection>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: (connection) => connection.name },
  { id: "type", header: "Authentication", cell: kindOf },
  {
    id: "hosts",
    header: "May be sent to",
    cell: ({ hosts }) =>
      hosts.length === 0 ? <span className="text-muted">any host</span> : <code>{hosts.join(", ")}</code>,
  },
  {
    id: "usedBy",
    header: "Used by",
    align: "right",
    cell: ({ usedBy }) => `${usedBy.length} ${usedBy.length === 1 ? "webhook" : "webhooks"}`,
  },
  { id: "updatedAt", header: "Changed", sortKey: "updatedAt", cell: ({ updatedAt }) => <Time value={updatedAt} /> },
];

type ConnectionsTableProps = { rows: Connection[]; total: number; params: ListParams; canWrite: boolean };

export function ConnectionsTable({ rows, total, params, canWrite }: ConnectionsTableProps) {
  const [removing, setRemoving] = useState<Connection>();
  return (
    <>
      <DataTable
        caption="Connections"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        rowHref={hrefOf}
        rowMenu={(connection) => (
          <RowMenu name={connection.name}>
            <MenuLink href={hrefOf(connection)}>{canWrite ? "Edit" : "Open"}</MenuLink>
            {canWrite && (
              <MenuItem danger onClick={() => setRemoving(connection)}>
                Delete
              </MenuItem>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search connections"
        empty={
          <EmptyState
            title="No shared connections yet"
            action={
              canWrite && (
                <ButtonLink href="/admin/integration/connections/new" variant="primary">
                  New connection
                </ButtonLink>
              )
            }
          >
            A webhook can keep its own credentials. Share them here when several webhooks call the same partner, and
            change a password in one place.
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={`Delete connection “${removing?.name}”?`}
        description="A connection that webhooks still use can’t be deleted. Its credentials are gone for good."
        confirmLabel="Delete connection"
        danger
        onConfirm={async () => {
          const result = await removeConnection({ id: removing?.id ?? "" });
          if (!result.ok) return { error: result.error.message };
          toast.success(`Connection “${removing?.name}” deleted.`);
          return undefined;
        }}
      />
    </>
  );
}
