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
import type { CustomForm } from "@/lib/desk/custom-forms";
import { removeCustomForm } from "./actions";

type Row = CustomForm & { typeNames: string[] };

const columns: Column<Row>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: (form) => form.name },
  {
    id: "path",
    header: "In templates",
    cell: (form) => <code className="font-mono text-xs">{`{{ticket.${form.key}}}`}</code>,
  },
  { id: "lines", header: "Lines", cell: (form) => (form.isMultiLine ? "Multi-line" : "Single line") },
  { id: "fields", header: "Fields", align: "right", cell: (form) => form.fields.length },
  { id: "types", header: "Ticket types", cell: (form) => form.typeNames.join(", ") },
];

export function CustomFormsTable({ rows, total, params }: { rows: Row[]; total: number; params: ListParams }) {
  const [removing, setRemoving] = useState<Row>();
  return (
    <>
      <DataTable
        caption="Custom forms"
        columns={columns}
        rows={rows}
        rowId={(form) => String(form.id)}
        rowName={(form) => form.name}
        rowHref={(form) => `/admin/custom-forms/${form.id}`}
        rowMenu={(form) => (
          <RowMenu name={form.name}>
            <MenuLink href={`/admin/custom-forms/${form.id}`}>Edit</MenuLink>
            <MenuItem danger onClick={() => setRemoving(form)}>
              Delete
            </MenuItem>
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search custom forms"
        empty={
          <EmptyState
            title="No custom forms yet"
            action={
              <ButtonLink href="/admin/custom-forms/new" variant="primary">
                New form
              </ButtonLink>
            }
          >
            A form named Integration with a field for the partner’s ticket number is the usual first one.
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={`Delete form “${removing?.name}”?`}
        description="Its values go from every ticket. A form that a webhook writes replies into can’t be deleted."
        confirmLabel="Delete form"
        typedName={removing?.name}
        danger
        onConfirm={async () => {
          const result = await removeCustomForm({ id: removing?.id ?? 0 });
          if (!result.ok) return { error: result.error.message };
          toast.success(`Form “${removing?.name}” deleted.`);
          return undefined;
        }}
      />
    </>
  );
}
