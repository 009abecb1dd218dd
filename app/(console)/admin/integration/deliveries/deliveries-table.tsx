"use client";
import Link from "next/link";
import { useState } from "react";
import { type Column, DataTable } from "@/components/data-table/data-table";
import type { ListParams } from "@/components/data-table/list-params";
import { RowMenu } from "@/components/data-table/row-menu";
import type { TableFilter } from "@/components/data-table/toolbar";
import { deliveryStates } from "@/components/exchange/delivery-states";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { MethodBadge } from "@/components/ui/method-badge";
import { Time } from "@/components/ui/time";
import type { BulkOperation, DeliveryFilter } from "@/lib/delivery/bulk";
import { type Delivery, deliveryStatuses, nextStatus } from "@/lib/delivery/delivery";
import { BulkDialog } from "./bulk-dialog";
import { BulkMenu } from "./bulk-menu";
import { CancelDialog } from "./cancel-dialog";
import { DeliveryStatus } from "./delivery-status";
import { LastResult } from "./last-result";
import { redeliver, release } from "./redeliver";

type Option = { value: string; label: string };
type DeliveriesTableProps = {
  rows: Delivery[];
  total: number;
  params: ListParams;
  webhooks: Option[];
  /** What the list is narrowed to, for acting on all of it. */
  filter: DeliveryFilter;
  /** The ticket the list is narrowed to. */
  ticket?: Option;
  mayWrite: boolean;
};

const path = "/admin/integration/deliveries";
const quietLink = "rounded-sm hover:underline hover:underline-offset-2";

const columns: Column<Delivery>[] = [
  {
    id: "status",
    header: "Status",
    cell: (delivery) => (
      <>
        <DeliveryStatus status={delivery.status} />
        <span className="sr-only">{`: ${nameOf(delivery)}`}</span>
      </>
    ),
  },
  { id: "webhook", header: "Webhook", cell: (delivery) => delivery.webhookName },
  {
    id: "ticket",
    header: "Ticket",
    cell: (delivery) => (
      <Link href={`/tickets/${delivery.ticketDisplayId}`} className={quietLink}>
        {delivery.ticketDisplayId}
      </Link>
    ),
  },
  {
    id: "request",
    header: "Request",
    grow: true,
    cell: ({ request }) => (
      <span title={request.url} className="font-mono text-xs">
        <MethodBadge method={request.method} /> {request.url.replace(/^https?:\/\//i, "")}
      </span>
    ),
  },
  { id: "attempts", header: "Attempts", align: "right", cell: (delivery) => delivery.attempts },
  { id: "result", header: "Last result", className: "max-w-36", cell: (delivery) => <LastResult {...delivery} /> },
  { id: "next", header: "Next attempt", cell: (delivery) => <Time value={delivery.nextAttemptAt} /> },
  {
    id: "created",
    header: "Created",
    sortKey: "createdAt",
    cell: (delivery) => <Time value={delivery.createdAt} />,
  },
];

export function DeliveriesTable(props: DeliveriesTableProps) {
  const { rows, total, params, webhooks, filter, ticket, mayWrite } = props;
  const [cancelling, setCancelling] = useState<Delivery>();
  const [operation, setOperation] = useState<BulkOperation>();
  const filters: TableFilter[] = [
    {
      name: "status",
      label: "Status",
      options: deliveryStatuses.map((status) => ({ value: status, label: deliveryStates[status].label })),
    },
    { name: "webhookId", label: "Webhook", options: webhooks },
    ...(ticket ? [{ name: "ticketId", label: "Ticket", options: [ticket] }] : []),
  ];
  return (
    <>
      <DataTable
        caption="Deliveries"
        columns={columns}
        rows={rows}
        rowId={(delivery) => delivery.id}
        rowName={nameOf}
        rowHref={(delivery) => `${path}/${delivery.id}`}
        rowMenu={(delivery) => (
          <RowMenu name={nameOf(delivery)}>
            <MenuLink href={`${path}/${delivery.id}`}>Open</MenuLink>
            <MenuLink href={`${path}?ticketId=${delivery.ticketId}`}>Deliveries of {delivery.ticketDisplayId}</MenuLink>
            {mayWrite && <MenuSeparator />}
            {mayWrite && nextStatus(delivery.status, { type: "redeliver" }) && (
              <MenuItem onClick={() => void redeliver(delivery)}>
                {delivery.status === "pending" ? "Send now" : "Redeliver"}
              </MenuItem>
            )}
            {mayWrite && nextStatus(delivery.status, { type: "release" }) && (
              <MenuItem onClick={() => void release(delivery)}>Release</MenuItem>
            )}
            {mayWrite && nextStatus(delivery.status, { type: "cancel" }) && (
              <MenuItem danger onClick={() => setCancelling(delivery)}>
                Cancel delivery
              </MenuItem>
            )}
          </RowMenu>
        )}
        total={total}
        params={params}
        search="Search deliveries"
        filters={filters}
        actions={mayWrite && total > 0 && <BulkMenu filter={filter} onChoose={setOperation} />}
        empty={<NoDeliveries hasWebhooks={webhooks.length > 0} />}
      />
      {/* Not in the menu, which goes when the filter finds nothing more. */}
      {operation && (
        <BulkDialog
          operation={operation}
          filter={filter}
          described={describe(filters, params)}
          onClose={() => setOperation(undefined)}
        />
      )}
      <CancelDialog delivery={cancelling} onClose={() => setCancelling(undefined)} />
    </>
  );
}

const nameOf = (delivery: Delivery) => `${delivery.webhookName} on ${delivery.ticketDisplayId}`;

/** The filters in words: "Status Failed, Webhook Order sync". */
const describe = (filters: readonly TableFilter[], { filters: chosen, q }: ListParams): string[] => [
  ...filters.flatMap(({ name, label, options }) => {
    const option = options.find(({ value }) => value === chosen[name]);
    return option ? [`${label} ${option.label}`] : [];
  }),
  ...(q ? [`containing “${q}”`] : []),
];

function NoDeliveries({ hasWebhooks }: { hasWebhooks: boolean }) {
  return (
    <EmptyState
      title="Every request a webhook sends is kept here, with each attempt and its reply."
      action={
        hasWebhooks ? (
          <ButtonLink href="/tickets">Go to tickets</ButtonLink>
        ) : (
          <ButtonLink href="/admin/integration/webhooks">Go to webhooks</ButtonLink>
        )
      }
      link={
        hasWebhooks && (
          <Link href="/admin/integration/webhooks" className="rounded-sm text-accent-text hover:underline">
            See the webhooks
          </Link>
        )
      }
    >
      {hasWebhooks
        ? "Open a ticket and pick a webhook from its Actions menu."
        : "Build a webhook, then fire it from a ticket."}
    </EmptyState>
  );
}
