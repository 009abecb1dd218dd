import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { may } from "@/lib/access/permissions";
import { personSortKeys } from "@/lib/desk/store";
import { PeopleTable } from "./people-table";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: PageProps<"/admin/people">) {
  const { principal } = await requirePage("people.read");
  const params = parseListParams(await searchParams, {
    sortable: personSortKeys,
    defaultSort: { key: "name", direction: "asc" },
    filters: { kind: ["agent", "requester"] },
  });
  const { stores } = runtime();
  const kind = params.filters.kind;
  const [{ items, total }, accounts, lists] = await Promise.all([
    stores.people.list({ ...params, isAgent: kind === undefined ? undefined : kind === "agent" }),
    stores.accounts.list(),
    stores.deskLists.load(),
  ]);
  const enabled = new Set(accounts.filter((account) => account.isEnabled).map((account) => account.personId));
  const names = new Map(lists.items.map((item) => [item.id, item.name]));
  const rows = items.map((person) => ({
    ...person,
    organization: names.get(person.organizationId ?? 0) ?? "",
    maySignIn: enabled.has(person.id) && !person.isDisabled,
  }));
  return (
    <>
      <PageHeader
        title="People"
        purpose="Agents who work tickets and requesters who ask for help."
        action={
          may(principal, "people.write") && (
            <ButtonLink href="/admin/people/new" variant="primary">
              New person
            </ButtonLink>
          )
        }
      />
      <PeopleTable rows={rows} total={total} params={params} mayWrite={may(principal, "people.write")} />
    </>
  );
}
