"use client";
import Link from "next/link";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { formatMs } from "@/components/exchange/format";
import { Live } from "@/components/shell/live";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { callOutcomes, type WebMethodCall } from "@/lib/inbound/web-method";
import { CallDetail } from "./call-detail";
import { CallOutcomeStatus, callStates } from "./call-outcome";

/** A call as a row; its request and answer are loaded when it is opened. */
export type CallRow = Pick<
  WebMethodCall,
  "id" | "at" | "durationMs" | "remoteAddress" | "outcome" | "ticketDisplayId" | "notes"
> & { status: number };

type CallsTableProps = {
  webMethodId: string;
  rows: CallRow[];
  total: number;
  params: ListParams;
  /** The ticket the list is narrowed to. */
  ticket?: { value: string; label: string };
};

const filterOptions = callOutcomes.map((value) => ({ value, label: callStates[value].label }));
const quietLink = "rounded-sm hover:underline hover:underline-offset-2";

/** The log of a web method's calls, as it happens. */
export function CallsTable({ webMethodId, rows, total, params, ticket }: CallsTableProps) {
  const [opened, setOpened] = useState<string>();
  const columns: Column<CallRow>[] = [
    {
      id: "at",
      header: "Time",
      sortKey: "at",
      cell: ({ id, at }) => (
        <button type="button" className={`${quietLink} font-medium`} onClick={() => setOpened(id)}>
          <span className="sr-only">Open call of </span>
          <Time value={at} />
        </button>
      ),
    },
    { id: "outcome", header: "Outcome", cell: ({ outcome }) => <CallOutcomeStatus outcome={outcome} /> },
    {
      id: "ticket",
      header: "Ticket",
      cell: ({ ticketDisplayId }) =>
        ticketDisplayId && (
          <Link href={`/tickets/${ticketDisplayId}`} prefetch={false} className={quietLink}>
            {ticketDisplayId}
          </Link>
        ),
    },
    {
      id: "notes",
      header: "Notes",
      grow: true,
      cell: ({ notes }) => (
        <span className="text-muted" title={notes.join("\n")}>
          {notes.join(" ")}
        </span>
      ),
    },
    {
      id: "address",
      header: "Address",
      cell: ({ remoteAddress }) => <code className="font-mono text-xs">{remoteAddress}</code>,
    },
    { id: "status", header: "Status", align: "right", cell: ({ status }) => status },
    { id: "duration", header: "Duration", align: "right", cell: ({ durationMs }) => formatMs(durationMs) },
  ];
  return (
    <>
      <Live topic="webMethod" id={webMethodId} />
      <DataTable
        caption="Calls"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowName={({ id }) => id}
        total={total}
        params={params}
        search="Search calls"
        filters={[
          { name: "outcome", label: "Outcome", options: filterOptions },
          ...(ticket ? [{ name: "ticket", label: "Ticket", options: [ticket] }] : []),
        ]}
        empty={
          <EmptyState title="Nobody has called this web method yet">
            Every call with the right key is kept here, with what it brought, what it did and what it was answered.
          </EmptyState>
        }
      />
      <CallDetail id={opened} onClose={() => setOpened(undefined)} />
    </>
  );
}
