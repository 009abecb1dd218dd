"use client";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Toasts only confirm; anything a person must act on belongs on the page. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      // Above the bar with Save, which must never be covered.
      offset={{ bottom: 72, right: 24 }}
      mobileOffset={{ bottom: 72 }}
      icons={{
        success: <CircleCheck className="size-4 text-success" />,
        error: <CircleAlert className="size-4 text-danger" />,
        warning: <TriangleAlert className="size-4 text-warning" />,
        info: <Info className="size-4 text-info" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: "popup flex w-[var(--width)] items-center gap-2.5 px-3.5 py-3 font-sans text-sm text-text",
          title: "font-medium",
          description: "text-muted",
          actionButton: "ml-auto shrink-0 rounded-md px-2 py-1 font-medium text-accent-text hover:bg-hover",
        },
      }}
    />
  );
}
