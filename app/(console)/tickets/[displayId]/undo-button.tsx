"use client";
import { Undo2 } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import type { PutPreview } from "@/components/tickets/undo-preview";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { undo } from "./actions";
import { PutList } from "./put-list";
import { useTicket } from "./ticket-context";

type UndoButtonProps = { entryId: number; describedBy: string; values: PutPreview[] };

/** Takes back what an entry set, after saying what will change and what can't any more. */
export function UndoButton({ entryId, describedBy, values }: UndoButtonProps) {
  const { id: ticketId } = useTicket();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const possible = values.filter(({ reason }) => !reason).length;

  const change = (next: boolean) => {
    if (pending) return;
    setProblem(undefined);
    setOpen(next);
  };
  const confirm = () =>
    startTransition(async () => {
      const result = await undo({ ticketId, entryId }).catch(() => undefined);
      if (!result?.ok) return startTransition(() => setProblem(result?.error.message ?? "The server did not answer."));
      setOpen(false);
      const { put, left } = result.value;
      toast.success(`Took back ${put.join(", ")}.`, {
        description: left.length > 0 ? `${left.map(({ label }) => label).join(", ")} stayed as it is.` : undefined,
      });
    });

  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        className="-ml-2 mt-0.5 h-6 text-xs"
        aria-describedby={describedBy}
        onClick={() => setOpen(true)}
      >
        <Undo2 aria-hidden />
        Undo
      </Button>
      <Dialog open={open} onOpenChange={change}>
        <DialogContent
          title="Take this back?"
          description={
            possible > 0
              ? "The fields get the values they had before. This is written to the history."
              : "None of it can be taken back."
          }
          footer={
            <>
              <DialogClose render={<Button>Cancel</Button>} />
              <Button variant="primary" pending={pending} disabled={possible === 0} onClick={confirm}>
                Take back {possible} {possible === 1 ? "field" : "fields"}
              </Button>
            </>
          }
        >
          <div className="flex flex-col gap-3">
            {problem && <Notice tone="danger">{problem}</Notice>}
            <PutList label="What will be taken back" values={values} />
          </div>
        </DialogContent>
      </Dialog>
    </>
  );
}
