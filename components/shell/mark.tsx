import { cn } from "@/components/ui/cn";

/** The product's mark: a hook that returns to its desk. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={cn("size-5 shrink-0", className)}>
      <rect width="24" height="24" rx="6" className="fill-text" />
      <path
        d="M8 5.5v8.25a4 4 0 0 0 8 0V11m0 0-2.5 2.5M16 11l2.5 2.5"
        className="stroke-background"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
