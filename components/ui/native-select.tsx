import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** The platform's own drop-down, for toolbars. Children are `<option>`s. */
export function NativeSelect({
  className,
  size = "md",
  ...props
}: Omit<ComponentProps<"select">, "size"> & { size?: "sm" | "md" }) {
  return (
    <span className={cn("relative inline-block", className)}>
      <select
        className={cn("control w-full appearance-none truncate pr-7", size === "sm" ? "h-7 pl-2" : "h-8 pl-2.5")}
        {...props}
      />
      <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 right-2 my-auto size-3.5 text-faint" />
    </span>
  );
}
