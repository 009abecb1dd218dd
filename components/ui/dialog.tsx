"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { buttonStyle } from "./button";
import { cn } from "./cn";

export const Dialog = Base.Root;
export const DialogTrigger = Base.Trigger;
export const DialogClose = Base.Close;

const widths = { sm: "max-w-[400px]", md: "max-w-[520px]", lg: "max-w-[760px]" };

export const backdropStyle =
  "fixed inset-0 z-50 bg-overlay transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

type DialogContentProps = {
  title: string;
  description?: ReactNode;
  /** Buttons, right-aligned; the last one is the main one. */
  footer?: ReactNode;
  size?: keyof typeof widths;
  className?: string;
  children?: ReactNode;
};

/** One decision over the page; traps focus and gives it back. */
export function DialogContent({ title, description, footer, size = "md", className, children }: DialogContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropStyle} />
      <Base.Viewport className="fixed inset-0 z-50 grid grid-cols-1 items-start justify-items-center overflow-y-auto p-4 pt-[12dvh]">
        <Base.Popup className={cn("popup flex w-full min-w-0 flex-col", widths[size], className)}>
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-1">
            <div className="min-w-0">
              <Base.Title className="break-words font-semibold text-lg">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-muted">{description}</Base.Description>}
            </div>
            <CloseButton />
          </header>
          {children && <div className="px-5 pt-3 pb-1">{children}</div>}
          {footer ? (
            <footer className="sticky bottom-0 flex flex-wrap justify-end gap-2 rounded-b-lg bg-raised px-5 pt-4 pb-5">
              {footer}
            </footer>
          ) : (
            <div className="h-4" />
          )}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  );
}

export function CloseButton() {
  return (
    <Base.Close aria-label="Close" className={cn(buttonStyle({ variant: "ghost", size: "icon-sm" }), "-mr-1.5")}>
      <X aria-hidden />
    </Base.Close>
  );
}
