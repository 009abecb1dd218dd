import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { CustomFormsTable } from "./custom-forms-table";

export const metadata: Metadata = { title: "Custom forms" };

export default async function CustomFormsPage({ searchParams }: PageProps<"/admin/custom-forms">) {
  await requirePage("desk.write");
  const params = parseListParams(await searchParams, {
    sortable: ["name"],
    defaultSort: { key: "name", direction: "asc" },
  });
  const { stores } = runtime();
  const [forms, lists] = await Promise.all([stores.customForms.list(), stores.deskLists.load()]);
  const matching = forms.filter((form) => form.name.toLowerCase().includes(params.q.toLowerCase()));
  const rows = matching
    .map((form) => ({
      ...form,
      typeNames: lists.types.filter((type) => form.ticketTypeIds.includes(type.id)).map((type) => type.name),
    }))
    .sort((a, b) => a.name.localeCompare(b.name) * (params.sort.direction === "asc" ? 1 : -1))
    .slice((params.page - 1) * params.pageSize, params.page * params.pageSize);
  return (
    <>
      <PageHeader
        title="Custom forms"
        purpose="Extra fields on tickets. Templates read them as ticket.formname.fieldname; webhooks write replies into them."
        action={
          <ButtonLink href="/admin/custom-forms/new" variant="primary">
            New form
          </ButtonLink>
        }
      />
      <CustomFormsTable rows={rows} total={matching.length} params={params} />
    </>
  );
}
