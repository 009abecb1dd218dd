"use client";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import { Badge } from "@/components/ui/badge";
import { MenuItem } from "@/components/ui/menu";
import { Time } from "@/components/ui/time";
import { RestoreVersion } from "./restore-version";
import { VersionDetail } from "./version-detail";

type VersionRow = { version: number; at: Date; actorName: string };

type VersionsTableProps = {
  functionId: string;
  currentVersion: number;
  rows: VersionRow[];
  total: number;
  params: ListParams;
  canWrite: boolean;
};

/** Who saved what when; any version can be looked at and brought back. */
export function VersionsTable({ functionId, currentVersion, rows, total, params, canWrite }: VersionsTableProps) {
  const [opened, setOpened] = useState<number>();
  const [restoring, setRestoring] = useState<number>();
  const columns: Column<VersionRow>[] = [
    {
      id: "version",
      header: "Version",
      cell: ({ version }) => (
        <span className="inline-flex items-center gap-2">
          <button
            type="button"
            className="rounded-sm font-medium hover:underline hover:underline-offset-2"
            onClick={() => setOpened(version)}
          >
            <span className="sr-only">Open version </span>
            {version}
          </button>
          {version === currentVersion && <Badge>Current</Badge>}
        </span>
      ),
    },
    { id: "at", header: "Saved", cell: ({ at }) => <Time value={at} /> },
    { id: "actor", header: "By", grow: true, cell: ({ actorName }) => actorName },
  ];
  return (
    <>
      <DataTable
        caption="Versions"
        columns={columns}
        rows={rows}
        rowId={({ version }) => String(version)}
        rowName={({ version }) => `version ${version}`}
        rowMenu={(row) => (
          <RowMenu name={`version ${row.version}`}>
            <MenuItem onClick={() => setOpened(row.version)}>Show changes</MenuItem>
            {canWrite && row.version !== currentVersion && (
              <MenuItem onClick={() => setRestoring(row.version)}>Restore</MenuItem>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
      />
      <VersionDetail
        functionId={functionId}
        version={opened}
        onClose={() => setOpened(undefined)}
        onRestore={canWrite && opened !== currentVersion ? () => setRestoring(opened) : undefined}
      />
      <RestoreVersion
        functionId={functionId}
        version={restoring}
        currentVersion={currentVersion}
        onClose={() => setRestoring(undefined)}
        onRestored={() => setOpened(undefined)}
      />
    </>
  );
}
