import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { WebhookEditor } from "../_editor/webhook-editor";
import { AddWebhook } from "../add-webhook";
import { editorDesk, editorRights, newestTicket } from "../load-editor";

export const metadata: Metadata = { title: "New webhook" };

export default async function NewWebhookPage({ searchParams }: PageProps<"/admin/integration/webhooks/new">) {
  const { principal } = await requirePage("webhooks.write");
  const { stores } = runtime();
  const [desk, forms, roles] = await Promise.all([editorDesk(stores), stores.customForms.list(), stores.roles.list()]);
  const { types } = desk.lists;
  const asked = (await searchParams).type;
  const ticketType = types.find(({ id }) => String(id) === asked);
  const trail = [{ label: "New webhook" }];
  if (!ticketType) {
    const [only, ...others] = types;
    if (only && others.length === 0) redirect(`/admin/integration/webhooks/new?type=${only.id}`);
    return (
      <>
        <PageHeader title="New webhook" trail={trail} />
        <EmptyState title="Which tickets should it act on?" action={<AddWebhook types={types} />}>
          One webhook acts on one ticket type.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="New webhook"
        purpose={`Acts on ${ticketType.name} tickets. Nothing is sent before it is saved and fired.`}
        trail={trail}
      />
      <WebhookEditor
        key={ticketType.id}
        ticketType={ticketType}
        forms={forms}
        desk={desk}
        roleIds={roles.filter(({ builtIn }) => builtIn === "administrator").map(({ id }) => id)}
        firstTicket={await newestTicket(stores, principal, ticketType.id)}
        rights={editorRights(principal)}
      />
    </>
  );
}
