"use client";
import { PanelLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { Tooltip } from "@/components/ui/tooltip";
import type { Permission } from "@/lib/access/permissions";
import { Mark } from "./mark";
import { entryOf, type NavigationEntry, navigationFor } from "./navigation";

type SidebarProps = {
  permissions: readonly Permission[];
  collapsed?: boolean;
  onToggle?: () => void;
  /** In the drawer: a chosen page closes it. */
  onNavigate?: () => void;
};

export function Sidebar({ permissions, collapsed = false, onToggle, onNavigate }: SidebarProps) {
  const current = entryOf(usePathname())?.entry.href;
  return (
    <div className="flex h-full flex-col overflow-y-auto overflow-x-hidden px-2 pb-3">
      <div className="flex h-12 shrink-0 items-center">
        <Link href="/" onClick={onNavigate} aria-label="Hookdesk" className="flex items-center gap-2 rounded-md p-1.5">
          <Mark />
          {!collapsed && <span className="font-semibold text-base tracking-tight">Hookdesk</span>}
        </Link>
      </div>
      <div className="flex flex-1 flex-col gap-4">
        {navigationFor(permissions).map((group, index) => (
          <div key={group.label ?? "top"}>
            {group.label && !collapsed && (
              <h2 id={`nav-${index}`} className="px-2 pb-1 text-faint text-xs">
                {group.label}
              </h2>
            )}
            {group.label && collapsed && <div className="mx-2 mb-3 border-t" />}
            <ul aria-label={group.label ?? undefined} className="flex flex-col gap-px">
              {group.entries.map((entry) => (
                <li key={entry.href}>
                  <SidebarLink
                    entry={entry}
                    current={entry.href === current}
                    collapsed={collapsed}
                    onNavigate={onNavigate}
                  />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {onToggle && (
        <button
          type="button"
          onClick={onToggle}
          aria-expanded={!collapsed}
          aria-label={collapsed ? "Expand navigation" : "Collapse navigation"}
          className="mt-4 flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 text-muted transition-colors hover:bg-hover hover:text-text"
        >
          <PanelLeft aria-hidden className="size-4 shrink-0" />
          {!collapsed && "Collapse"}
        </button>
      )}
    </div>
  );
}

type SidebarLinkProps = { entry: NavigationEntry; current: boolean; collapsed: boolean; onNavigate?: () => void };

function SidebarLink({ entry, current, collapsed, onNavigate }: SidebarLinkProps) {
  const Icon = entry.icon;
  const link = (
    <Link
      href={entry.href}
      onClick={onNavigate}
      aria-label={collapsed ? entry.label : undefined}
      aria-current={current ? "page" : undefined}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors focus-visible:-outline-offset-2",
        current ? "bg-hover font-medium text-text" : "text-muted hover:bg-hover/70 hover:text-text",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" strokeWidth={current ? 2.25 : 1.75} />
      {!collapsed && <span className="truncate">{entry.label}</span>}
    </Link>
  );
  return collapsed ? (
    <Tooltip content={entry.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
