import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { CustomFormForm } from "../custom-form-form";

export const metadata: Metadata = { title: "New form" };

export default async function NewCustomFormPage() {
  await requirePage("desk.write");
  const { types } = await runtime().stores.deskLists.load();
  return (
    <>
      <PageHeader title="New form" purpose="It appears on every ticket of the chosen types." />
      <CustomFormForm types={types} />
    </>
  );
}
