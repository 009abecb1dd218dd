import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { BinsTable } from "./bins-table";
import { NewBin } from "./new-bin";

export const metadata: Metadata = { title: "Request Inspector" };

export default async function InspectorPage({ searchParams }: PageProps<"/admin/integration/inspector">) {
  await requirePage("inspector.use");
  const params = parseListParams(await searchParams, {
    sortable: ["name", "createdAt"],
    defaultSort: { key: "createdAt", direction: "desc" },
  });
  const { stores, config } = runtime();
  const bins = await stores.bins.list();
  const text = params.q.toLowerCase();
  const matching = bins.filter((bin) => bin.name.toLowerCase().includes(text) || bin.id.includes(params.q));
  const sign = params.sort.direction === "asc" ? 1 : -1;
  const rows = matching
    .map(({ response: _, ...bin }) => ({ ...bin, url: `${config.publicUrl}/inspect/${bin.id}` }))
    .sort(
      (a, b) =>
        (params.sort.key === "name"
          ? a.name.localeCompare(b.name, "en")
          : a.createdAt.getTime() - b.createdAt.getTime()) * sign,
    )
    .slice((params.page - 1) * params.pageSize, params.page * params.pageSize);
  return (
    <>
      <PageHeader
        title="Request Inspector"
        purpose="Bins receive requests and show them as they came in. They answer as you tell them to."
        action={bins.length > 0 && <NewBin />}
      />
      <BinsTable rows={rows} total={matching.length} params={params} />
    </>
  );
}
