import Link from "next/link";
import { formatMs } from "@/components/exchange/format";
import { percentile } from "@/lib/delivery/latency";
import type { DeliveryStatsStore, Sums } from "@/lib/delivery/stats";
import { successRate } from "../overview";
import { logHref, spanOf } from "../overview-range";

/** How a webhook fared in the last day: "1,204 attempts", "98.7 %", "240 ms". */
export type WebhookHealth = { attempts: string; rate: string; p95: string | undefined; from: Date };

/** By id, of those that sent anything in the last 24 hours. */
export async function loadHealth(
  stores: { deliveryStats: Pick<DeliveryStatsStore, "totals"> },
  webhookIds: readonly string[],
): Promise<Map<string, WebhookHealth>> {
  const { from, to } = spanOf("24h", new Date());
  const totals = await stores.deliveryStats.totals({ webhookIds, from, to });
  return new Map([...totals].map(([id, sums]) => [id, { ...healthOf(sums), from }]));
}

export function healthOf(sums: Sums): Omit<WebhookHealth, "from"> {
  const attempts = sums.succeeded + sums.failed;
  const p95 = percentile(sums.latency, 0.95);
  return {
    attempts: `${attempts.toLocaleString("en")} ${attempts === 1 ? "attempt" : "attempts"}`,
    rate: successRate(sums) ?? "–",
    p95: p95 === undefined ? undefined : formatMs(p95),
  };
}

/** A line for the webhook's own page that leads to its deliveries. */
export function HealthLine({ webhookId, health }: { webhookId: string; health: WebhookHealth }) {
  const { attempts, rate, p95, from } = health;
  return (
    <Link href={logHref({ webhookId, from })} className="rounded-sm tabular-nums hover:text-text hover:underline">
      24 h: {attempts}, {rate} ok{p95 && `, p95 ${p95}`}
    </Link>
  );
}
