"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useFormContext, useFormState } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { countChanges } from "./count-changes";
import { useLeaveGuard } from "./leave-guard";

type FormActionsProps = {
  saveLabel?: string;
  /** Shows the bar from the start: a new record, say. */
  always?: boolean;
  /** Instead of resetting the form: where Discard leads. */
  onDiscard?: () => void;
};

/** Save and Discard at the bottom edge while there is something to save. Ctrl/⌘ S saves; leaving asks first. */
export function FormActions({ saveLabel = "Save", always = false, onDiscard }: FormActionsProps) {
  const router = useRouter();
  const { control, reset } = useFormContext();
  const { isDirty, dirtyFields, isSubmitting } = useFormState({ control });
  const [leavingTo, setLeavingTo] = useState<string>();
  const bar = useRef<HTMLDivElement>(null);
  const changes = isDirty ? Math.max(1, countChanges(dirtyFields)) : 0;
  useLeaveGuard(isDirty && !isSubmitting && leavingTo === undefined, setLeavingTo);

  useEffect(() => {
    const save = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      if (!event.repeat && !isSubmitting) bar.current?.closest("form")?.requestSubmit();
    };
    window.addEventListener("keydown", save);
    return () => window.removeEventListener("keydown", save);
  }, [isSubmitting]);

  const shown = always || isDirty || isSubmitting;
  return (
    <div
      ref={bar}
      className={cn(
        shown &&
          "sticky bottom-0 z-10 -mx-(--gutter) mt-2 flex flex-wrap items-center justify-between gap-3 border-t bg-background px-(--gutter) py-3",
      )}
    >
      <p role="status" className={cn("text-muted tabular-nums", !shown && "sr-only")}>
        {changes > 0 && `${changes} unsaved ${changes === 1 ? "change" : "changes"}`}
      </p>
      {shown && (
        <div className="flex gap-2">
          {(isDirty || onDiscard) && (
            <Button disabled={isSubmitting} onClick={() => (onDiscard ? onDiscard() : reset())}>
              Discard
            </Button>
          )}
          <Button
            type="submit"
            variant="primary"
            pending={isSubmitting}
            title="Ctrl+S or ⌘S"
            aria-keyshortcuts="Control+S Meta+S"
          >
            {saveLabel}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={leavingTo !== undefined}
        onOpenChange={(open) => !open && setLeavingTo(undefined)}
        title="Leave without saving?"
        description={`${changes} unsaved ${changes === 1 ? "change" : "changes"} on this page will be lost.`}
        confirmLabel="Leave without saving"
        cancelLabel="Stay on this page"
        danger
        onConfirm={() => {
          if (leavingTo) router.push(leavingTo);
          return undefined;
        }}
      />
    </div>
  );
}
