import type { ChartPoint } from "@/components/charts/chart-point";
import { percentile } from "@/lib/delivery/latency";
import type { StatPoint, Sums } from "@/lib/delivery/stats";
import { logHref } from "./overview-range";

export type Percentiles = Record<"p50" | "p95" | "p99", number | undefined>;

export const percentilesOf = ({ latency }: Pick<Sums, "latency">): Percentiles => ({
  p50: percentile(latency, 0.5),
  p95: percentile(latency, 0.95),
  p99: percentile(latency, 0.99),
});

/** What the charts draw; each point leads to its deliveries in the log. */
export function chartPoints(points: readonly StatPoint[], stepMinutes: number): ChartPoint[] {
  return points.map((point) => {
    const { at, succeeded, failed } = point;
    const { p50, p95, p99 } = percentilesOf(point);
    const to = new Date(at.getTime() + stepMinutes * 60_000);
    return {
      at: at.getTime(),
      succeeded,
      failed,
      p50: p50 ?? null,
      p95: p95 ?? null,
      p99: p99 ?? null,
      href: logHref({ from: at, to }),
    };
  });
}

/** "12", "3.4", "0.2": attempts per minute over some minutes. */
export function rateText(count: number, minutes: number): string {
  const rate = count / minutes;
  if (rate >= 10 || rate === 0) return Math.round(rate).toLocaleString("en");
  return Math.max(rate, 0.1).toFixed(1).replace(/\.0$/, "");
}
