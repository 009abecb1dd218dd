import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { Notice } from "@/components/ui/notice";
import { may } from "@/lib/access/permissions";
import { GettingStarted } from "./getting-started";
import { Outages } from "./outages";
import { gettingStarted, troubled } from "./overview";
import { OverviewCharts } from "./overview-charts";
import { loadOutages, loadOverview } from "./overview-data";
import { OverviewLive } from "./overview-live";
import { OverviewNumbers } from "./overview-numbers";
import { readRange } from "./overview-range";
import { RangeSwitch } from "./range-switch";
import { RecentFailures } from "./recent-failures";
import { TopFailing } from "./top-failing";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: PageProps<"/admin/integration">) {
  const { principal } = await requirePage("webhooks.read");
  const { stores } = runtime();
  const one = { page: 1, pageSize: 1 };
  const [anyDelivery, anyWebhook, allBins] = await Promise.all([
    stores.deliveries.list({ ...one, countTo: 1 }),
    stores.webhooks.list(one),
    stores.bins.list(),
  ]);
  const hasDelivery = anyDelivery.total > 0;
  const steps = gettingStarted({ bin: allBins.length > 0, webhook: anyWebhook.total > 0, delivery: hasDelivery });
  const isShowingSteps = steps.length > 0 && may(principal, "webhooks.write") && may(principal, "inspector.use");
  const maySeeDeliveries = may(principal, "deliveries.read");
  const isShowingNumbers = maySeeDeliveries && (hasDelivery || !isShowingSteps);
  const range = readRange((await searchParams).range);
  const [overview, outages] = isShowingNumbers
    ? await Promise.all([loadOverview(stores, range, new Date()), loadOutages(stores)])
    : [];
  return (
    <>
      {maySeeDeliveries && <OverviewLive />}
      <PageHeader
        title="Overview"
        purpose="How the webhooks of this desk fare."
        secondary={overview && <RangeSwitch range={range} />}
      />
      {isShowingSteps && <GettingStarted steps={steps} />}
      {!maySeeDeliveries && hasDelivery && (
        <Notice>Your role does not include deliveries. An administrator can change that under Roles.</Notice>
      )}
      {overview && outages && (
        <>
          {overview.stuck && (
            <Notice tone="warning" className="mb-6">
              {overview.stuck}
            </Notice>
          )}
          <Outages outages={outages} />
          <OverviewNumbers overview={overview} range={range} />
          <OverviewCharts overview={overview} />
          <TopFailing webhooks={overview.webhooks} hosts={overview.hosts} from={overview.from} />
          <RecentFailures failures={troubled(overview.failed.items, overview.pending.items)} all={overview.failed} />
        </>
      )}
    </>
  );
}
