"use client";
import { Progress as Base } from "@base-ui/react/progress";
import { cn } from "./cn";

type ProgressProps = {
  label: string /** `null` while the end is unknown. */;
  value: number | null;
  max?: number;
  className?: string;
};

/** A bar with its numbers ("40 of 250"), for waits over two seconds. */
export function Progress({ label, value, max = 100, className }: ProgressProps) {
  return (
    <Base.Root
      value={value}
      max={max}
      className={cn("flex flex-col gap-1.5", className)}
      getAriaValueText={() => numbers(value, max)}
    >
      <div className="flex justify-between gap-4">
        <Base.Label>{label}</Base.Label>
        <span aria-hidden className="text-muted tabular-nums">
          {numbers(value, max)}
        </span>
      </div>
      <Base.Track className="h-1.5 overflow-hidden rounded-full bg-border">
        <Base.Indicator
          className={cn(
            "h-full rounded-full bg-accent transition-[width] duration-180",
            value === null && "w-2/5 animate-sweep",
          )}
        />
      </Base.Track>
    </Base.Root>
  );
}

const numbers = (value: number | null, max: number) => (value === null ? "Working…" : `${value} of ${max}`);
