import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { noticeKinds } from "@/lib/notices/notice";
import { MarkSeen } from "./mark-seen";
import { NoticesTable } from "./notices-table";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage({ searchParams }: PageProps<"/admin/integration/notices">) {
  const { principal } = await requirePage("deliveries.read");
  const params = parseListParams(await searchParams, {
    sortable: ["at"],
    defaultSort: { key: "at", direction: "desc" },
    filters: { kind: noticeKinds },
  });
  const { stores } = runtime();
  const personId = principal.personId ?? 0;
  const [{ items, total }, seenAt, newest] = await Promise.all([
    stores.notices.list({ ...params, kind: noticeKinds.find((kind) => kind === params.filters.kind) }),
    stores.notices.seenAt(personId),
    stores.notices.list({ page: 1, pageSize: 1 }),
  ]);
  const newestAt = newest.items[0]?.at;
  return (
    <>
      <Live topic="notices" />
      <PageHeader
        title="Notices"
        purpose="What needs somebody’s attention: partners that can’t be reached, and that can be again."
        action={newestAt && seenAt && newestAt > seenAt && <MarkSeen upTo={newestAt.toISOString()} />}
      />
      <NoticesTable rows={items} total={total} params={params} seenAt={seenAt} />
    </>
  );
}
