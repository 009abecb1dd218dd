"use client";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { type ListParams, listHref } from "./list-params";

type ColumnHeaderProps = {
  label: string;
  sortKey?: string;
  align?: "left" | "right";
  params: ListParams;
  path: string;
};

/** A column's name; a link that sorts by it when the list can. The cell around it carries `aria-sort`. */
export function ColumnHeader({ label, sortKey, align, params, path }: ColumnHeaderProps) {
  if (!sortKey) return label;
  const active = params.sort.key === sortKey;
  const direction = active && params.sort.direction === "asc" ? "desc" : "asc";
  const Arrow = !active ? ChevronsUpDown : params.sort.direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <Link
      href={listHref(path, params, { sort: { key: sortKey, direction } })}
      replace
      scroll={false}
      className={cn(
        "group/sort -mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 transition-colors hover:text-text",
        align === "right" && "flex-row-reverse",
        active && "text-text",
      )}
    >
      {label}
      <Arrow
        aria-hidden
        className={cn(
          "size-3",
          !active && "opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100",
        )}
      />
    </Link>
  );
}

export const ariaSort = (params: ListParams, sortKey: string | undefined) =>
  sortKey === undefined || params.sort.key !== sortKey
    ? undefined
    : params.sort.direction === "asc"
      ? ("ascending" as const)
      : ("descending" as const);
