import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { webMethodSortKeys } from "@/lib/inbound/store";
import { AddWebMethod } from "./add-web-method";
import { WebMethodsTable } from "./web-methods-table";

export const metadata: Metadata = { title: "Web Methods" };

export default async function WebMethodsPage({ searchParams }: PageProps<"/admin/integration/web-methods">) {
  const { principal } = await requirePage("webMethods.read");
  const { stores, config } = runtime();
  const { types } = await stores.deskLists.load();
  const params = parseListParams(await searchParams, {
    sortable: webMethodSortKeys,
    defaultSort: { key: "name", direction: "asc" },
    filters: { type: types.map(({ id }) => String(id)), enabled: ["yes", "no"] },
  });
  const { type, enabled } = params.filters;
  const { items, total } = await stores.webMethods.list({
    ...params,
    ...(type && { ticketTypeId: Number(type) }),
    ...(enabled && { isEnabled: enabled === "yes" }),
  });
  const rows = await Promise.all(
    items.map(async ({ id, name, ticketTypeId, isEnabled, runBusinessRules, lastCallAt, updatedAt }) => {
      const calls = await stores.webMethods.calls({ page: 1, pageSize: 1, webMethodId: id });
      return {
        id,
        name,
        url: `${config.publicUrl}/api/webmethods/${name}`,
        typeName: types.find((entry) => entry.id === ticketTypeId)?.name ?? "",
        isEnabled,
        runBusinessRules,
        lastCallAt,
        calls: calls.total,
        lastOutcome: calls.items[0]?.outcome,
        updatedAt,
      };
    }),
  );
  const canWrite = may(principal, "webMethods.write");
  return (
    <>
      <PageHeader
        title="Web Methods"
        purpose="Addresses other systems call to create and update tickets: who may call, what is taken from a call, and what is answered."
        action={canWrite && <AddWebMethod types={types} />}
      />
      <WebMethodsTable rows={rows} total={total} params={params} types={types} canWrite={canWrite} />
    </>
  );
}
