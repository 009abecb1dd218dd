import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { everything } from "@/lib/core/page";
import type { DeliveryFilter } from "@/lib/delivery/bulk";
import { deliveryStatuses } from "@/lib/delivery/delivery";
import { deliverySortKeys } from "@/lib/delivery/store";
import { DeliveriesTable } from "./deliveries-table";

export const metadata: Metadata = { title: "Deliveries" };

export default async function DeliveriesPage({ searchParams }: PageProps<"/admin/integration/deliveries">) {
  const { principal } = await requirePage("deliveries.read");
  const params = parseListParams(await searchParams, {
    sortable: deliverySortKeys,
    defaultSort: { key: "createdAt", direction: "desc" },
    filters: { status: deliveryStatuses, webhookId: "any", ticketId: "any" },
  });
  const { stores } = runtime();
  const { status, webhookId, ticketId } = params.filters;
  const ticket = ticketId === undefined ? undefined : (await stores.tickets.graph(idOf(ticketId)))?.ticket;
  const filter: DeliveryFilter = {
    status: deliveryStatuses.find((known) => known === status),
    webhookId,
    ticketId: ticketId === undefined ? undefined : (ticket?.id ?? (Number(idOf(ticketId)) || 0)),
    q: params.q,
  };
  const [{ items, total }, webhooks] = await Promise.all([
    stores.deliveries.list({ ...params, ...filter }),
    stores.webhooks.list({ ...everything, sort: { key: "name", direction: "asc" } }),
  ]);
  const names = webhooks.items.map(({ id, name }) => ({ value: id, label: name }));
  const isGone = webhookId !== undefined && !names.some(({ value }) => value === webhookId);
  return (
    <>
      <Live topic="deliveries" />
      <PageHeader
        title="Deliveries"
        purpose="Every request Hookdesk has sent or is about to send, and what came back."
      />
      <DeliveriesTable
        rows={items}
        total={total}
        params={params}
        filter={filter}
        webhooks={isGone ? [...names, { value: webhookId, label: items[0]?.webhookName ?? "Deleted webhook" }] : names}
        ticket={ticketId ? { value: ticketId, label: ticket?.displayId ?? ticketId } : undefined}
        mayWrite={may(principal, "deliveries.write")}
      />
    </>
  );
}

/** A ticket can be named by id or display id; deliveries of one that is gone are still found by its id. */
const idOf = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text);
