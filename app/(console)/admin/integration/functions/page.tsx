import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { may } from "@/lib/access/permissions";
import { functionSortKeys } from "@/lib/functions/store";
import { FunctionsTable } from "./functions-table";
import { ImportSamples } from "./import-samples";

export const metadata: Metadata = { title: "Callback Custom Functions" };

export default async function FunctionsPage({ searchParams }: PageProps<"/admin/integration/functions">) {
  const { principal } = await requirePage("functions.read");
  const { stores } = runtime();
  const params = parseListParams(await searchParams, {
    sortable: functionSortKeys,
    defaultSort: { key: "name", direction: "asc" },
    filters: { status: ["published", "unpublished"] },
  });
  const { status } = params.filters;
  const { items, total } = await stores.functions.list({
    ...params,
    ...(status && { isPublished: status === "published" }),
  });
  const rows = items.map(({ id, name, apiName, isPublished, returnType, updatedAt, lastRunAt, lastOutcome }) => ({
    ...{ id, name, apiName, isPublished, returnType, updatedAt, lastRunAt, lastOutcome },
  }));
  const canWrite = may(principal, "functions.write");
  return (
    <>
      <PageHeader
        title="Callback Custom Functions"
        purpose="Scripts in Deluge that external applications run by calling a URL."
        action={
          canWrite && (
            <ButtonLink variant="primary" href="/admin/integration/functions/new">
              New
            </ButtonLink>
          )
        }
      />
      <FunctionsTable
        rows={rows}
        total={total}
        params={params}
        canWrite={canWrite}
        actions={canWrite && <ImportSamples />}
      />
    </>
  );
}
