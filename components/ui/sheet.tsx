"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { backdropStyle, CloseButton } from "./dialog";

export const Sheet = Base.Root;
export const SheetTrigger = Base.Trigger;
export const SheetClose = Base.Close;

type SheetContentProps = {
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  side?: "left" | "right";
  /** The title is still announced. */
  hideTitle?: boolean;
  className?: string;
  children: ReactNode;
};

/** A panel at the edge, for looking at a row without leaving the list. */
export function SheetContent({
  title,
  description,
  footer,
  side = "right",
  hideTitle,
  className,
  children,
}: SheetContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropStyle} />
      <Base.Viewport className="fixed inset-0 z-50">
        <Base.Popup
          className={cn(
            "fixed inset-y-0 flex w-[min(560px,100vw-32px)] flex-col bg-background shadow-float outline-none transition-transform duration-180",
            side === "right"
              ? "right-0 data-ending-style:translate-x-full data-starting-style:translate-x-full"
              : "left-0 data-ending-style:-translate-x-full data-starting-style:-translate-x-full",
            className,
          )}
        >
          <header
            className={cn(
              "flex items-start justify-between gap-4",
              hideTitle ? "absolute top-2.5 right-3.5 z-1" : "border-b px-5 py-3.5",
            )}
          >
            <div className={cn("min-w-0", hideTitle && "sr-only")}>
              <Base.Title className="break-words font-semibold text-lg">{title}</Base.Title>
              {description && <Base.Description className="text-muted">{description}</Base.Description>}
            </div>
            <CloseButton />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  );
}
