"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { BulkOperation, DeliveryFilter } from "@/lib/delivery/bulk";
import type { DeliveriesJob } from "@/lib/delivery/job";
import { startBulk } from "./bulk-actions";
import { BulkRate, BulkRender } from "./bulk-choices";
import { countWords, deliveriesText, jobWords } from "./job-words";
import { noAnswer, useBulkCount } from "./use-bulk-count";

type BulkDialogProps = {
  operation: BulkOperation;
  filter: DeliveryFilter;
  /** The filters in words; none are needed for rows that were ticked. */
  described: string[];
  onClose: () => void;
  /** After the job has begun. */
  onStarted?: () => void;
};

/** Says how many deliveries are concerned, asks how, and begins a job; the page shows how far it is. */
export function BulkDialog({ operation, filter, described, onClose, onStarted }: BulkDialogProps) {
  const router = useRouter();
  const [render, setRender] = useState<DeliveriesJob["render"]>("same");
  const [perSecond, setPerSecond] = useState<number | null>(null);
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const { count, problem = refused } = useBulkCount(operation, render, filter);
  const words = jobWords[operation];
  const allowed = count?.allowed ?? 0;
  const chosen = filter.ids?.length;
  const what = chosen === undefined ? `all ${deliveriesText(allowed)}` : deliveriesText(allowed);

  const start = async () => {
    setPending(true);
    setRefused(undefined);
    const result = await startBulk({ job: { kind: operation, render, filter }, perSecond }).catch(() => undefined);
    setPending(false);
    if (!result?.ok) return setRefused(result?.error.message ?? noAnswer);
    toast.success(`Started with ${deliveriesText(result.value.total)}. It goes on when you leave this page.`);
    onStarted?.();
    router.refresh();
    onClose();
  };

  return (
    <Dialog open onOpenChange={(open) => !open && !pending && onClose()}>
      <DialogContent
        title={count ? `${words.verb} ${what}?` : `${words.verb} deliveries?`}
        description={describe(chosen, described)}
        footer={
          <>
            <Button onClick={onClose} disabled={pending}>
              Close
            </Button>
            <Button
              variant={operation === "cancel" ? "danger" : "primary"}
              pending={pending}
              disabled={allowed === 0}
              onClick={() => void start()}
            >
              {`${words.verb} ${chosen === undefined ? "all " : ""}${allowed.toLocaleString("en")}`}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          {count ? (
            <p role="status" className="font-medium tabular-nums">
              {countWords(operation, count)}
            </p>
          ) : (
            !problem && <Skeleton className="h-5" />
          )}
          <p>{words.effect}</p>
          {operation === "redeliver" && <BulkRender value={render} onChange={setRender} />}
          <BulkRate value={perSecond} count={allowed} onChange={setPerSecond} />
          {problem && <Notice tone="danger">{problem}</Notice>}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function describe(chosen: number | undefined, described: string[]): string {
  if (chosen !== undefined) return chosen === 1 ? "The row you ticked." : `The ${chosen} rows you ticked.`;
  return described.length > 0 ? `Those found by: ${described.join(", ")}.` : "No filter is set: all there are.";
}
