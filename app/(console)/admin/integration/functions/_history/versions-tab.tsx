import { runtime } from "@/app/_server/runtime";
import { parseListParams, type SearchParams } from "@/components/data-table/list-params";
import { VersionsTable } from "./versions-table";

/** Every saved version, newest first. */
export async function VersionsTab({
  functionId,
  currentVersion,
  searchParams,
  canWrite,
}: {
  functionId: string;
  currentVersion: number;
  searchParams: SearchParams;
  canWrite: boolean;
}) {
  const read = parseListParams(searchParams, {
    sortable: ["version"],
    defaultSort: { key: "version", direction: "desc" },
    filters: {},
  });
  const params = { ...read, keep: { tab: "versions" } };
  const { page, pageSize } = params;
  const { items, total } = await runtime().stores.functions.versions(functionId, { page, pageSize });
  const rows = items.map(({ version, at, actorName }) => ({ version, at, actorName }));
  return (
    <VersionsTable
      functionId={functionId}
      currentVersion={currentVersion}
      rows={rows}
      total={total}
      params={params}
      canWrite={canWrite}
    />
  );
}
