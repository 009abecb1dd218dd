"use client";
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

export const TooltipProvider = Base.Provider;

type TooltipProps = {
  content: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  children: ReactElement;
  disabled?: boolean;
};

/** A visual hint on hover and focus; the control still needs its own label. */
export function Tooltip({ content, side = "top", children, disabled }: TooltipProps) {
  return (
    <Base.Root disabled={disabled}>
      <Base.Trigger render={children} delay={400} />
      <Base.Portal>
        <Base.Positioner className="z-60" side={side} sideOffset={6}>
          <Base.Popup className="max-w-72 origin-(--transform-origin) rounded-md bg-text px-2 py-1 text-background text-xs transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {content}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
