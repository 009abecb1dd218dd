import { cn } from "./cn";

/** A placeholder of the size of what is coming. Put `aria-busy` on the region that holds it. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-3 animate-shimmer rounded-sm bg-border", className)} />;
}
