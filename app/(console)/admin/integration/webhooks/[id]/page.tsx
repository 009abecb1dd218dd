import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { Status } from "@/components/ui/status";
import { may } from "@/lib/access/permissions";
import { HeldNotice } from "../../deliveries/held-notice";
import { OutageNotice } from "../../outages";
import { loadOutages } from "../../overview-data";
import { WebhookEditor } from "../_editor/webhook-editor";
import { editorDesk, editorRights, newestTicket } from "../load-editor";
import { HealthLine, loadHealth } from "../webhook-health";
import { WebhookPageMenu } from "../webhook-page-menu";

export async function generateMetadata({ params }: PageProps<"/admin/integration/webhooks/[id]">): Promise<Metadata> {
  await requirePage("webhooks.read");
  const webhook = await runtime().stores.webhooks.get((await params).id);
  return { title: webhook?.name ?? "Webhook" };
}

export default async function WebhookPage({ params }: PageProps<"/admin/integration/webhooks/[id]">) {
  const { principal } = await requirePage("webhooks.read");
  const { stores } = runtime();
  const webhook = await stores.webhooks.get((await params).id);
  if (!webhook) notFound();
  const [desk, forms, firstTicket, { held }, health, outages] = await Promise.all([
    editorDesk(stores),
    stores.customForms.list(),
    newestTicket(stores, principal, webhook.ticketTypeId),
    stores.deliveries.countHeld({ webhookId: webhook.id }),
    loadHealth(stores, [webhook.id]),
    loadOutages(stores, webhook.id),
  ]);
  const ticketType = desk.lists.types.find(({ id }) => id === webhook.ticketTypeId);
  if (!ticketType) notFound();
  const { id, name, isEnabled } = webhook;
  const rights = editorRights(principal);
  const day = rights.canSeeDeliveries ? health.get(id) : undefined;
  return (
    <>
      <PageHeader
        title={name}
        purpose={
          <>
            Acts on {ticketType.name} tickets
            {day && " · "}
            {day && <HealthLine webhookId={id} health={day} />}
          </>
        }
        mark={<Status meaning={isEnabled ? "success" : "faint"}>{isEnabled ? "Enabled" : "Disabled"}</Status>}
        secondary={
          <WebhookPageMenu
            webhook={{ id, name, isEnabled }}
            canWrite={rights.canWrite}
            canSeeDeliveries={rights.canSeeDeliveries}
          />
        }
      />
      <OutageNotice outages={outages} mayRead={rights.canSeeDeliveries} />
      <HeldNotice
        scope={{ webhookId: id }}
        count={held}
        webhookName={name}
        isEnabled={isEnabled}
        mayRelease={may(principal, "deliveries.write")}
      />
      <WebhookEditor
        key={id}
        webhook={webhook}
        ticketType={ticketType}
        forms={forms}
        desk={desk}
        firstTicket={firstTicket}
        rights={rights}
      />
    </>
  );
}
