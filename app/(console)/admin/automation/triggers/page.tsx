import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { triggerSortKeys } from "@/lib/automation/store";
import { loadRows } from "./load-rows";
import { NewTrigger } from "./new-trigger";
import { TriggersTable } from "./triggers-table";

export const metadata: Metadata = { title: "Triggers" };

export default async function TriggersPage({ searchParams }: PageProps<"/admin/automation/triggers">) {
  const { principal } = await requirePage("rules.read");
  const { stores } = runtime();
  const { types } = await stores.deskLists.load();
  const params = parseListParams(await searchParams, {
    sortable: triggerSortKeys,
    defaultSort: { key: "position", direction: "asc" },
    filters: { type: types.map(({ id }) => String(id)), enabled: ["yes", "no"] },
  });
  const { type, enabled } = params.filters;
  const { items, total } = await stores.triggers.list({
    ...params,
    ...(type && { ticketTypeId: Number(type) }),
    ...(enabled && { isEnabled: enabled === "yes" }),
  });
  const canWrite = may(principal, "rules.write");
  return (
    <>
      <PageHeader
        title="Triggers"
        purpose="Rules that act on a ticket by themselves when something happens to it, in this order."
        action={canWrite && <NewTrigger types={types} />}
      />
      <TriggersTable
        rows={await loadRows(stores, items, types)}
        total={total}
        params={params}
        types={types}
        canWrite={canWrite}
      />
    </>
  );
}
