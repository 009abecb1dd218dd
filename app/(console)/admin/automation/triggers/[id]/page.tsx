import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { Status } from "@/components/ui/status";
import { may } from "@/lib/access/permissions";
import { TriggerEditor } from "../_editor/trigger-editor";
import { newestTicket, ruleDesk } from "../load-editor";
import { TriggerPageMenu } from "../trigger-page-menu";

export async function generateMetadata({ params }: PageProps<"/admin/automation/triggers/[id]">): Promise<Metadata> {
  await requirePage("rules.read");
  const trigger = await runtime().stores.triggers.get((await params).id);
  return { title: trigger?.name ?? "Trigger" };
}

export default async function TriggerPage({ params }: PageProps<"/admin/automation/triggers/[id]">) {
  const { principal } = await requirePage("rules.read");
  const { stores } = runtime();
  const trigger = await stores.triggers.get((await params).id);
  if (!trigger) notFound();
  const { id, name, ticketTypeId, position, isEnabled } = trigger;
  const [desk, firstTicket, { total }] = await Promise.all([
    ruleDesk(stores, ticketTypeId),
    newestTicket(stores, principal, ticketTypeId),
    stores.triggers.list({ page: 1, pageSize: 1, ticketTypeId }),
  ]);
  const ticketType = desk.lists.types.find((type) => type.id === ticketTypeId);
  if (!ticketType) notFound();
  const canWrite = may(principal, "rules.write");
  return (
    <>
      <PageHeader
        title={name}
        purpose={`Acts on ${ticketType.name} tickets, as rule ${position} of ${total}`}
        mark={<Status meaning={isEnabled ? "success" : "faint"}>{isEnabled ? "Enabled" : "Disabled"}</Status>}
        secondary={canWrite && <TriggerPageMenu trigger={{ id, name, isEnabled }} />}
      />
      <TriggerEditor
        key={id}
        trigger={trigger}
        ticketType={ticketType}
        desk={desk}
        firstTicket={firstTicket}
        rights={{ canWrite, canSeeTickets: may(principal, "tickets.read") }}
      />
    </>
  );
}
