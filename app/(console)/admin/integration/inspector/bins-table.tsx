"use client";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuLink } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import type { Bin } from "@/lib/inspector/bin";
import { useBinMenu } from "./bin-menu";
import { NewBin } from "./new-bin";

type Row = Omit<Bin, "response"> & { url: string };

const hrefOf = (bin: Row) => `/admin/integration/inspector/${bin.id}`;

const columns: Column<Row>[] = [
  { id: "name", header: "Name", sortKey: "name", cell: (bin) => bin.name },
  {
    id: "url",
    header: "URL",
    grow: true,
    cell: (bin) => (
      <span className="flex min-w-0 items-center gap-1">
        <code className="min-w-0 truncate font-mono text-muted text-xs" title={bin.url}>
          {bin.url}
        </code>
        <CopyButton text={bin.url} label={`Copy URL of ${bin.name}`} className="shrink-0 max-sm:hidden" />
      </span>
    ),
  },
  { id: "requests", header: "Requests", align: "right", cell: (bin) => bin.requestCount },
  {
    id: "last",
    header: "Last request",
    cell: (bin) =>
      bin.lastRequestAt ? <Time value={bin.lastRequestAt} /> : <span className="text-faint">None yet</span>,
  },
  { id: "created", header: "Created", sortKey: "createdAt", cell: (bin) => <Time value={bin.createdAt} /> },
];

export function BinsTable({ rows, total, params }: { rows: Row[]; total: number; params: ListParams }) {
  const { itemsFor, dialogs } = useBinMenu();
  return (
    <>
      <DataTable
        caption="Bins"
        columns={columns}
        rows={rows}
        rowId={(bin) => bin.id}
        rowName={(bin) => bin.name}
        rowHref={hrefOf}
        rowMenu={(bin) => (
          <RowMenu name={bin.name}>
            <MenuLink href={hrefOf(bin)}>Open</MenuLink>
            {itemsFor(bin)}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search bins"
        empty={
          <EmptyState title="A bin is an address that keeps every request it gets, byte for byte." action={<NewBin />}>
            Create one and use its URL in a webhook to see exactly what is sent, before a partner does.
          </EmptyState>
        }
      />
      {dialogs}
    </>
  );
}
