"use client";
import { useRouter } from "next/navigation";
import { useEffect, useId, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { type HeldScope, mostInBulk, type ReleaseChoice } from "@/lib/delivery/bulk";
import { previewRelease, releaseMany } from "./actions";
import { deliveriesText } from "./job-words";
import { describeReleased, type HeldCounts, releaseOptions } from "./release-words";

type ReleaseDialogProps = { scope: HeldScope; webhookName: string; onClose: () => void };

const noAnswer = "The server did not answer. Check your connection and try again.";

/** What becomes of the held deliveries of a webhook: three choices, each with what it would do now. */
export function ReleaseDialog({ scope: { webhookId, ticketId }, webhookName, onClose }: ReleaseDialogProps) {
  const router = useRouter();
  const [counts, setCounts] = useState<HeldCounts>();
  const [which, setWhich] = useState<ReleaseChoice>("all");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    let isCurrent = true;
    previewRelease({ webhookId, ticketId })
      .catch(() => undefined)
      .then((result) => {
        if (!isCurrent) return;
        if (result?.ok) setCounts(result.value);
        else setProblem(result?.error.message ?? noAnswer);
      });
    return () => {
      isCurrent = false;
    };
  }, [webhookId, ticketId]);

  const confirm = async () => {
    setPending(true);
    setProblem(undefined);
    const result = await releaseMany({ webhookId, ticketId, which }).catch(() => undefined);
    setPending(false);
    if (!result?.ok) return setProblem(result?.error.message ?? noAnswer);
    toast.success(describeReleased(result.value));
    router.refresh();
    onClose();
  };

  return (
    <Dialog open onOpenChange={(open) => !open && !pending && onClose()}>
      <DialogContent
        title={`Release held deliveries of “${webhookName}”`}
        description={counts && `${deliveriesText(counts.held)} ${counts.held === 1 ? "is" : "are"} held.`}
        footer={
          <>
            <Button onClick={onClose} disabled={pending}>
              Keep holding
            </Button>
            <Button
              variant={which === "drop" ? "danger" : "primary"}
              pending={pending}
              disabled={!counts?.held}
              onClick={() => void confirm()}
            >
              {which === "drop" ? "Drop deliveries" : "Release deliveries"}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {counts ? (
            <Choices counts={counts} which={which} onChange={setWhich} />
          ) : (
            !problem && <Skeleton className="h-24" />
          )}
          {counts && counts.held > mostInBulk && (
            <Notice tone="warning">
              At most {mostInBulk.toLocaleString("en")} are decided about at a time, the oldest first.
            </Notice>
          )}
          {counts && !counts.isEnabled && which !== "drop" && (
            <Notice>
              The webhook is still disabled. What you release is sent all the same, and tried again if that fails.
            </Notice>
          )}
          {problem && <Notice tone="danger">{problem}</Notice>}
        </div>
      </DialogContent>
    </Dialog>
  );
}

type ChoicesProps = { counts: HeldCounts; which: ReleaseChoice; onChange: (which: ReleaseChoice) => void };

function Choices({ counts, which, onChange }: ChoicesProps) {
  const id = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">What to do with them</legend>
      {releaseOptions(counts).map(({ value, label, note }) => (
        <div key={value} className="flex items-start gap-2.5">
          <input
            id={`${id}-${value}`}
            name={id}
            type="radio"
            value={value}
            checked={which === value}
            onChange={() => onChange(value)}
            aria-describedby={`${id}-${value}-note`}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          />
          <div className="min-w-0">
            <label htmlFor={`${id}-${value}`} className="font-medium">
              {label}
            </label>
            <p id={`${id}-${value}-note`} className="text-muted text-xs">
              {note}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  );
}
