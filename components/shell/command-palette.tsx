"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { CornerDownLeft, LoaderCircle, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { mayLeave } from "@/components/form/leave-guard";
import { cn } from "@/components/ui/cn";
import { backdropStyle } from "@/components/ui/dialog";
import type { Permission } from "@/lib/access/permissions";
import { navigationFor } from "./navigation";

export type PaletteResult = { group: string; label: string; href: string };
/** Finds records by text; a server action. */
export type PaletteSearch = (text: string) => Promise<PaletteResult[]>;

type CommandPaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  permissions: readonly Permission[];
  search?: PaletteSearch;
};

const itemStyle =
  "group flex h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-hover";
const groupStyle =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs";

/** Ctrl/⌘ K: pages at once, records as they are found. */
export function CommandPalette({ open, onOpenChange, permissions, search }: CommandPaletteProps) {
  useEffect(() => {
    const toggle = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      onOpenChange(!open);
    };
    window.addEventListener("keydown", toggle);
    return () => window.removeEventListener("keydown", toggle);
  }, [open, onOpenChange]);

  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropStyle} />
        <Base.Viewport className="fixed inset-0 z-50 flex items-start justify-center p-4 pt-[14dvh]">
          <Base.Popup className="popup w-full max-w-[600px] overflow-hidden">
            <Base.Title className="sr-only">Go to</Base.Title>
            <Palette permissions={permissions} search={search} close={() => onOpenChange(false)} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function Palette({
  permissions,
  search,
  close,
}: Pick<CommandPaletteProps, "permissions" | "search"> & { close: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const { results, pending, failed } = useResults(text, search);
  const go = (href: string) => {
    close();
    if (mayLeave(href)) router.push(href);
  };
  const wanted = text.trim().toLowerCase();
  const pages = navigationFor(permissions)
    .flatMap((group) =>
      group.entries.map((entry) => ({ ...entry, path: [group.label, entry.label].filter(Boolean).join(" ") })),
    )
    .filter((entry) => entry.path.toLowerCase().includes(wanted));
  const groups = [...new Set(results.map((result) => result.group))];
  const Icon = pending ? LoaderCircle : Search;

  return (
    <Command label="Go to" shouldFilter={false} loop>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Icon aria-hidden className={cn("size-4 shrink-0 text-faint", pending && "animate-spin")} />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Search pages, webhooks, functions, tickets…"
          className="h-11 w-full bg-transparent text-base outline-none"
        />
      </div>
      <Command.List className="max-h-[min(400px,55dvh)] overflow-y-auto p-1.5 pt-0">
        {!pending && (
          <Command.Empty className="px-4 py-8 text-center text-muted">
            {failed ? "Searching failed. Check your connection and type again." : `Nothing found for “${text.trim()}”`}
          </Command.Empty>
        )}
        {pages.length > 0 && (
          <Command.Group heading="Pages" className={groupStyle}>
            {pages.map(({ href, label, icon: PageIcon }) => (
              <Command.Item key={href} value={`page:${href}`} onSelect={() => go(href)} className={itemStyle}>
                <PageIcon aria-hidden className="size-4 text-muted" />
                <span className="flex-1">{label}</span>
                <Enter />
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {groups.map((group) => (
          <Command.Group key={group} heading={group} className={groupStyle}>
            {results
              .filter((result) => result.group === group)
              .map((result) => (
                <Command.Item
                  key={result.href}
                  value={result.href}
                  onSelect={() => go(result.href)}
                  className={itemStyle}
                >
                  <span className="min-w-0 flex-1 truncate">{result.label}</span>
                  <Enter />
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

const Enter = () => (
  <CornerDownLeft aria-hidden className="size-3.5 text-faint opacity-0 group-data-[selected=true]:opacity-100" />
);

type Found = { text: string; results: PaletteResult[]; failed: boolean };

/** Asks 200 ms after the last key; answers to older questions are dropped. */
function useResults(text: string, search: PaletteSearch | undefined) {
  const [found, setFound] = useState<Found>({ text: "", results: [], failed: false });
  const wanted = text.trim();
  useEffect(() => {
    if (!search || !wanted) return;
    let current = true;
    const answer = (results: PaletteResult[], failed: boolean) =>
      current && setFound({ text: wanted, results, failed });
    const timer = setTimeout(() => {
      search(wanted).then(
        (results) => answer(results, false),
        () => answer([], true),
      );
    }, 200);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, search]);
  const pending = Boolean(search && wanted && found.text !== wanted);
  return { results: wanted ? found.results : [], pending, failed: found.failed && !pending };
}
