"use client";
import { useState } from "react";
import { toast } from "sonner";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { MenuItem, MenuLink } from "@/components/ui/menu";
import { allPermissions } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/role";
import { removeRole } from "./actions";

type Row = Role & { people: number };

const columns: Column<Row>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: (role) => role.name },
  { id: "description", header: "Description", cell: (role) => <span className="text-muted">{role.description}</span> },
  {
    id: "permissions",
    header: "Permissions",
    align: "right",
    cell: (role) =>
      role.builtIn === "administrator" ? "all" : `${role.permissions.length} of ${allPermissions.length}`,
  },
  { id: "people", header: "People", align: "right", cell: (role) => role.people },
  { id: "builtIn", header: "Built in", hideHeader: true, cell: (role) => role.builtIn && <Badge>Built in</Badge> },
];

export function RolesTable({ rows, total, params }: { rows: Row[]; total: number; params: ListParams }) {
  const [removing, setRemoving] = useState<Row>();
  return (
    <>
      <DataTable
        caption="Roles"
        columns={columns}
        rows={rows}
        rowId={(role) => role.id}
        rowName={(role) => role.name}
        rowHref={(role) => `/admin/roles/${role.id}`}
        rowMenu={(role) => (
          <RowMenu name={role.name}>
            <MenuLink href={`/admin/roles/${role.id}`}>Edit</MenuLink>
            {!role.builtIn && (
              <MenuItem danger onClick={() => setRemoving(role)}>
                Delete
              </MenuItem>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search roles"
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={`Delete role “${removing?.name}”?`}
        description="A role that people, API keys or webhooks still use can’t be deleted."
        confirmLabel="Delete role"
        danger
        onConfirm={async () => {
          const result = await removeRole({ id: removing?.id ?? "" });
          if (!result.ok) return { error: result.error.message };
          toast.success(`Role “${removing?.name}” deleted.`);
          return undefined;
        }}
      />
    </>
  );
}
