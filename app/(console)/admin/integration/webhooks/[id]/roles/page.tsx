import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { RolesForm } from "./roles-form";

export const metadata: Metadata = { title: "Webhook roles" };

export default async function WebhookRolesPage({ params }: PageProps<"/admin/integration/webhooks/[id]/roles">) {
  const { principal } = await requirePage("webhooks.read");
  const { stores } = runtime();
  const [webhook, roles] = await Promise.all([stores.webhooks.get((await params).id), stores.roles.list()]);
  if (!webhook) notFound();
  const { id, name, roleIds } = webhook;
  return (
    <>
      <PageHeader
        title="Roles"
        purpose={`Who may fire “${name}” by hand. Rules fire it whatever the roles are.`}
        trail={[{ label: name, href: `/admin/integration/webhooks/${id}` }, { label: "Roles" }]}
      />
      <RolesForm
        webhook={{ id, name, roleIds }}
        roles={roles.map((role) => ({
          id: role.id,
          name: role.name,
          description: role.description,
          mayFire: role.permissions.includes("webhooks.fire"),
        }))}
        readOnly={!may(principal, "webhooks.write")}
      />
    </>
  );
}
