import type { ReactNode } from "react";
import { cn } from "./cn";

type EmptyStateProps = {
  /** What this is for, in one sentence. */
  title: string;
  /** What to do first. */
  children?: ReactNode;
  action?: ReactNode;
  /** A link to an example or the documentation. */
  link?: ReactNode;
  className?: string;
};

export function EmptyState({ title, children, action, link, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center px-6 py-14 text-center", className)}>
      <p className="max-w-md text-balance font-medium text-base">{title}</p>
      {children && <p className="mt-1 max-w-md text-pretty text-muted">{children}</p>}
      {(action || link) && (
        <div className="mt-4 flex flex-wrap items-center justify-center gap-x-4 gap-y-2">
          {action}
          {link}
        </div>
      )}
    </div>
  );
}
