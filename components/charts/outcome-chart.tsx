"use client";
import { useRouter } from "next/navigation";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { ChartPoint } from "./chart-point";
import { axisLine, chartHeight, gridLine, margin, outcomeSeries, tick } from "./chart-style";
import { ChartTooltip } from "./chart-tooltip";
import { axisTicks, tickLabel } from "./time-labels";

const compact = new Intl.NumberFormat("en", { notation: "compact" });
const whole = (value: number) => value.toLocaleString("en");

/** Attempts by time, failures on top of successes. A click leads to the rows. */
export function OutcomeChart({
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
      <BarChart
        data={points}
        margin={margin}
        barCategoryGap="20%"
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
          tickFormatter={(at: number) => tickLabel(at, stepMinutes)}
        />
        <YAxis
          width={40}
          tick={tick}
          tickLine={false}
          axisLine={false}
          allowDecimals={false}
          tickCount={4}
          tickFormatter={(value: number) => compact.format(value)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--hover)" }}
          content={(given) => (
            <ChartTooltip {...given} stepMinutes={stepMinutes} series={outcomeSeries} format={whole} />
          )}
        />
        {outcomeSeries.map(({ key, label, color, opacity }) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            stackId="attempts"
            fill={color}
            fillOpacity={opacity}
            isAnimationActive={false}
            maxBarSize={24}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
