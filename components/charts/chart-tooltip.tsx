import type { ChartPoint } from "./chart-point";
import type { Series } from "./chart-style";
import { spanLabel } from "./time-labels";

type ChartTooltipProps = {
  active?: boolean;
  payload?: readonly { payload?: ChartPoint }[];
  stepMinutes: number;
  series: readonly Series[];
  format: (value: number) => string;
};

/** The numbers of the point under the pointer or the keyboard's cursor. */
export function ChartTooltip({ active, payload, stepMinutes, series, format }: ChartTooltipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="rounded-md bg-raised px-2.5 py-2 text-xs shadow-float">
      <p className="mb-1 text-muted tabular-nums">{spanLabel(point.at, stepMinutes)}</p>
      {series.map(({ key, label, color }) => {
        const value = point[key];
        return (
          <p key={key} className="flex items-center gap-2">
            <span aria-hidden className="size-2 rounded-full" style={{ background: color }} />
            <span className="text-muted">{label}</span>
            <span className="ml-auto pl-4 font-medium tabular-nums">{value === null ? "–" : format(value)}</span>
          </p>
        );
      })}
    </div>
  );
}
