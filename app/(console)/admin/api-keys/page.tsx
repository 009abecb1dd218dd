import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { pageOfSmallList } from "@/components/data-table/small-list";
import { PageHeader } from "@/components/shell/page-header";
import { ApiKeysTable } from "./api-keys-table";
import { NewApiKey } from "./new-api-key";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage({ searchParams }: PageProps<"/admin/api-keys">) {
  await requirePage("access.write");
  const params = parseListParams(await searchParams, {
    sortable: ["createdAt"],
    defaultSort: { key: "createdAt", direction: "desc" },
  });
  const { stores } = runtime();
  const [keys, roles] = await Promise.all([stores.apiKeys.list(), stores.roles.list()]);
  const names = new Map(roles.map((role) => [role.id, role.name]));
  const named = keys.map((key) => ({ ...key, roleName: names.get(key.roleId) ?? "" }));
  const byAge = (a: (typeof named)[number], b: typeof a) => a.createdAt.getTime() - b.createdAt.getTime();
  const { rows, total } = pageOfSmallList(named, params, byAge);
  return (
    <>
      <PageHeader
        title="API keys"
        purpose="For scripts and other systems that use the management API. A key may do what its role may."
        action={<NewApiKey roles={roles.map(({ id, name }) => ({ value: id, label: name }))} />}
      />
      <ApiKeysTable rows={rows} total={total} params={params} />
    </>
  );
}
