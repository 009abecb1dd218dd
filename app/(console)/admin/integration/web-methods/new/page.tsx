import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { WebMethodEditor } from "../_editor/web-method-editor";
import { AddWebMethod } from "../add-web-method";

export const metadata: Metadata = { title: "New web method" };

export default async function NewWebMethodPage({ searchParams }: PageProps<"/admin/integration/web-methods/new">) {
  await requirePage("webMethods.write");
  const { stores, config } = runtime();
  const [{ types }, forms] = await Promise.all([stores.deskLists.load(), stores.customForms.list()]);
  const asked = (await searchParams).type;
  const ticketType = types.find(({ id }) => String(id) === asked);
  const trail = [{ label: "New web method" }];
  if (!ticketType) {
    const [only, ...others] = types;
    if (only && others.length === 0) redirect(`/admin/integration/web-methods/new?type=${only.id}`);
    return (
      <>
        <PageHeader title="New web method" trail={trail} />
        <EmptyState title="Which tickets should its calls create?" action={<AddWebMethod types={types} />}>
          One web method acts on one ticket type.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="New web method"
        purpose={`Creates and updates ${ticketType.name} tickets. Save early to hand over its URL and key.`}
        trail={trail}
      />
      <WebMethodEditor
        key={ticketType.id}
        ticketType={ticketType}
        forms={forms}
        urlBase={`${config.publicUrl}/api/webmethods/`}
        canWrite
      />
    </>
  );
}
