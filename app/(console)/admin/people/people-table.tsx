"use client";
import { useState } from "react";
import { toast } from "sonner";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { MenuItem, MenuLink } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { type Person, primaryEmail } from "@/lib/desk/person";
import { removePerson } from "./actions";

type Row = Person & { organization: string; maySignIn: boolean };

const columns: Column<Row>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: (person) => person.name },
  { id: "email", header: "E-mail", cell: (person) => primaryEmail(person) },
  { id: "kind", header: "Kind", cell: (person) => (person.isAgent ? "Agent" : "Requester") },
  { id: "organization", header: "Organization", cell: (person) => person.organization },
  {
    id: "signIn",
    header: "Sign-in",
    cell: (person) => (
      <Status meaning={person.maySignIn ? "success" : "faint"}>
        {person.maySignIn ? "May sign in" : "No account"}
      </Status>
    ),
  },
];

const filters = [
  {
    name: "kind",
    label: "Kind",
    options: [
      { value: "agent", label: "Agents" },
      { value: "requester", label: "Requesters" },
    ],
  },
];

type PeopleTableProps = { rows: Row[]; total: number; params: ListParams; mayWrite: boolean };

export function PeopleTable({ rows, total, params, mayWrite }: PeopleTableProps) {
  const [removing, setRemoving] = useState<Row>();
  return (
    <>
      <DataTable
        caption="People"
        columns={columns}
        rows={rows}
        rowId={(person) => String(person.id)}
        rowName={(person) => person.name}
        rowHref={(person) => `/admin/people/${person.id}`}
        rowMenu={
          mayWrite
            ? (person) => (
                <RowMenu name={person.name}>
                  <MenuLink href={`/admin/people/${person.id}`}>Edit</MenuLink>
                  <MenuItem danger onClick={() => setRemoving(person)}>
                    Delete
                  </MenuItem>
                </RowMenu>
              )
            : undefined
        }
        total={total}
        params={params}
        search="Search people"
        filters={filters}
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(open) => !open && setRemoving(undefined)}
        title={`Delete ${removing?.name}?`}
        description="Someone tickets or an account point at can’t be deleted; disable them instead."
        confirmLabel="Delete person"
        danger
        onConfirm={async () => {
          const result = await removePerson({ id: removing?.id ?? 0 });
          if (!result.ok) return { error: result.error.message };
          toast.success(`${removing?.name} deleted.`);
          return undefined;
        }}
      />
    </>
  );
}
