import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { pageOfSmallList } from "@/components/data-table/small-list";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { RolesTable } from "./roles-table";

export const metadata: Metadata = { title: "Roles" };

export default async function RolesPage({ searchParams }: PageProps<"/admin/roles">) {
  await requirePage("access.write");
  const params = parseListParams(await searchParams, {
    sortable: ["name"],
    defaultSort: { key: "name", direction: "asc" },
  });
  const { stores } = runtime();
  const [roles, accounts] = await Promise.all([stores.roles.list(), stores.accounts.list()]);
  const counted = roles.map((role) => ({
    ...role,
    people: accounts.filter((account) => account.roleId === role.id).length,
  }));
  const { rows, total } = pageOfSmallList(counted, params);
  return (
    <>
      <PageHeader
        title="Roles"
        purpose="What people and API keys may do. Webhooks list the roles that may fire them by hand."
        action={
          <ButtonLink href="/admin/roles/new" variant="primary">
            New role
          </ButtonLink>
        }
      />
      <RolesTable rows={rows} total={total} params={params} />
    </>
  );
}
