import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Grows with its text up to half the window, then scrolls. */
export function Textarea({ className, mono, rows = 4, ...props }: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      rows={rows}
      className={cn(
        "control block field-sizing-content max-h-[50dvh] w-full min-w-0 resize-y px-2.5 py-1.5",
        mono && "font-mono text-xs leading-5",
        className,
      )}
      style={{ minHeight: `calc(${rows} * 1.25rem + 0.875rem)` }}
      {...props}
    />
  );
}
