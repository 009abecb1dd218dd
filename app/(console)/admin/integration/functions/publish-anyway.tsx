"use client";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { HeldBack } from "./use-function-commands";

type PublishAnywayProps = {
  /** Undefined closes it. */
  heldBack: HeldBack | undefined;
  onClose: () => void;
  onPublish: (heldBack: HeldBack) => Promise<undefined | { error: string }>;
};

const most = 5;

/** Test cases fail: says which, and lets the person publish in spite of them. */
export function PublishAnyway({ heldBack, onClose, onPublish }: PublishAnywayProps) {
  const failures = heldBack?.failures ?? [];
  const more = failures.length - most;
  return (
    <ConfirmDialog
      open={heldBack !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={`Publish “${heldBack?.subject.name ?? ""}” although test cases fail?`}
      description={[...failures.slice(0, most), ...(more > 0 ? [`And ${more} more.`] : [])].map((line) => (
        <span key={line} className="block break-words">
          {line}
        </span>
      ))}
      confirmLabel="Publish anyway"
      onConfirm={() => heldBack && onPublish(heldBack)}
    />
  );
}
