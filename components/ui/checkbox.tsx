"use client";
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Checkbox({ className, indeterminate, ...props }: ComponentProps<typeof Base.Root>) {
  const Mark = indeterminate ? Minus : Check;
  return (
    <Base.Root
      indeterminate={indeterminate}
      className={cn(
        "relative flex size-4 shrink-0 items-center justify-center rounded-sm border border-strong bg-background transition-colors after:absolute after:-inset-1.5",
        "hover:border-text data-checked:border-accent data-indeterminate:border-accent data-checked:bg-accent data-indeterminate:bg-accent",
        "data-disabled:cursor-not-allowed data-disabled:opacity-50 aria-invalid:border-danger",
        className,
      )}
      {...props}
    >
      <Base.Indicator className="text-on-solid">
        <Mark aria-hidden className="size-3" strokeWidth={3} />
      </Base.Indicator>
    </Base.Root>
  );
}
