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
import { BulkButtons, BulkMenu } from "./bulk-menu";
import { CancelDialog } from "./cancel-dialog";
import { DeliveryStatus } from "./delivery-status";
import { LastResult } from "./last-result";
import { describeTime } from "./periods";
import { redeliver, release } from "./redeliver";
import { TimeFilter } from "./time-filter";
import { ViewsMenu, type ViewsProps } from "./views-menu";

/** What is asked about: all that the list finds, or the rows that are ticked. */
type Bulk = { operation: BulkOperation; filter: DeliveryFilter; onStarted?: () => void };
type Option = { value: string; label: string };
/** `hint`: what it waits for, where that is not the time of its next attempt. */
type Row = Delivery & { hint?: string };
type DeliveriesTableProps = {
  rows: Row[];
  total: number;
  isCapped: boolean;
  params: ListParams;
  webhooks: Option[];
  /** What the list is narrowed to, for acting on all of it. */
  filter: DeliveryFilter;
  /** The ticket the list is narrowed to. */
  ticket?: Option;
  views: ViewsProps;
  mayWrite: boolean;
};

const path = "/admin/integration/deliveries";
const quietLink = "rounded-sm hover:underline hover:underline-offset-2";

const columns: Column<Row>[] = [
  {
    id: "status",
    header: "Status",
    className: "max-sm:max-w-32",
    cell: (delivery) => (
      <>
        <DeliveryStatus status={delivery.status} />
        <span className="sr-only">{`: ${nameOf(delivery)}`}</span>
        {/* On a phone the column that says so is out of sight. */}
        {delivery.hint && (
          <span className="block truncate font-normal text-muted text-xs sm:hidden">{delivery.hint}</span>
        )}
      </>
    ),
  },
  // Short enough on a phone that the pinned menu leaves the ticket free.
  { id: "webhook", header: "Webhook", className: "max-sm:max-w-28", cell: (delivery) => delivery.webhookName },
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
  {
    id: "next",
    header: "Next attempt",
    cell: ({ hint, nextAttemptAt }) =>
      hint ? <span className="text-muted">{hint}</span> : <Time value={nextAttemptAt} />,
  },
  {
    id: "created",
    header: "Created",
    sortKey: "createdAt",
    cell: (delivery) => <Time value={delivery.createdAt} />,
  },
];

export function DeliveriesTable(props: DeliveriesTableProps) {
  const { rows, total, isCapped, params, webhooks, filter, ticket, views, mayWrite } = props;
  const [cancelling, setCancelling] = useState<Delivery>();
  const [bulk, setBulk] = useState<Bulk>();
  const filters: TableFilter[] = [
    {
      name: "status",
      label: "Status",
      options: deliveryStatuses.map((status) => ({ value: status, label: deliveryStates[status].label })),
    },
    { name: "webhookId", label: "Webhook", options: webhooks },
    ...(ticket ? [{ name: "ticketId", label: "Ticket", options: [ticket] }] : []),
    { name: "code", label: "Reply", options: codeOptions(rows, params) },
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
        isCapped={isCapped}
        params={params}
        beside={<ViewsMenu {...views} params={params} />}
        moreFilters={<TimeFilter params={params} />}
        search="Search deliveries"
        filters={filters}
        actions={
          mayWrite && total > 0 && <BulkMenu filter={filter} onChoose={(operation) => setBulk({ operation, filter })} />
        }
        bulkActions={
          mayWrite
            ? ({ ids, clear }) => (
                <BulkButtons onChoose={(operation) => setBulk({ operation, filter: { ids }, onStarted: clear })} />
              )
            : undefined
        }
        empty={<NoDeliveries hasWebhooks={webhooks.length > 0} />}
      />
      {/* Not in the menu, which goes when the filter finds nothing more. */}
      {bulk && <BulkDialog {...bulk} described={describe(filters, params)} onClose={() => setBulk(undefined)} />}
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
  ...(describeTime(chosen) ? [`Created ${describeTime(chosen)}`] : []),
  ...(q ? [`containing “${q}”`] : []),
];

const usualCodes = [200, 201, 204, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504];

/** The usual status codes, those on this page, and the chosen one. */
function codeOptions(rows: readonly Delivery[], { filters }: ListParams): Option[] {
  const seen = rows.flatMap(({ lastStatus }) => lastStatus ?? []);
  const codes = new Set([...usualCodes, ...seen, ...(filters.code ? [Number(filters.code)] : [])]);
  return [...codes].sort((a, b) => a - b).map((code) => ({ value: String(code), label: String(code) }));
}

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
