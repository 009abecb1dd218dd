import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { Notice } from "@/components/ui/notice";
import { may } from "@/lib/access/permissions";
import { DeliveryNumbers } from "./delivery-numbers";
import { GettingStarted } from "./getting-started";
import { gettingStarted, troubled } from "./overview";
import { RecentFailures } from "./recent-failures";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const { principal } = await requirePage("webhooks.read");
  const { deliveries, webhooks, bins } = runtime().stores;
  const one = { page: 1, pageSize: 1 };
  const [counts, failed, pending, oldest, anyWebhook, allBins] = await Promise.all([
    deliveries.counts(),
    deliveries.list({ status: "failed", page: 1, pageSize: 5 }),
    deliveries.list({ status: "pending", page: 1, pageSize: 50 }),
    deliveries.list({ ...one, status: "pending", sort: { key: "createdAt", direction: "asc" } }),
    webhooks.list(one),
    bins.list(),
  ]);
  const hasDelivery = Object.values(counts).some((count) => count > 0);
  const steps = gettingStarted({ bin: allBins.length > 0, webhook: anyWebhook.total > 0, delivery: hasDelivery });
  const isShowingSteps = steps.length > 0 && may(principal, "webhooks.write") && may(principal, "inspector.use");
  const maySeeDeliveries = may(principal, "deliveries.read");
  return (
    <>
      <PageHeader title="Overview" purpose="How the webhooks of this desk fare." />
      {isShowingSteps && <GettingStarted steps={steps} />}
      {!maySeeDeliveries && hasDelivery && (
        <Notice>Your role does not include deliveries. An administrator can change that under Roles.</Notice>
      )}
      {maySeeDeliveries && <Live topic="deliveries" />}
      {maySeeDeliveries && (hasDelivery || !isShowingSteps) && (
        <>
          <DeliveryNumbers counts={counts} oldest={oldest.items[0]} />
          <RecentFailures failures={troubled(failed.items, pending.items)} total={counts.failed} />
        </>
      )}
    </>
  );
}
