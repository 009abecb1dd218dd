import { ChartPanel } from "@/components/charts/chart-panel";
import { formatMs } from "@/components/exchange/format";
import type { Overview } from "./overview-data";

const count = (value: number) => value.toLocaleString("en");

/** How attempts ended and how long partners took, by time. */
export function OverviewCharts({ overview }: { overview: Overview }) {
  const { sums, percentiles, points, stepMinutes } = overview;
  const shape = { points, stepMinutes };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 lg:grid-cols-2">
      <ChartPanel kind="outcomes" title="Attempts" summary={outcomes(sums)} {...shape} />
      <ChartPanel kind="latency" title="Latency" summary={latencies(percentiles)} {...shape} />
    </div>
  );
}

function outcomes({ succeeded, failed }: Overview["sums"]): string {
  if (succeeded + failed === 0) return "No attempt was made.";
  return `${count(succeeded)} succeeded, ${failed === 0 ? "none" : count(failed)} failed.`;
}

function latencies({ p50, p95, p99 }: Overview["percentiles"]): string {
  if (p50 === undefined || p95 === undefined || p99 === undefined) return "No partner has answered.";
  return `Half answered within ${formatMs(p50)}, 95 % within ${formatMs(p95)}, 99 % within ${formatMs(p99)}.`;
}
