import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { AuditTable } from "./audit-table";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: PageProps<"/admin/audit">) {
  await requirePage("audit.read");
  const params = parseListParams(await searchParams, {
    sortable: ["at"],
    defaultSort: { key: "at", direction: "desc" },
  });
  const { items, total } = await runtime().stores.audit.list(params);
  return (
    <>
      <PageHeader
        title="Audit"
        purpose="Who changed what in the configuration. Entries are written with the change and never edited."
      />
      <AuditTable rows={items} total={total} params={params} />
    </>
  );
}
