import type { Metadata } from "next";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { RoleForm } from "../role-form";

export const metadata: Metadata = { title: "New role" };

export default async function NewRolePage() {
  await requirePage("access.write");
  return (
    <>
      <PageHeader title="New role" purpose="Give it a name people will recognise in a webhook’s list of roles." />
      <RoleForm />
    </>
  );
}
