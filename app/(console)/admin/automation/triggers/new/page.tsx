import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { may } from "@/lib/access/permissions";
import { TriggerEditor } from "../_editor/trigger-editor";
import { newestTicket, ruleDesk } from "../load-editor";
import { NewTrigger } from "../new-trigger";

export const metadata: Metadata = { title: "New trigger" };

export default async function NewTriggerPage({ searchParams }: PageProps<"/admin/automation/triggers/new">) {
  const { principal } = await requirePage("rules.write");
  const { stores } = runtime();
  const { types } = await stores.deskLists.load();
  const asked = (await searchParams).type;
  const ticketType = types.find(({ id }) => String(id) === asked);
  const trail = [{ label: "New trigger" }];
  if (!ticketType) {
    const [only, ...others] = types;
    if (only && others.length === 0) redirect(`/admin/automation/triggers/new?type=${only.id}`);
    return (
      <>
        <PageHeader title="New trigger" trail={trail} />
        <EmptyState title="Which tickets should it watch?" action={<NewTrigger types={types} />}>
          One trigger acts on one ticket type.
        </EmptyState>
      </>
    );
  }
  const [desk, firstTicket] = await Promise.all([
    ruleDesk(stores, ticketType.id),
    newestTicket(stores, principal, ticketType.id),
  ]);
  return (
    <>
      <PageHeader
        title="New trigger"
        purpose={`Acts on ${ticketType.name} tickets, after the rules there are. Nothing runs before it is saved.`}
        trail={trail}
      />
      <TriggerEditor
        key={ticketType.id}
        ticketType={ticketType}
        desk={desk}
        firstTicket={firstTicket}
        rights={{ canWrite: true, canSeeTickets: may(principal, "tickets.read") }}
      />
    </>
  );
}
