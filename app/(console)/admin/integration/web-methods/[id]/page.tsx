import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams, type SearchParams } from "@/components/data-table/list-params";
import { PageHeader } from "@/components/shell/page-header";
import { Status } from "@/components/ui/status";
import { may } from "@/lib/access/permissions";
import { callOutcomes } from "@/lib/inbound/web-method";
import { WebMethodEditor } from "../_editor/web-method-editor";
import { CallsTable } from "../calls-table";
import { WebMethodPageMenu } from "../web-method-page-menu";

type Props = PageProps<"/admin/integration/web-methods/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await requirePage("webMethods.read");
  const webMethod = await runtime().stores.webMethods.get((await params).id);
  return { title: webMethod?.name ?? "Web method" };
}

export default async function WebMethodPage({ params, searchParams }: Props) {
  const { principal } = await requirePage("webMethods.read");
  const { stores, config } = runtime();
  const webMethod = await stores.webMethods.get((await params).id);
  if (!webMethod) notFound();
  const [{ types }, forms] = await Promise.all([stores.deskLists.load(), stores.customForms.list()]);
  const ticketType = types.find(({ id }) => id === webMethod.ticketTypeId);
  if (!ticketType) notFound();
  const { id, name, isEnabled } = webMethod;
  const urlBase = `${config.publicUrl}/api/webmethods/`;
  const canWrite = may(principal, "webMethods.write");
  return (
    <>
      <PageHeader
        title={name}
        purpose={`Creates and updates ${ticketType.name} tickets`}
        mark={<Status meaning={isEnabled ? "success" : "faint"}>{isEnabled ? "Enabled" : "Disabled"}</Status>}
        secondary={
          <WebMethodPageMenu webMethod={{ id, name, isEnabled }} url={`${urlBase}${name}`} canWrite={canWrite} />
        }
      />
      <WebMethodEditor
        key={id}
        webMethod={webMethod}
        ticketType={ticketType}
        forms={forms}
        urlBase={urlBase}
        canWrite={canWrite}
        calls={<Calls id={id} search={await searchParams} />}
      />
    </>
  );
}

async function Calls({ id, search }: { id: string; search: SearchParams }) {
  const { stores } = runtime();
  const read = parseListParams(search, {
    sortable: ["at"],
    defaultSort: { key: "at", direction: "desc" },
    filters: { outcome: callOutcomes, ticket: "any" },
  });
  const params = { ...read, keep: { tab: "calls" } };
  const { outcome, ticket } = params.filters;
  const asked = ticket === undefined ? undefined : (await stores.tickets.graph(ticket))?.ticket;
  const { items, total } = await stores.webMethods.calls({
    ...params,
    webMethodId: id,
    outcome: callOutcomes.find((known) => known === outcome),
    ...(ticket !== undefined && { ticketId: asked?.id ?? 0 }),
  });
  const rows = items.map(({ request: _, response, idempotencyKey: __, webMethodId: ___, ticketId: ____, ...call }) => ({
    ...call,
    status: response.status,
  }));
  return (
    <CallsTable
      webMethodId={id}
      rows={rows}
      total={total}
      params={params}
      ticket={ticket === undefined ? undefined : { value: ticket, label: ticket }}
    />
  );
}
