"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import type { RowOrder } from "@/components/data-table/row-order";
import { typeFilters } from "@/components/tickets/type-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { TicketType } from "@/lib/desk/desk-lists";
import { DeleteTrigger } from "./delete-trigger";
import { EnabledSwitch } from "./enabled-switch";
import type { TriggerRow } from "./load-rows";
import { NewTrigger } from "./new-trigger";
import { movedTo } from "./order";
import { useTriggerCommands } from "./use-trigger-commands";

type TriggersTableProps = {
  rows: TriggerRow[];
  total: number;
  params: ListParams;
  types: TicketType[];
  canWrite: boolean;
};

const hrefOf = ({ id }: { id: string }) => `/admin/automation/triggers/${id}`;

export function TriggersTable({ rows, total, params, types, canWrite }: TriggersTableProps) {
  const router = useRouter();
  const [deleting, setDeleting] = useState<TriggerRow>();
  const { shown, showMoved, putBack } = useShownOrder(rows);
  const commands = useTriggerCommands();
  const move = (row: TriggerRow, place: number) => {
    showMoved(row, place);
    commands.move(row, place, putBack);
  };
  const columns = columnsFor(canWrite ? commands.changeEnabled : undefined);
  const filters = useMemo(() => typeFilters(types), [types]);
  const order: RowOrder<TriggerRow> = { ...placement, onMove: canWrite ? move : undefined };
  const isInOrder = params.sort.key === "position" && params.sort.direction === "asc";
  return (
    <>
      <DataTable
        caption="Triggers"
        columns={columns}
        rows={isInOrder ? shown : rows}
        rowId={rowId}
        rowName={({ name }) => name}
        rowHref={hrefOf}
        order={order}
        rowMenu={(trigger) => (
          <RowMenu name={trigger.name}>
            <MenuLink href={hrefOf(trigger)}>Open</MenuLink>
            {canWrite && (
              <>
                <MenuItem onClick={() => commands.duplicate(trigger)}>Duplicate</MenuItem>
                <MenuItem onClick={() => commands.setEnabled(trigger, !trigger.isEnabled)}>
                  {trigger.isEnabled ? "Disable" : "Enable"}
                </MenuItem>
                <MenuSeparator />
                <MenuItem disabled={trigger.position <= 1} onClick={() => move(trigger, trigger.position - 1)}>
                  Move up
                </MenuItem>
                <MenuItem
                  disabled={trigger.position >= trigger.count}
                  onClick={() => move(trigger, trigger.position + 1)}
                >
                  Move down
                </MenuItem>
                <MenuSeparator />
                <MenuItem danger onClick={() => setDeleting(trigger)}>
                  Delete
                </MenuItem>
              </>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search triggers"
        filters={filters}
        empty={
          <EmptyState
            title="A trigger watches tickets and acts when one meets its conditions: it fires a webhook, sets a field, adds a note"
            action={canWrite && <NewTrigger types={types} />}
          >
            Choose the ticket type it watches, say which tickets it is about, add an action, and try it on a ticket
            before it is saved.
          </EmptyState>
        }
      />
      <DeleteTrigger trigger={deleting} onClose={() => setDeleting(undefined)} onDeleted={() => router.refresh()} />
    </>
  );
}

const rowId = ({ id }: TriggerRow) => id;

const placement: Omit<RowOrder<TriggerRow>, "onMove"> = {
  header: "Order",
  sortKey: "position",
  groupOf: ({ ticketTypeId, typeName }) => ({ id: String(ticketTypeId), name: typeName }),
  placeOf: ({ position }) => position,
  countOf: ({ count }) => count,
};

/** The order on show: what was moved stands there before the server has answered. */
function useShownOrder(rows: TriggerRow[]) {
  const [order, setOrder] = useState({ rows, shown: rows });
  if (order.rows !== rows) setOrder({ rows, shown: rows });
  return {
    shown: order.rows === rows ? order.shown : rows,
    showMoved: ({ id }: TriggerRow, place: number) =>
      setOrder(({ shown }) => ({ rows, shown: movedTo(shown, id, place) })),
    putBack: () => setOrder({ rows, shown: rows }),
  };
}

type SetEnabled = ReturnType<typeof useTriggerCommands>["changeEnabled"];

const columnsFor = (setEnabled: SetEnabled | undefined): Column<TriggerRow>[] => [
  {
    id: "name",
    header: "Rule Name",
    sortKey: "name",
    className: "max-w-40 min-[90rem]:max-w-80",
    cell: ({ name }) => <span title={name}>{name}</span>,
  },
  { id: "type", header: "Ticket type", cell: ({ typeName }) => typeName },
  { id: "when", header: "Execute When", cell: (row) => row.executeWhen },
  {
    id: "conditions",
    header: "Conditions",
    className: "max-w-32 min-[90rem]:max-w-56",
    cell: ({ conditions }) => <Short text={conditions} />,
  },
  {
    id: "actions",
    header: "Actions",
    grow: true,
    className: "min-w-24",
    cell: ({ actions }) => <Short text={actions} />,
  },
  {
    id: "enabled",
    header: "Enabled",
    cell: (row) =>
      setEnabled ? (
        <EnabledSwitch name={row.name} isEnabled={row.isEnabled} onChange={(isEnabled) => setEnabled(row, isEnabled)} />
      ) : (
        <Status meaning={row.isEnabled ? "success" : "faint"}>{row.isEnabled ? "Enabled" : "Disabled"}</Status>
      ),
  },
  { id: "runs", header: "Runs", align: "right", cell: ({ runs }) => runs.toLocaleString("en") },
  {
    id: "lastRun",
    header: "Last run",
    sortKey: "lastRunAt",
    cell: ({ lastRunAt }) => (lastRunAt ? <Time value={lastRunAt} /> : <span className="text-muted">Never</span>),
  },
];

const Short = ({ text }: { text: string }) => (
  <span title={text} className="text-muted">
    {text}
  </span>
);
