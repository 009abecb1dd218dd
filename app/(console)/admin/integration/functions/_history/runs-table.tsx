"use client";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { formatMs } from "@/components/exchange/format";
import { Live } from "@/components/shell/live";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { type FunctionRun, runOrigins } from "@/lib/functions/run";
import { RunDetail } from "./run-detail";
import { originLabels, outcomeLabels, RunOutcome } from "./run-words";

type RunRow = Pick<FunctionRun, "id" | "at" | "durationMs" | "origin" | "outcome" | "result"> & { who: string };

type RunsTableProps = {
  functionId: string;
  rows: RunRow[];
  total: number;
  params: ListParams;
  canWrite: boolean;
};

const filters = [
  {
    name: "outcome",
    label: "Outcome",
    options: Object.entries(outcomeLabels).map(([value, label]) => ({ value, label })),
  },
  { name: "origin", label: "Started by", options: runOrigins.map((value) => ({ value, label: originLabels[value] })) },
];

/** The history of a function's runs, as it happens. */
export function RunsTable({ functionId, rows, total, params, canWrite }: RunsTableProps) {
  // The timeline of a ticket links to one run by searching for its id.
  const [opened, setOpened] = useState(rows.find(({ id }) => id === params.q)?.id);
  const columns: Column<RunRow>[] = [
    {
      id: "at",
      header: "Time",
      sortKey: "at",
      cell: ({ id, at }) => (
        <button
          type="button"
          className="rounded-sm font-medium hover:underline hover:underline-offset-2"
          onClick={() => setOpened(id)}
        >
          <span className="sr-only">Open run of </span>
          <Time value={at} />
        </button>
      ),
    },
    { id: "outcome", header: "Outcome", cell: ({ outcome }) => <RunOutcome outcome={outcome} /> },
    {
      id: "result",
      header: "Result",
      grow: true,
      cell: ({ result }) => (
        <span className="font-mono text-muted text-xs" title={result}>
          {result || "(nothing)"}
        </span>
      ),
    },
    { id: "origin", header: "Started by", cell: ({ origin }) => originLabels[origin] },
    { id: "who", header: "From", cell: ({ who }) => <span className="text-muted">{who}</span> },
    { id: "duration", header: "Duration", align: "right", cell: ({ durationMs }) => formatMs(durationMs) },
  ];
  return (
    <>
      <Live topic="function" id={functionId} />
      <DataTable
        caption="Runs"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowName={({ id }) => id}
        total={total}
        params={params}
        search="Search runs"
        filters={filters}
        empty={
          <EmptyState title="This function has not run yet">
            Every run is kept here: who started it, with what, what it gave, what it logged and what it called.
          </EmptyState>
        }
      />
      <RunDetail id={opened} canWrite={canWrite} onClose={() => setOpened(undefined)} onOpen={setOpened} />
    </>
  );
}
