"use client";
import { ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { VerdictTree } from "@/components/rules/verdict";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { Verdict } from "@/lib/rules/explain";
import { explainNotListed } from "./actions";
import { useTicket } from "./ticket-context";

/** `verdict` says which of its Select tickets conditions fails. */
export type NotListed = { id: string; name: string; reason: string; verdict?: Verdict };

type NotListedDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Why webhooks one might expect in the Actions menu are not there. */
export const NotListedDialog = ({ open, onOpenChange }: NotListedDialogProps) => (
  <Dialog open={open} onOpenChange={onOpenChange}>
    {open && <Content />}
  </Dialog>
);

type Found = { notListed: NotListed[]; otherTypes: number };

function Content() {
  const { id: ticketId } = useTicket();
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    explainNotListed({ ticketId })
      .catch(() => undefined)
      .then((result) => {
        if (!isCurrent) return;
        if (result?.ok) setFound(result.value);
        else setProblem(result?.error.message ?? "The server did not answer. Close this and try again.");
      });
    return () => {
      isCurrent = false;
    };
  }, [ticketId]);
  return (
    <DialogContent title="Webhooks not listed here" description={found && description(found)}>
      {problem && <Notice tone="danger">{problem}</Notice>}
      {!found && !problem && <Skeleton className="h-24" />}
      {found && found.notListed.length > 0 && (
        <section
          aria-label="Webhooks and reasons"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
          tabIndex={0}
          className="max-h-[50dvh] overflow-y-auto outline-offset-4"
        >
          <dl className="flex flex-col gap-3">
            {found.notListed.map((one) => (
              <Reason key={one.id} {...one} />
            ))}
          </dl>
        </section>
      )}
      {found && found.otherTypes > 0 && (
        <p className="mt-4 text-muted">
          {found.otherTypes === 1 ? "1 webhook acts" : `${found.otherTypes} webhooks act`} on other ticket types.
        </p>
      )}
    </DialogContent>
  );
}

const description = ({ notListed }: Found) =>
  notListed.length > 0
    ? "These act on tickets of this type, but can’t be fired by you on this one. An administrator can change that."
    : "You can fire every webhook there is for tickets of this type.";

const Reason = ({ name, reason, verdict }: NotListed) => (
  <div>
    <dt className="break-words font-medium">{name}</dt>
    <dd className="text-muted">
      {reason}
      {verdict && (
        <details className="group mt-1 text-text">
          <summary className="inline-flex items-center gap-1 rounded-sm hover:underline">
            <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
            Which condition fails
          </summary>
          <VerdictTree verdict={verdict} className="mt-1.5 ml-1" />
        </details>
      )}
    </dd>
  </div>
);
