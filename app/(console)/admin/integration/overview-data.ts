import { mostCounted } from "@/lib/core/page";
import { whyNotReady } from "@/lib/delivery/beat";
import type { Gate, Outage } from "@/lib/delivery/gate";
import { type Failing, type LastFailure, sumOf } from "@/lib/delivery/stats";
import type { Stores } from "@/lib/runtime/stores";
import { countText } from "./overview";
import { chartPoints, percentilesOf } from "./overview-points";
import { type Range, spanOf } from "./overview-range";

/** "Now" is an average over this. */
export const nowMinutes = 5;
const shownRows = 5;

/** Everything the page shows of deliveries. Reads what is bounded: sums, heads of queues, and the first rows of a status. */
export async function loadOverview(stores: Stores, range: Range, now: Date) {
  const { deliveries, deliveryStats } = stores;
  const { stepMinutes, ...span } = spanOf(range, now);
  const lately = { from: new Date(now.getTime() - nowMinutes * 60_000), to: now };
  const [points, latest, webhooks, hosts, failed, pending, held, heads, workers] = await Promise.all([
    deliveryStats.series({ ...span, stepMinutes }),
    deliveryStats.series({ ...lately, stepMinutes: 1 }),
    deliveryStats.top({ ...span, by: "webhook", limit: shownRows }),
    deliveryStats.top({ ...span, by: "host", limit: shownRows }),
    deliveries.list({ status: "failed", page: 1, pageSize: shownRows, countTo: mostCounted }),
    deliveries.list({ status: "pending", page: 1, pageSize: 50, countTo: mostCounted }),
    deliveries.list({ status: "held", page: 1, pageSize: 1, countTo: mostCounted }),
    deliveries.heads(),
    stores.workers.list(),
  ]);
  const sums = sumOf(points);
  const dueSince = Math.min(...heads.map(({ dueAt }) => dueAt.getTime()));
  const failures = await deliveryStats.lastFailures(webhooks.map(({ key }) => key));
  return {
    from: span.from,
    sums,
    percentiles: percentilesOf(sums),
    points: chartPoints(points, stepMinutes),
    stepMinutes,
    lately: { from: lately.from, ...sumOf(latest.slice(-nowMinutes)) },
    overdueMs: Math.max(0, now.getTime() - dueSince),
    webhooks: await named(stores, webhooks, failures),
    hosts: hosts.map((host) => ({ ...host, failure: failures.find((one) => one.host === host.key) })),
    failed,
    pending,
    held,
    stuck: whyNotReady(workers, now),
  };
}

export type Overview = Awaited<ReturnType<typeof loadOverview>>;

/** With the name, as long as anything remembers it, and what went wrong last. */
const named = (stores: Stores, rows: readonly Failing[], failures: readonly LastFailure[]) =>
  Promise.all(
    rows.map(async (row) => {
      const failure = failures.find(({ webhookId }) => webhookId === row.key);
      const name = (await stores.webhooks.get(row.key))?.name ?? failure?.webhookName ?? "Deleted webhook";
      return { ...row, name, failure };
    }),
  );

/** Outages under way with when the partner is asked again and how many deliveries wait for it; breakers open without an outage too. */
export async function loadOutages(stores: Pick<Stores, "deliveries" | "gates">, webhookId?: string) {
  const [outages, gates] = await Promise.all([
    stores.gates.outages({ limit: 20, ...(webhookId && { webhookId }) }),
    stores.gates.list(),
  ]);
  return Promise.all(
    outages
      .filter(({ endedAt }) => endedAt === null)
      .map(async (outage) => {
        const gate = gates.find(({ queue }) => queue === outage.queue);
        const waiting = await stores.deliveries.list({
          status: "pending",
          webhookId: outage.webhookId,
          page: 1,
          pageSize: 1,
          countTo: mostCounted,
        });
        return { ...outage, probeAt: gate?.probeAt, waiting: countText(waiting) } satisfies OutageUnderWay;
      }),
  );
}

export type OutageUnderWay = Outage & { probeAt: Gate["probeAt"] | undefined; waiting: string };
