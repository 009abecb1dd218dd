import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { type ListParams, listHref } from "@/components/data-table/list-params";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { may, type Principal } from "@/lib/access/permissions";
import { everything, mostCounted } from "@/lib/core/page";
import { waitHints } from "@/lib/runtime/wait-facts";
import { DeliveriesTable } from "./deliveries-table";
import { JobStrip } from "./job-strip";
import { currentJobs } from "./load-jobs";
import { LogMenu } from "./log-menu";
import { readLogQuery, unknownFilters } from "./log-query";

export const metadata: Metadata = { title: "Deliveries" };

const path = "/admin/integration/deliveries";

export default async function DeliveriesPage({ searchParams }: PageProps<"/admin/integration/deliveries">) {
  const { principal } = await requirePage("deliveries.read");
  const search = await searchParams;
  const { stores, clock } = runtime();
  const { params, filter, ticket } = await readLogQuery(stores, search, clock.now());
  const { webhookId, ticketId } = params.filters;
  const [{ items, total, isCapped }, webhooks, views, jobs] = await Promise.all([
    stores.deliveries.list({ ...params, ...filter, countTo: mostCounted }),
    stores.webhooks.list({ ...everything, sort: { key: "name", direction: "asc" } }),
    stores.savedViews.list("deliveries", principal.personId ?? 0),
    currentJobs(stores, clock.now()),
  ]);
  const hints = await waitHints(stores, items, clock.now());
  const names = webhooks.items.map(({ id, name }) => ({ value: id, label: name }));
  const isGone = webhookId !== undefined && !names.some(({ value }) => value === webhookId);
  const open = views.find(({ id }) => id === search.view);
  const unknown = open ? unknownFilters(search, params.filters) : [];
  const kept: ListParams = open ? { ...params, keep: { view: open.id } } : params;
  return (
    <>
      <Live topic="deliveries" />
      <PageHeader
        title="Deliveries"
        purpose="Every request Hookdesk has sent or is about to send, and what came back."
        secondary={
          <>
            {mayRecover(principal) && <ButtonLink href={`${path}/recover`}>Recover…</ButtonLink>}
            <LogMenu query={listHref("", { ...params, page: 1 }).replace(/^\?/, "")} />
          </>
        }
      />
      {unknown.length > 0 && (
        <Notice tone="warning" className="mb-4">
          The view “{open?.name}” names what this list doesn’t know any more, so it was left out: {unknown.join(", ")}.
        </Notice>
      )}
      <JobStrip
        jobs={jobs}
        names={Object.fromEntries(webhooks.items.map(({ id, name }) => [id, name]))}
        mayWrite={may(principal, "deliveries.write")}
      />
      <DeliveriesTable
        rows={items.map((delivery) => ({ ...delivery, hint: hints.get(delivery.id) }))}
        total={total}
        isCapped={isCapped ?? false}
        params={kept}
        filter={filter}
        webhooks={isGone ? [...names, { value: webhookId, label: items[0]?.webhookName ?? "Deleted webhook" }] : names}
        ticket={ticketId ? { value: ticketId, label: ticket?.displayId ?? ticketId } : undefined}
        views={{ views, open, mayShare: may(principal, "access.write") }}
        mayWrite={may(principal, "deliveries.write")}
      />
    </>
  );
}

const mayRecover = (principal: Principal) =>
  (["deliveries.write", "webhooks.read", "tickets.read"] as const).every((one) => may(principal, one));
