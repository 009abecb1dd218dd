import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { RoleForm } from "../role-form";

export const metadata: Metadata = { title: "Role" };

export default async function RolePage({ params }: PageProps<"/admin/roles/[id]">) {
  await requirePage("access.write");
  const role = await runtime().stores.roles.get((await params).id);
  if (!role) notFound();
  return (
    <>
      <PageHeader title={role.name} purpose={role.description} />
      <RoleForm role={role} />
    </>
  );
}
