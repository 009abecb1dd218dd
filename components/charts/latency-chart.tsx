"use client";
import { useRouter } from "next/navigation";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatMs } from "../exchange/format";
import type { ChartPoint } from "./chart-point";
import { axisLine, chartHeight, gridLine, latencySeries, margin, tick } from "./chart-style";
import { ChartTooltip } from "./chart-tooltip";
import { axisTicks, tickLabel } from "./time-labels";

/** "800 ms", "2.4 s". */
const shortMs = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`);

/** A line needs two points beside each other; one without is drawn as a dot. */
const isAlone = (points: readonly ChartPoint[], index: number, key: "p50" | "p95" | "p99") =>
  (points[index]?.[key] ?? null) !== null &&
  (points[index - 1]?.[key] ?? null) === null &&
  (points[index + 1]?.[key] ?? null) === null;

/** How long partners took to answer, by time. A click leads to the rows. */
export function LatencyChart({
  points,
  stepMinutes,
  title,
}: {
  points: ChartPoint[];
  stepMinutes: number;
  title: string;
}) {
  const router = useRouter();
  return (
    <ResponsiveContainer width="100%" height={chartHeight} initialDimension={{ width: 400, height: chartHeight }}>
      <LineChart
        data={points}
        margin={margin}
        title={title}
        className="cursor-pointer"
        onClick={({ activeTooltipIndex }) => {
          const point = points[Number(activeTooltipIndex ?? -1)];
          if (point) router.push(point.href);
        }}
      >
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="at"
          tick={tick}
          tickLine={false}
          axisLine={axisLine}
          ticks={axisTicks(points.map(({ at }) => at))}
          interval="preserveStartEnd"
          padding={{ left: 8, right: 8 }}
          tickFormatter={(at: number) => tickLabel(at, stepMinutes)}
        />
        <YAxis width={56} tick={tick} tickLine={false} axisLine={false} tickCount={4} tickFormatter={shortMs} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--border-strong)" }}
          content={(given) => (
            <ChartTooltip {...given} stepMinutes={stepMinutes} series={latencySeries} format={formatMs} />
          )}
        />
        {latencySeries.map(({ key, label, color, dash }) => (
          <Line
            key={key}
            dataKey={key}
            name={label}
            stroke={color}
            strokeWidth={1.5}
            strokeDasharray={dash}
            dot={({ cx, cy, index }) =>
              isAlone(points, index, key) ? <circle key={index} cx={cx} cy={cy} r={2} fill={color} /> : null
            }
            activeDot={{ r: 3, strokeWidth: 0 }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
