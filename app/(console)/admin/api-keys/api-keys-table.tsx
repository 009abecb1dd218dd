"use client";
import { useState } from "react";
import { toast } from "sonner";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ApiKey } from "@/lib/access/role";
import { revokeApiKey } from "./actions";

type Row = ApiKey & { roleName: string };

const columns: Column<Row>[] = [
  { id: "name", header: "Name", cell: (key) => <span className="font-medium">{key.name}</span> },
  {
    id: "status",
    header: "Status",
    cell: (key) => (
      <Status meaning={key.revokedAt ? "faint" : "success"}>{key.revokedAt ? "Revoked" : "Active"}</Status>
    ),
  },
  { id: "role", header: "Role", cell: (key) => key.roleName },
  { id: "hint", header: "Ends with", cell: (key) => <code className="font-mono text-xs">…{key.hint}</code> },
  { id: "used", header: "Last used", cell: (key) => (key.lastUsedAt ? <Time value={key.lastUsedAt} /> : "Never") },
  { id: "created", header: "Created", sortKey: "createdAt", cell: (key) => <Time value={key.createdAt} /> },
  { id: "by", header: "By", cell: (key) => key.createdBy },
];

export function ApiKeysTable({ rows, total, params }: { rows: Row[]; total: number; params: ListParams }) {
  const [revoking, setRevoking] = useState<Row>();
  return (
    <>
      <DataTable
        caption="API keys"
        columns={columns}
        rows={rows}
        rowId={(key) => key.id}
        rowName={(key) => key.name}
        rowMenu={(key) =>
          !key.revokedAt && (
            <RowMenu name={key.name}>
              <MenuItem danger onClick={() => setRevoking(key)}>
                Revoke
              </MenuItem>
            </RowMenu>
          )
        }
        total={total}
        params={params}
        search="Search API keys"
        empty={
          <EmptyState title="No API keys yet">
            Create one for each script or system, so that you can revoke it alone.
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={revoking !== undefined}
        onOpenChange={(open) => !open && setRevoking(undefined)}
        title={`Revoke API key “${revoking?.name}”?`}
        description="Whatever uses it is refused from now on. This can’t be undone."
        confirmLabel="Revoke key"
        danger
        onConfirm={async () => {
          const result = await revokeApiKey({ id: revoking?.id ?? "" });
          if (!result.ok) return { error: result.error.message };
          toast.success(`API key “${revoking?.name}” revoked.`);
          return undefined;
        }}
      />
    </>
  );
}
