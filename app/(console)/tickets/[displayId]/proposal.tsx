"use client";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import type { PutPreview } from "@/components/tickets/undo-preview";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { decideProposal } from "./actions";
import { PutList } from "./put-list";
import { useTicket } from "./ticket-context";

type ProposalProps = { entryId: number; values: PutPreview[]; onDecided?: () => void };

/** Values of a reply that wait because someone edited their fields meanwhile, with the decision about them. */
export function ProposalDecision({ entryId, values, onDecided }: ProposalProps) {
  const { id: ticketId, mayWrite } = useTicket();
  const [deciding, setDeciding] = useState<"apply" | "keep">();
  const [problem, setProblem] = useState<string>();
  const [, startTransition] = useTransition();
  const isPossible = values.some(({ reason }) => !reason);

  const decide = (which: "apply" | "keep") => {
    setDeciding(which);
    startTransition(async () => {
      const result = await decideProposal({ ticketId, entryId, isApplied: which === "apply" }).catch(() => undefined);
      startTransition(() => {
        setDeciding(undefined);
        setProblem(result?.ok ? undefined : (result?.error.message ?? "The server did not answer. Try again."));
      });
      if (!result?.ok) return;
      const { put, left } = result.value;
      const stayed = left.length > 0 ? `${left.map(({ label }) => label).join(", ")} stayed as it is.` : undefined;
      toast.success(which === "apply" ? `Applied the reply: ${put.join(", ")}.` : "Kept your team’s edit.", {
        description: stayed,
      });
      onDecided?.();
    });
  };

  return (
    <div className="flex flex-col gap-2">
      <PutList label="What the reply would set" values={values} />
      {problem && <p className="text-danger">{problem}</p>}
      {mayWrite ? (
        <div className="flex flex-wrap gap-2">
          {isPossible && (
            <Button
              size="sm"
              pending={deciding === "apply"}
              disabled={deciding === "keep"}
              onClick={() => decide("apply")}
            >
              Apply reply
            </Button>
          )}
          <Button
            size="sm"
            pending={deciding === "keep"}
            disabled={deciding === "apply"}
            onClick={() => decide("keep")}
          >
            Keep ours
          </Button>
        </div>
      ) : (
        <p className="text-muted">Someone who may change tickets has to decide.</p>
      )}
    </div>
  );
}

/** The same at the top of the ticket, where it is not missed. */
export const ProposalNotice = ({
  summary,
  className = "mb-4",
  ...proposal
}: ProposalProps & { summary: string; className?: string }) => (
  <Notice tone="warning" className={className} title={`${summary}.`}>
    <div className="mt-1.5">
      <ProposalDecision {...proposal} />
    </div>
  </Notice>
);
