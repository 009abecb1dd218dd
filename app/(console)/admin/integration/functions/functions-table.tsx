"use client";
import type { ReactNode } from "react";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { CallbackFunction } from "@/lib/functions/function";
import { DeleteFunctions } from "./delete-functions";
import { PublishAnyway } from "./publish-anyway";
import { useFunctionCommands } from "./use-function-commands";

type FunctionRow = Pick<
  CallbackFunction,
  "id" | "name" | "apiName" | "isPublished" | "returnType" | "updatedAt" | "lastRunAt" | "lastOutcome"
>;

type FunctionsTableProps = {
  rows: FunctionRow[];
  total: number;
  params: ListParams;
  canWrite: boolean;
  /** Beside the filters, and in the empty list. */
  actions: ReactNode;
};

const hrefOf = ({ id }: { id: string }) => `/admin/integration/functions/${id}`;
const rowId = ({ id }: FunctionRow) => id;
const filters = [
  {
    name: "status",
    label: "Status",
    options: [
      { value: "published", label: "Published" },
      { value: "unpublished", label: "Unpublished" },
    ],
  },
];

const columns: Column<FunctionRow>[] = [
  { id: "name", header: "Name", sortKey: "name", grow: true, cell: ({ name }) => name },
  {
    id: "apiName",
    header: "API name",
    sortKey: "apiName",
    cell: ({ apiName }) =>
      apiName ? <code className="font-mono text-xs">{apiName}</code> : <span className="text-muted">None</span>,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ isPublished }) =>
      isPublished ? <Status meaning="success">Published</Status> : <Status meaning="faint">Unpublished</Status>,
  },
  { id: "returns", header: "Return type", cell: ({ returnType }) => returnType },
  { id: "updated", header: "Last modified", sortKey: "updatedAt", cell: ({ updatedAt }) => <Time value={updatedAt} /> },
  {
    id: "last",
    header: "Last call",
    sortKey: "lastRunAt",
    cell: ({ lastRunAt, lastOutcome }) =>
      lastRunAt ? (
        <span className="inline-flex items-center gap-3">
          <Status meaning={lastOutcome === "failed" ? "danger" : "success"}>
            {lastOutcome === "failed" ? "Failed" : "Succeeded"}
          </Status>
          <Time value={lastRunAt} />
        </span>
      ) : (
        <span className="text-muted">Never called</span>
      ),
  },
];

export function FunctionsTable({ rows, total, params, canWrite, actions }: FunctionsTableProps) {
  const [deleting, setDeleting] = useState<{ functions: FunctionRow[]; done: () => void }>();
  const [isAsking, setAsking] = useState(false);
  const askToDelete = (functions: FunctionRow[], done: () => void = () => undefined) => {
    setDeleting({ functions, done });
    setAsking(true);
  };
  const { pending, publish, unpublish, copyUrl, duplicate, ...held } = useFunctionCommands();
  return (
    <>
      <DataTable
        caption="Callback functions"
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={({ name }) => name}
        rowHref={hrefOf}
        rowMenu={(row) => (
          <RowMenu name={row.name}>
            <MenuLink href={hrefOf(row)}>{canWrite ? "Edit" : "Open"}</MenuLink>
            <MenuLink href={`${hrefOf(row)}?tab=runs`}>Runs</MenuLink>
            {canWrite && (
              <>
                {row.isPublished && <MenuItem onClick={() => copyUrl(row)}>Copy URL</MenuItem>}
                <MenuSeparator />
                <MenuItem disabled={pending} onClick={() => (row.isPublished ? unpublish : publish)(row)}>
                  {row.isPublished ? "Unpublish" : "Publish"}
                </MenuItem>
                <MenuItem disabled={pending} onClick={() => duplicate(row)}>
                  Duplicate
                </MenuItem>
                <MenuSeparator />
                <MenuItem danger onClick={() => askToDelete([row])}>
                  Delete
                </MenuItem>
              </>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search functions"
        filters={filters}
        actions={actions}
        bulkActions={
          canWrite
            ? ({ ids, clear }) => (
                <Button
                  variant="danger"
                  onClick={() =>
                    askToDelete(
                      rows.filter(({ id }) => ids.includes(id)),
                      clear,
                    )
                  }
                >
                  Delete
                </Button>
              )
            : undefined
        }
        empty={
          <EmptyState
            title="A callback function is a script that an external application runs by calling its URL"
            action={
              canWrite && (
                <span className="flex flex-wrap justify-center gap-2">
                  <ButtonLink variant="primary" href="/admin/integration/functions/new">
                    Add New
                  </ButtonLink>
                  {actions}
                </span>
              )
            }
          >
            Write it in Deluge, try it, and publish it: that makes the URL. Or begin with one of three samples.
          </EmptyState>
        }
      />
      <PublishAnyway heldBack={held.heldBack} onClose={held.letGo} onPublish={held.publishAnyway} />
      <DeleteFunctions
        open={isAsking}
        functions={deleting?.functions ?? []}
        onClose={() => setAsking(false)}
        onDeleted={() => deleting?.done()}
      />
    </>
  );
}
