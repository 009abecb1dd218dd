import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Input({ className, mono, ...props }: ComponentProps<"input"> & { mono?: boolean }) {
  return (
    <input className={cn("control h-8 w-full min-w-0 px-2.5", mono && "font-mono text-xs", className)} {...props} />
  );
}
