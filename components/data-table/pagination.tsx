"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { ButtonLink, buttonStyle } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { NativeSelect } from "@/components/ui/native-select";
import { pageSizes } from "@/lib/core/page";
import { type ListParams, listHref } from "./list-params";

type PaginationProps = { params: ListParams; total: number; isCapped?: boolean; path: string };

/** "1–25 of 250", the page size, and the way to the neighbours. */
export function Pagination({ params, total, isCapped, path }: PaginationProps) {
  const router = useRouter();
  const sizeId = useId();
  const { page, pageSize } = params;
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = Math.min((page - 1) * pageSize + 1, total);
  const last = Math.min(page * pageSize, total);
  return (
    <nav
      aria-label="Pages of the list"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-muted"
    >
      <div className="flex items-center gap-2">
        <label htmlFor={sizeId}>Rows per page</label>
        <NativeSelect
          id={sizeId}
          size="sm"
          value={pageSize}
          onChange={(event) =>
            router.replace(listHref(path, params, { pageSize: Number(event.target.value) }), { scroll: false })
          }
        >
          {pageSizes.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </NativeSelect>
      </div>
      <div className="flex items-center gap-3">
        <span role="status" className="tabular-nums">
          {first}–{last} of {isCapped ? `${total.toLocaleString("en")}+` : total}
        </span>
        <span className="flex gap-1">
          <Step
            href={page > 1 ? listHref(path, params, { page: Math.min(page - 1, pages) }) : undefined}
            label="Previous page"
          >
            <ChevronLeft aria-hidden />
          </Step>
          <Step href={page < pages ? listHref(path, params, { page: page + 1 }) : undefined} label="Next page">
            <ChevronRight aria-hidden />
          </Step>
        </span>
      </div>
    </nav>
  );
}

function Step({ href, label, children }: { href: string | undefined; label: string; children: React.ReactNode }) {
  const look = { variant: "secondary", size: "icon-sm" } as const;
  return href ? (
    <ButtonLink {...look} href={href} aria-label={label} title={label} scroll={false}>
      {children}
    </ButtonLink>
  ) : (
    <button
      type="button"
      disabled
      aria-label={label}
      className={cn(buttonStyle(look), "border-border text-faint opacity-60 dark:border-border")}
    >
      {children}
    </button>
  );
}
