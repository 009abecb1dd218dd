import Link from "next/link";
import { type Range, ranges, usualRange } from "./overview-range";

/** Links to the same page over another range. */
export function RangeSwitch({ range }: { range: Range }) {
  return (
    <nav aria-label="Range" className="flex rounded-md border p-0.5">
      {(Object.keys(ranges) as Range[]).map((one) => (
        <Link
          key={one}
          href={one === usualRange ? "?" : `?range=${one}`}
          replace
          scroll={false}
          aria-current={one === range ? "true" : undefined}
          className="flex h-7 items-center rounded-sm px-2.5 text-muted hover:text-text aria-[current=true]:bg-hover aria-[current=true]:font-medium aria-[current=true]:text-text"
        >
          {ranges[one].label}
        </Link>
      ))}
    </nav>
  );
}
