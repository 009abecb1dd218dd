"use client";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

/** The right column; where there is only one column it folds away under a button. */
export function PropertiesPanel({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <aside aria-label="Properties" className="mb-8 min-w-0 pane:col-start-2 pane:row-span-2 pane:row-start-1 pane:mb-0">
      <Button
        className="w-full justify-between pane:hidden"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        Properties
        <ChevronDown aria-hidden className={cn("transition-transform", open && "rotate-180")} />
      </Button>
      <div id={id} className={cn("max-pane:mt-4", !open && "max-pane:hidden")}>
        {children}
      </div>
    </aside>
  );
}
