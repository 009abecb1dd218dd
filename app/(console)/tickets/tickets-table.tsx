"use client";
import { useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { type Column, DataTable, type Selection } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type Meaning, Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { TicketSummary } from "@/lib/desk/ticket";
import { findMatching } from "./_fire-many/actions";
import { FireManyDialog, type Target } from "./_fire-many/fire-many-dialog";
import { mostTickets } from "./_fire-many/limits";

type Row = TicketSummary & { meaning: Meaning };
type Filter = "type" | "status" | "owner" | "priority";

const none = <span className="text-faint">–</span>;

const columns: Column<Row>[] = [
  { id: "displayId", header: "Display id", sortKey: "displayId", cell: (ticket) => ticket.displayId },
  {
    id: "title",
    header: "Title",
    sortKey: "title",
    grow: true,
    cell: (ticket) => <span title={ticket.title}>{ticket.title}</span>,
  },
  { id: "type", header: "Type", cell: (ticket) => ticket.typeName },
  {
    id: "status",
    header: "Status",
    sortKey: "status",
    cell: (ticket) => <Status meaning={ticket.meaning}>{ticket.statusName}</Status>,
  },
  { id: "priority", header: "Priority", sortKey: "priority", cell: (ticket) => ticket.priorityName ?? none },
  { id: "owner", header: "Owner", cell: (ticket) => ticket.ownerName ?? <span className="text-muted">Nobody</span> },
  { id: "requester", header: "Requester", cell: (ticket) => ticket.requesterName ?? none },
  { id: "updatedAt", header: "Updated", sortKey: "updatedAt", cell: (ticket) => <Time value={ticket.updatedAt} /> },
];

type TicketsTableProps = {
  rows: Row[];
  total: number;
  params: ListParams;
  mayWrite: boolean;
  mayFire: boolean;
  mayRetry: boolean;
  choices: Record<Filter, { value: string; label: string }[]>;
};

export function TicketsTable({ rows, total, params, mayWrite, mayFire, mayRetry, choices }: TicketsTableProps) {
  const search = useSearchParams();
  const [target, setTarget] = useState<Target>();
  const [pending, startTransition] = useTransition();

  const fireOnMatching = () =>
    startTransition(async () => {
      const result = await findMatching(Object.fromEntries(search)).catch(() => undefined);
      if (result?.ok) setTarget(result.value);
      else toast.error(result?.error.message ?? "The server did not answer. Try again.");
    });
  const bulkActions = ({ ids }: Selection) => (
    <>
      <Button onClick={() => setTarget({ tickets: rows.filter(({ id }) => ids.includes(String(id))) })}>
        Fire webhook…
      </Button>
      {ids.length === rows.length && total > rows.length && (
        <Button pending={pending} onClick={fireOnMatching}>
          {total > mostTickets ? `Fire on the first ${mostTickets} that match…` : `Fire on all ${total} that match…`}
        </Button>
      )}
    </>
  );
  return (
    <>
      <DataTable
        caption="Tickets"
        columns={columns}
        rows={rows}
        rowId={(ticket) => String(ticket.id)}
        rowName={(ticket) => ticket.displayId}
        rowHref={(ticket) => `/tickets/${ticket.displayId}`}
        total={total}
        params={params}
        search="Search tickets"
        bulkActions={mayFire ? bulkActions : undefined}
        filters={[
          { name: "type", label: "Type", options: choices.type },
          { name: "status", label: "Status", options: choices.status },
          { name: "owner", label: "Owner", options: choices.owner },
          { name: "priority", label: "Priority", options: choices.priority },
        ]}
        empty={
          <EmptyState
            title="Tickets hold what people ask for; webhooks are fired from them."
            action={
              mayWrite && (
                <ButtonLink href="/tickets/new" variant="primary">
                  New ticket
                </ButtonLink>
              )
            }
          >
            Create the first one here or through the API, then fire a webhook from its Actions menu.
          </EmptyState>
        }
      />
      <FireManyDialog target={target} onClose={() => setTarget(undefined)} mayRetry={mayRetry} />
    </>
  );
}
