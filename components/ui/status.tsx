import type { ReactNode } from "react";
import { cn } from "./cn";

/** success = delivered, enabled · warning = waiting, held · danger = failed · info = running · faint = disabled, draft. */
export type Meaning = "success" | "warning" | "danger" | "info" | "faint";

const dots: Record<Meaning, string> = {
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
  info: "bg-info",
  faint: "border-[1.5px] border-faint",
};

/** A dot and a word; the word carries the meaning, the dot finds it fast. */
export function Status({
  meaning,
  children,
  className,
}: {
  meaning: Meaning;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn("inline-flex items-center gap-2 whitespace-nowrap", meaning === "faint" && "text-muted", className)}
    >
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", dots[meaning])} />
      {children}
    </span>
  );
}
