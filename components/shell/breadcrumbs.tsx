"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { entryOf } from "./navigation";
import { type Crumb, useTrail } from "./trail";

/** Group, entry, and what the page adds; the last one is the page itself. */
export function Breadcrumbs() {
  const pathname = usePathname();
  const trail = useTrail();
  const place = entryOf(pathname);
  const crumbs: Crumb[] = [
    ...(place?.group.label ? [{ label: place.group.label }] : []),
    ...(place ? [{ label: place.entry.label, href: place.entry.href }] : []),
    ...trail.filter((crumb) => crumb.label !== place?.entry.label),
  ];
  if (crumbs.length === 0) return null;
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5">
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <li
              key={crumb.href ?? crumb.label}
              className={cn(
                "flex min-w-0 items-center gap-1.5",
                !last && "max-sm:hidden",
                last ? "shrink" : "shrink-0",
              )}
            >
              {index > 0 && (
                <span aria-hidden className="text-faint max-sm:hidden">
                  /
                </span>
              )}
              {crumb.href && !last ? (
                <Link href={crumb.href} className="truncate rounded-sm text-muted transition-colors hover:text-text">
                  {crumb.label}
                </Link>
              ) : (
                <span
                  aria-current={last ? "page" : undefined}
                  className={cn("truncate", last ? "font-medium" : "text-muted")}
                >
                  {crumb.label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
