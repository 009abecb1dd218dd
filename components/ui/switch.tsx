"use client";
import { Switch as Base } from "@base-ui/react/switch";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Switch({ className, ...props }: ComponentProps<typeof Base.Root>) {
  return (
    <Base.Root
      className={cn(
        "relative inline-flex h-[18px] w-8 shrink-0 items-center rounded-full bg-strong p-0.5 transition-colors after:absolute after:-inset-1",
        "data-checked:bg-accent data-disabled:cursor-not-allowed data-disabled:opacity-50",
        className,
      )}
      {...props}
    >
      <Base.Thumb className="size-3.5 rounded-full bg-on-solid transition-transform data-checked:translate-x-3.5" />
    </Base.Root>
  );
}
