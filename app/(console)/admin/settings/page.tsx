import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader, Section } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { ListSettings } from "./list-settings";
import { NoticeSection } from "./notice-section";
import { RetentionSection } from "./retention-section";
import { StatusSettings } from "./status-settings";
import { TypeSettings } from "./type-settings";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { principal } = await requirePage("desk.write");
  const lists = await runtime().stores.deskLists.load();
  return (
    <>
      <PageHeader
        title="Settings"
        purpose="What tickets are made of, who is told when a partner is away, and how long things are kept."
      />
      <Section title="Ticket types" purpose="Each numbers its own tickets: IN164 is an incident.">
        <TypeSettings types={lists.types} />
      </Section>
      <Section title="Statuses" purpose="Each carries the names the connected systems use for it.">
        <StatusSettings statuses={lists.statuses} />
      </Section>
      <Section title="Lists">
        <ListSettings items={lists.items} />
      </Section>
      {may(principal, "webhooks.write") && <NoticeSection />}
      {may(principal, "deliveries.write") && <RetentionSection />}
    </>
  );
}
