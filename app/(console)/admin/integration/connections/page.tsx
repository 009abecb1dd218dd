import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { may } from "@/lib/access/permissions";
import { ConnectionsTable } from "./connections-table";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage({ searchParams }: PageProps<"/admin/integration/connections">) {
  const { principal } = await requirePage("webhooks.read");
  const params = parseListParams(await searchParams, {
    sortable: ["name", "updatedAt"],
    defaultSort: { key: "name", direction: "asc" },
  });
  const { items, total } = await runtime().stores.connections.list(params);
  const canWrite = may(principal, "connections.write");
  return (
    <>
      <PageHeader
        title="Connections"
        purpose="Credentials that several webhooks share. They are stored encrypted and never shown again."
        action={
          canWrite && (
            <ButtonLink href="/admin/integration/connections/new" variant="primary">
              New connection
            </ButtonLink>
          )
        }
      />
      <ConnectionsTable rows={items} total={total} params={params} canWrite={canWrite} />
    </>
  );
}
