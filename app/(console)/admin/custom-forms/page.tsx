import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { pageOfSmallList } from "@/components/data-table/small-list";
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
  const typed = forms.map((form) => ({
    ...form,
    typeNames: lists.types.filter((type) => form.ticketTypeIds.includes(type.id)).map((type) => type.name),
  }));
  const { rows, total } = pageOfSmallList(typed, params);
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
      <CustomFormsTable rows={rows} total={total} params={params} />
    </>
  );
}
