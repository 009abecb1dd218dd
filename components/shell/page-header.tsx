import type { ReactNode } from "react";
import { type Crumb, Trail } from "./trail";

type PageHeaderProps = {
  title: string;
  /** One line: what this page is for. */
  purpose?: ReactNode;
  /** Beside the title: a status or a badge. */
  mark?: ReactNode;
  /** The page's one primary button. */
  action?: ReactNode;
  /** The menu of everything else (`PageMenu`), and quiet buttons. */
  secondary?: ReactNode;
  /** Breadcrumbs after the navigation entry; the title alone when left out. */
  trail?: readonly Crumb[];
};

export function PageHeader({ title, purpose, mark, action, secondary, trail }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <Trail crumbs={trail ?? [{ label: title }]} />
      <div className="min-w-0 max-w-full">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
          {mark}
        </div>
        {purpose && <p className="mt-0.5 max-w-[72ch] text-base text-muted">{purpose}</p>}
      </div>
      {(action || secondary) && (
        <div className="flex flex-wrap items-center gap-2">
          {secondary}
          {action}
        </div>
      )}
    </header>
  );
}

/** A part of a page: heading, optional line, content. */
export function Section({
  title,
  purpose,
  action,
  children,
}: Omit<PageHeaderProps, "mark" | "trail" | "secondary"> & { children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-8 min-w-0">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold text-lg">{title}</h2>
          {purpose && <p className="text-muted">{purpose}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
