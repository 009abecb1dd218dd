"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import { CircleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ComponentProps, type ReactNode, useState } from "react";
import { cn } from "./cn";

type TabsProps = Omit<ComponentProps<typeof Base.Root>, "value" | "defaultValue" | "onValueChange"> & {
  defaultValue: string;
  /** Keeps the open tab in this search parameter, so a view can be bookmarked. */
  param?: string;
  value?: string;
  onValueChange?: (value: string) => void;
};

/** Tabs by value: controlled, remembered in the URL (`param`), or on their own. */
export function Tabs({ param, ...props }: TabsProps) {
  return param ? <UrlTabs param={param} {...props} /> : <PlainTabs {...props} />;
}

function PlainTabs({ value, onValueChange, defaultValue, ...props }: Omit<TabsProps, "param">) {
  const [own, setOwn] = useState(defaultValue);
  const change = (next: string) => {
    setOwn(next);
    onValueChange?.(next);
  };
  return <Base.Root value={value ?? own} onValueChange={change} {...props} />;
}

function UrlTabs({ param, onValueChange, defaultValue, ...props }: TabsProps & { param: string }) {
  const search = useSearchParams();
  const change = (next: string) => {
    const changed = new URLSearchParams(search);
    if (next === defaultValue) changed.delete(param);
    else changed.set(param, next);
    const query = changed.toString();
    window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
    onValueChange?.(next);
  };
  return <Base.Root {...props} value={search.get(param) ?? defaultValue} onValueChange={change} />;
}

export function TabsList({ className, children, ...props }: ComponentProps<typeof Base.List>) {
  return (
    <div className={cn("overflow-x-auto border-b [scrollbar-width:none]", className)}>
      <Base.List className="relative flex w-max min-w-full gap-1" {...props}>
        {children}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-text transition-[translate,width] duration-150" />
      </Base.List>
    </div>
  );
}

type TabProps = { value: string; children: ReactNode; count?: number; invalid?: boolean; disabled?: boolean };

/** `invalid` marks a tab that holds an error, for eyes and ears. */
export function Tab({ value, children, count, invalid, disabled }: TabProps) {
  return (
    <Base.Tab
      value={value}
      disabled={disabled}
      className="flex h-9 items-center gap-1.5 whitespace-nowrap rounded-md px-2.5 text-muted text-sm transition-colors hover:text-text focus-visible:-outline-offset-2 data-active:font-medium data-active:text-text data-disabled:text-faint"
    >
      {children}
      {count !== undefined && <span className="text-faint text-xs tabular-nums">{count}</span>}
      {invalid && (
        <>
          <CircleAlert aria-hidden className="size-3.5 text-danger" />
          <span className="sr-only">has errors</span>
        </>
      )}
    </Base.Tab>
  );
}

/** `keepMounted` for forms, so fields of hidden tabs keep their values. */
export function TabPanel({ className, ...props }: ComponentProps<typeof Base.Panel>) {
  return <Base.Panel className={cn("pt-6 outline-offset-4 [&[hidden]]:hidden", className)} {...props} />;
}
