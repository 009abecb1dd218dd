"use client";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type Meaning, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import { type Notice, noticeKinds } from "@/lib/notices/notice";

type NoticesTableProps = {
  rows: Notice[];
  total: number;
  params: ListParams;
  /** What came later is new to this person. */
  seenAt: Date | null;
};

const kinds: Record<Notice["kind"], { label: string; meaning: Meaning }> = {
  outage: { label: "Outage", meaning: "danger" },
  recovery: { label: "Recovery", meaning: "success" },
  certificate: { label: "Certificate", meaning: "warning" },
  job: { label: "Bulk job", meaning: "info" },
  test: { label: "Test", meaning: "faint" },
};

const calls: Record<NonNullable<Notice["postStatus"]>, { label: string; meaning: Meaning }> = {
  pending: { label: "Waiting", meaning: "warning" },
  sent: { label: "Sent", meaning: "success" },
  failed: { label: "Failed", meaning: "danger" },
};

const columnsFor = (seenAt: Date | null): Column<Notice>[] => [
  {
    id: "subject",
    header: "Notice",
    className: "min-w-56 max-w-96 whitespace-normal",
    cell: ({ subject, at }) => (
      <>
        {subject}
        {seenAt && at > seenAt && (
          <Badge tone="accent" className="ml-2">
            New
          </Badge>
        )}
      </>
    ),
  },
  {
    id: "kind",
    header: "Kind",
    cell: ({ kind }) => <Status meaning={kinds[kind].meaning}>{kinds[kind].label}</Status>,
  },
  {
    id: "text",
    header: "What happened",
    grow: true,
    className: "min-w-72 whitespace-pre-line [overflow-wrap:anywhere]",
    cell: ({ text }) => text,
  },
  { id: "call", header: "Call", className: "whitespace-normal", cell: (notice) => <Call {...notice} /> },
  { id: "at", header: "When", cell: ({ at }) => <Time value={at} /> },
];

/** What came of the call to the address of the settings. */
function Call({ postStatus, postAttempts, postError }: Notice) {
  if (!postStatus) return <span className="text-faint">–</span>;
  const { label, meaning } = calls[postStatus];
  return (
    <>
      <Status meaning={meaning}>{label}</Status>
      {postError && (
        <span className="block min-w-40 text-muted text-xs">
          {postError} {postAttempts} {postAttempts === 1 ? "try" : "tries"} so far.
        </span>
      )}
    </>
  );
}

export function NoticesTable({ rows, total, params, seenAt }: NoticesTableProps) {
  return (
    <DataTable
      caption="Notices"
      columns={columnsFor(seenAt)}
      rows={rows}
      rowId={({ id }) => id}
      rowName={({ subject }) => subject}
      rowHref={({ href }) => href}
      total={total}
      params={params}
      search="Search notices"
      filters={[
        {
          name: "kind",
          label: "Kind",
          options: noticeKinds.map((kind) => ({ value: kind, label: kinds[kind].label })),
        },
      ]}
      empty={
        <EmptyState
          title="Nothing has needed attention so far"
          action={<ButtonLink href="/admin/settings#notices">Choose who is told</ButtonLink>}
        >
          When a partner can’t be reached you are told here, once when it begins and once when it is over. The settings
          can send it by mail and to an address of yours too.
        </EmptyState>
      }
    />
  );
}
