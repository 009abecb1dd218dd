import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { may } from "@/lib/access/permissions";
import { mailStatuses } from "@/lib/notices/notice";
import { NoServer } from "./no-server";
import { OutboxTable } from "./outbox-table";

export const metadata: Metadata = { title: "Mail outbox" };

export default async function OutboxPage({ searchParams }: PageProps<"/admin/integration/outbox">) {
  const { principal } = await requirePage("deliveries.read");
  const params = parseListParams(await searchParams, {
    sortable: ["createdAt"],
    defaultSort: { key: "createdAt", direction: "desc" },
    filters: { status: mailStatuses },
  });
  const { stores, config } = runtime();
  const [{ items, total }, { waiting }] = await Promise.all([
    stores.mails.list({ ...params, status: mailStatuses.find((known) => known === params.filters.status) }),
    stores.mails.counts(),
  ]);
  return (
    <>
      <Live topic="mails" />
      <PageHeader title="Mail outbox" purpose="Every mail Hookdesk has sent or is about to send." />
      {!config.mail && <NoServer waiting={waiting} />}
      <OutboxTable
        rows={items}
        total={total}
        params={params}
        hasServer={config.mail !== undefined}
        mayWrite={may(principal, "deliveries.write")}
      />
    </>
  );
}
