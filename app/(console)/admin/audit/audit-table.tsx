"use client";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { AuditEntry } from "@/lib/access/store";

const columns: Column<AuditEntry>[] = [
  { id: "at", header: "When", cell: (entry) => <Time value={entry.at} /> },
  { id: "actor", header: "Who", cell: (entry) => entry.actorName },
  { id: "action", header: "What", cell: (entry) => <code className="font-mono text-xs">{entry.action}</code> },
  { id: "subject", header: "On", cell: (entry) => entry.subjectName },
  { id: "id", header: "Id", cell: (entry) => <code className="font-mono text-muted text-xs">{entry.subject}</code> },
];

export function AuditTable({ rows, total, params }: { rows: AuditEntry[]; total: number; params: ListParams }) {
  return (
    <DataTable
      caption="Audit entries"
      columns={columns}
      rows={rows}
      rowId={(entry) => entry.id}
      rowName={(entry) => `${entry.action} ${entry.subjectName}`}
      total={total}
      params={params}
      search="Search audit"
      empty={
        <EmptyState title="No changes yet">
          Every change to webhooks, forms, people, roles and keys will be listed here.
        </EmptyState>
      }
    />
  );
}
