"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { formatMs } from "../exchange/format";
import { Section } from "../shell/page-header";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import type { ChartPoint } from "./chart-point";
import { chartHeight, latencySeries, outcomeSeries, type Series } from "./chart-style";
import { spanLabel } from "./time-labels";

const legendHeight = 36;

const drawing = () => (
  <div aria-busy className="flex items-end" style={{ height: chartHeight }}>
    <Skeleton className="h-40 w-full" />
  </div>
);
// Loaded by the pages that draw, and drawn in the browser only: the server knows neither width nor zone.
const OutcomeChart = dynamic(() => import("./outcome-chart").then((module) => module.OutcomeChart), {
  ssr: false,
  loading: drawing,
});
const LatencyChart = dynamic(() => import("./latency-chart").then((module) => module.LatencyChart), {
  ssr: false,
  loading: drawing,
});

const kinds = {
  outcomes: { chart: OutcomeChart, series: outcomeSeries, format: (value: number) => value.toLocaleString("en") },
  latency: { chart: LatencyChart, series: latencySeries, format: formatMs },
};

type ChartPanelProps = {
  kind: keyof typeof kinds;
  title: string;
  /** What the chart says, in a sentence. */
  summary: ReactNode;
  points: ChartPoint[];
  stepMinutes: number;
};

/** A chart with what it says in words, and the same numbers as a table. */
export function ChartPanel({ kind, title, summary, points, stepMinutes }: ChartPanelProps) {
  const [isTable, setTable] = useState(false);
  const { chart: Chart, series, format } = kinds[kind];
  const isEmpty = points.every(({ succeeded, failed }) => succeeded + failed === 0);
  return (
    <Section title={title} purpose={summary}>
      {isEmpty ? (
        <p
          className="flex items-center justify-center border-y text-muted"
          style={{ height: chartHeight + legendHeight }}
        >
          Nothing was sent in this time.
        </p>
      ) : (
        <>
          <div className="flex items-center justify-between" style={{ height: legendHeight }}>
            <Legend series={series} />
            <Button
              variant="ghost"
              size="sm"
              aria-pressed={isTable}
              aria-label={`${title} as a table`}
              className="aria-pressed:bg-hover aria-pressed:text-text"
              onClick={() => setTable(!isTable)}
            >
              Table
            </Button>
          </div>
          {isTable ? (
            <PointTable title={title} points={points} stepMinutes={stepMinutes} series={series} format={format} />
          ) : (
            <Chart points={points} stepMinutes={stepMinutes} title={title} />
          )}
        </>
      )}
    </Section>
  );
}

const Legend = ({ series }: { series: readonly Series[] }) => (
  <ul aria-hidden className="flex gap-4 text-muted text-xs">
    {series.map(({ key, label, color, opacity, dash }) => (
      <li key={key} className="flex items-center gap-1.5">
        <svg width="12" height="8" aria-hidden="true">
          <path d="M0 4h12" stroke={color} strokeWidth={dash ? 2 : 4} strokeDasharray={dash} opacity={opacity} />
        </svg>
        {label}
      </li>
    ))}
  </ul>
);

type PointTableProps = Pick<ChartPanelProps, "title" | "points" | "stepMinutes"> & {
  series: readonly Series[];
  format: (value: number) => string;
};

/** The points that have numbers, newest first. */
function PointTable({ title, points, stepMinutes, series, format }: PointTableProps) {
  const shown = points.filter(({ succeeded, failed }) => succeeded + failed > 0).reverse();
  return (
    <section
      aria-label={`${title}, table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-y-auto border-y"
      style={{ height: chartHeight }}
    >
      <table className="w-full">
        <caption className="sr-only">{title}</caption>
        <thead className="sticky top-0 bg-background">
          <tr>
            <th scope="col" className="h-8 px-2 text-left font-normal text-muted text-xs">
              Time
            </th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col" className="h-8 px-2 text-right font-normal text-muted text-xs">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((point) => (
            <tr key={point.at} className="border-t hover:bg-surface">
              <th scope="row" className="h-8 whitespace-nowrap px-2 text-left font-normal tabular-nums">
                <Link href={point.href} className="rounded-sm hover:underline">
                  {spanLabel(point.at, stepMinutes)}
                </Link>
              </th>
              {series.map(({ key }) => {
                const value = point[key];
                return (
                  <td key={key} className="h-8 px-2 text-right tabular-nums">
                    {value === null ? "–" : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
