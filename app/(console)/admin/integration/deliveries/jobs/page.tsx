import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { parseListParams } from "@/components/data-table/list-params";
import { Pagination } from "@/components/data-table/pagination";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { may } from "@/lib/access/permissions";
import { JobRow } from "../job-row";
import { webhookNames } from "../load-jobs";

export const metadata: Metadata = { title: "Bulk jobs" };

const path = "/admin/integration/deliveries/jobs";

export default async function JobsPage({ searchParams }: PageProps<"/admin/integration/deliveries/jobs">) {
  const { principal } = await requirePage("deliveries.read");
  const params = parseListParams(await searchParams, {
    sortable: ["createdAt"],
    defaultSort: { key: "createdAt", direction: "desc" },
  });
  const { stores } = runtime();
  const [{ items, total }, names] = await Promise.all([stores.jobs.list(params), webhookNames(stores)]);
  return (
    <>
      <Live topic="jobs" />
      <PageHeader
        title="Bulk jobs"
        purpose="Redeliver, cancel and release many deliveries at once: what is under way, and what came of it."
      />
      {total === 0 ? (
        <EmptyState
          title="No bulk job was ever started."
          action={<ButtonLink href="/admin/integration/deliveries">Go to deliveries</ButtonLink>}
        >
          Filter the deliveries or tick some rows, then choose what to do with all of them.
        </EmptyState>
      ) : (
        <div className="flex min-w-0 flex-col gap-3">
          <ul aria-label="Bulk jobs" className="flex min-w-0 flex-col border-t">
            {items.map((job) => (
              <JobRow key={job.id} job={job} names={names} mayWrite={may(principal, "deliveries.write")} />
            ))}
          </ul>
          <Pagination params={params} total={total} path={path} />
        </div>
      )}
    </>
  );
}
