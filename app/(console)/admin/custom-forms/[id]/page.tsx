import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { CustomFormForm } from "../custom-form-form";

export const metadata: Metadata = { title: "Custom form" };

export default async function CustomFormPage({ params }: PageProps<"/admin/custom-forms/[id]">) {
  await requirePage("desk.write");
  const { stores } = runtime();
  const id = Number((await params).id);
  const customForm = Number.isSafeInteger(id) ? await stores.customForms.get(id) : undefined;
  if (!customForm) notFound();
  const { types } = await stores.deskLists.load();
  return (
    <>
      <PageHeader
        title={customForm.name}
        purpose={
          <>
            In templates: <code className="font-mono text-xs">{`{{ticket.${customForm.key}}}`}</code>
          </>
        }
      />
      <CustomFormForm customForm={customForm} types={types} />
    </>
  );
}
