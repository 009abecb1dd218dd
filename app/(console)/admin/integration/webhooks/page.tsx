import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { webhookSortKeys } from "@/lib/delivery/store";
import { AddWebhook } from "./add-webhook";
import { loadHealth } from "./webhook-health";
import { WebhooksTable } from "./webhooks-table";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage({ searchParams }: PageProps<"/admin/integration/webhooks">) {
  const { principal } = await requirePage("webhooks.read");
  const { stores } = runtime();
  const [{ types }, roles] = await Promise.all([stores.deskLists.load(), stores.roles.list()]);
  const params = parseListParams(await searchParams, {
    sortable: webhookSortKeys,
    defaultSort: { key: "name", direction: "asc" },
    filters: { type: types.map(({ id }) => String(id)), enabled: ["yes", "no"] },
  });
  const { type, enabled } = params.filters;
  const { items, total } = await stores.webhooks.list({
    ...params,
    ...(type && { ticketTypeId: Number(type) }),
    ...(enabled && { isEnabled: enabled === "yes" }),
  });
  const ids = may(principal, "deliveries.read") ? items.map(({ id }) => id) : [];
  const health = await loadHealth(stores, ids);
  const rows = items.map(({ id, name, ticketTypeId, config, isEnabled, roleIds, updatedAt }) => ({
    id,
    name,
    typeName: types.find((entry) => entry.id === ticketTypeId)?.name ?? "",
    method: config.method,
    url: config.url,
    isEnabled,
    health: health.get(id),
    roles: roles.filter((role) => roleIds.includes(role.id)).map((role) => role.name),
    updatedAt,
  }));
  const canWrite = may(principal, "webhooks.write");
  return (
    <>
      <PageHeader
        title="Webhooks"
        purpose="Calls from a ticket to another system: what is sent, who may send it, and what is kept of the reply."
        action={canWrite && <AddWebhook types={types} />}
      />
      <WebhooksTable rows={rows} total={total} params={params} types={types} canWrite={canWrite} />
    </>
  );
}
