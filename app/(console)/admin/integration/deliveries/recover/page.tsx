import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { everything } from "@/lib/core/page";
import { conditionFields } from "@/lib/rules/fields";
import { editorDesk } from "../../webhooks/load-editor";
import { RecoverForm } from "./recover-form";
import { WebhookChoice } from "./webhook-choice";

export const metadata: Metadata = { title: "Recover" };

export default async function RecoverPage({ searchParams }: PageProps<"/admin/integration/deliveries/recover">) {
  await requirePage("deliveries.write");
  await requirePage("webhooks.read");
  await requirePage("tickets.read");
  const { stores } = runtime();
  const [{ webhookId }, { items }, desk, allForms] = await Promise.all([
    searchParams,
    stores.webhooks.list({ ...everything, sort: { key: "name", direction: "asc" } }),
    editorDesk(stores),
    stores.customForms.list(),
  ]);
  const webhook = items.find(({ id }) => id === webhookId);
  const types = new Map(desk.lists.types.map(({ id, name }) => [id, name]));
  const typeName = (typeId: number) => types.get(typeId) ?? "ticket";
  const forms = allForms.filter((form) => webhook && form.ticketTypeIds.includes(webhook.ticketTypeId));
  return (
    <>
      <PageHeader
        title="Recover"
        purpose="After an outage: fire a webhook again on the tickets whose last delivery failed or was never made."
        trail={[{ label: "Recover" }]}
      />
      {items.length === 0 ? (
        <EmptyState
          title="There is no webhook to fire."
          action={<ButtonLink href="/admin/integration/webhooks">Go to webhooks</ButtonLink>}
        />
      ) : (
        <WebhookChoice
          value={webhook?.id ?? null}
          webhooks={items.map(({ id, name, isEnabled, ticketTypeId }) => ({
            value: id,
            label: name,
            hint: `${typeName(ticketTypeId)}${isEnabled ? "" : ", disabled"}`,
          }))}
        />
      )}
      {webhook && (
        <RecoverForm
          key={webhook.id}
          webhookId={webhook.id}
          typeName={typeName(webhook.ticketTypeId)}
          fields={conditionFields({ forms, ...desk, withEvent: false })}
        />
      )}
    </>
  );
}
