"use client";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import type { CompletionItem } from "@/lib/template/language";

type CompletionListProps = {
  id: string;
  items: readonly CompletionItem[];
  active: number;
  onActive: (index: number) => void;
  onTake: (item: CompletionItem) => void;
};

/** The suggestions below a template box; the box keeps the focus. */
export function CompletionList({ id, items, active, onActive, onTake }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div className="popup absolute inset-x-0 top-full z-60 mt-1 max-w-[560px] overflow-hidden">
      <div ref={list} id={id} role="listbox" aria-label="Suggestions" className="max-h-60 overflow-y-auto p-1">
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the box, which points here
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box handles the keys
          <div
            key={`${item.kind}:${item.label}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerMove={() => index !== active && onActive(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onTake(item)}
            className={cn(
              "flex min-h-7 cursor-default items-center gap-3 rounded-sm px-2 py-1",
              index === active && "bg-hover",
            )}
          >
            <code className="min-w-0 truncate font-mono text-xs">{item.label}</code>
            <span className="ml-auto min-w-0 truncate pl-2 text-right text-muted text-xs">{item.detail}</span>
          </div>
        ))}
      </div>
      <p aria-hidden className="flex gap-4 border-t px-3 py-1 text-faint text-xs max-sm:hidden">
        <span>↑↓ choose</span>
        <span>Enter insert</span>
        <span>Esc close</span>
      </p>
    </div>
  );
}
